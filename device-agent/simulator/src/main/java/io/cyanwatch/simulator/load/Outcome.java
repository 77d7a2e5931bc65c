package io.cyanwatch.simulator.load;

import io.cyanwatch.protocol.Wire;
import io.cyanwatch.simulator.load.Ledger.Cut;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/// What came of one load.
///
/// @param births of those sent
/// @param unheard acknowledged, but the broker said that nobody has subscribed
/// @param resent repeats of messages that were unacknowledged when a connection broke
/// @param skipped due but never made, because the broker was too slow or away
/// @param seconds from the first message allowed to the last acknowledgement
/// @param latency from send to acknowledgement, in nanoseconds
record Outcome(
    long sent,
    long births,
    long acked,
    long unheard,
    long refused,
    long gaveUp,
    long resent,
    long skipped,
    long strayAcks,
    long opened,
    Map<Cut, Long> cuts,
    double seconds,
    Histogram latency) {

  /// Acknowledged messages per second.
  double rate() {
    return seconds > 0 ? acked / seconds : 0;
  }

  boolean isComplete() {
    return sent > 0 && acked == sent;
  }

  long inFlight() {
    return sent - acked - unheard - refused - gaveUp;
  }

  String words() {
    return String.join("\n", total(), details(), connections(), delays());
  }

  String json() {
    var values = new LinkedHashMap<String, Object>();
    values.put("sent", sent);
    values.put("births", births);
    values.put("acked", acked);
    values.put("unheard", unheard);
    values.put("refused", refused);
    values.put("gave_up", gaveUp);
    values.put("in_flight", inFlight());
    values.put("resent", resent);
    values.put("skipped", skipped);
    values.put("stray_acks", strayAcks);
    values.put("opened", opened);
    values.put("cuts", cuts.values().stream().mapToLong(Long::longValue).sum());
    values.put("seconds", seconds);
    values.put("rate", rate());
    values.put("p50_ms", millis(50));
    values.put("p99_ms", millis(99));
    values.put("max_ms", millis(100));
    return Wire.toJson(values);
  }

  private String total() {
    return String.format(
        Locale.ROOT,
        "%,d of %,d messages acknowledged in %.1f s: %,.0f msg/s",
        acked,
        sent,
        seconds,
        rate());
  }

  private String details() {
    return String.format(
        Locale.ROOT,
        "births %,d, resent %,d, unheard %,d, refused %,d, given up %,d, still in flight %,d, "
            + "skipped %,d, acknowledgements of nothing %,d",
        births,
        resent,
        unheard,
        refused,
        gaveUp,
        inFlight(),
        skipped,
        strayAcks);
  }

  private String connections() {
    var why =
        cuts.entrySet().stream()
            .map(cut -> "%,d %s".formatted(cut.getValue(), cut.getKey().words()))
            .collect(Collectors.joining(", "));
    return "connections made %,d, ended: %s".formatted(opened, why.isEmpty() ? "none" : why);
  }

  private String delays() {
    return String.format(
        Locale.ROOT,
        "acknowledged after p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, at most %.1f ms",
        millis(50),
        millis(90),
        millis(99),
        millis(99.9),
        millis(100));
  }

  private double millis(double percentile) {
    return latency.getValueAtPercentile(percentile) / 1e6;
  }
}
