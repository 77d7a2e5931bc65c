package io.cyanwatch.detection;

import io.cyanwatch.detection.Sockets.Counts;
import io.cyanwatch.detection.Sockets.Full;
import io.cyanwatch.detection.Verdict.Severity;
import java.time.Instant;
import java.util.Objects;

/// Every place is taken and nobody is served, or each WiFi session leaves sockets behind.
record SocketRule(int beats, int leaked) implements Rule {
  private static final long STALLED_MILLIS = 6_000;

  @Override
  public String kind() {
    return "socket_exhaustion";
  }

  @Override
  public Verdict judge(DeviceState state, Surroundings around, Instant now) {
    if (!state.online()) {
      return new Verdict.Unsure();
    }
    var full = state.sockets().full();
    if (full != null && full.beats() >= beats) {
      return full(full);
    }
    var least = state.sockets().least();
    if (state.sockets().leaks() && Objects.requireNonNull(least.getLast()) >= leaked) {
      return leaking(state, now);
    }
    return full == null ? new Verdict.Clear("There is room again.") : new Verdict.Unsure();
  }

  private static Verdict full(Full full) {
    var grown = full.grown();
    var facts =
        new Facts()
            .put("places", full.places())
            .put("since", full.since().at().toString())
            .put("rejected", grown.rejected())
            .put("idle_timeouts", grown.idle())
            .put("header_timeouts", grown.header())
            .put("stalls", grown.stalls())
            .put("stall_ms", grown.stallMillis())
            .put("accepts", grown.accepts())
            .record(full.since())
            .record(full.last());
    sign(grown, facts);
    return Verdict.fault(
        Severity.CRITICAL,
        full.since().at(),
        "All %d places for clients are taken and nobody is served.".formatted(full.places()),
        facts);
  }

  /// What grew names who holds the places.
  private static void sign(Counts grown, Facts facts) {
    if (grown.header() > grown.idle() && grown.header() > 0) {
      facts.signed(
          Signature.F4B,
          "%d clients never finished their request, %d requests were answered"
              .formatted(grown.header(), grown.requests()));
    } else if (grown.stallMillis() >= STALLED_MILLIS && grown.idle() == 0) {
      facts.signed(
          Signature.F3,
          "%d writes stalled for %d ms".formatted(grown.stalls(), grown.stallMillis()));
    } else {
      facts.signed(
          Signature.F4,
          "%d clients timed out in silence, %d were turned away, nobody was served"
              .formatted(grown.idle(), grown.rejected()));
    }
  }

  private static Verdict leaking(DeviceState state, Instant now) {
    var sockets = state.sockets();
    var began = sockets.session() == null ? null : sockets.session().began();
    return Verdict.fault(
        Severity.WARNING,
        began == null ? now : began.at(),
        "Each WiFi session leaves sockets behind: at least %s stay open."
            .formatted(sockets.least()),
        new Facts()
            .put("least_open_per_session", sockets.least())
            .put("wifi_ups", state.listener().ups())
            .record(began)
            .signed(Signature.F12, "the fewest open clients per session were " + sockets.least()));
  }
}
