package io.cyanwatch.detection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cyanwatch.timeline.Observation.Born;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a breadcrumb shows of the boot before: often the only witness of how it ended. What the
/// device did not say is null.
///
/// @param mark the risky call that was entered and not left
/// @param up how far that boot came, in milliseconds
/// @param sinceRx since the last byte came in, in milliseconds
/// @param sinceCloudLost in milliseconds
/// @param heapMin the least free heap, in bytes
@JsonInclude(JsonInclude.Include.NON_NULL)
record Crumb(
    @Nullable String phase,
    @Nullable String mark,
    @Nullable Long up,
    @Nullable Long sinceRx,
    @Nullable Long sinceCloudLost,
    @Nullable String listener,
    @Nullable Long clients,
    @Nullable Long heapMin) {
  private static final Crumb NOTHING = new Crumb(null, null, null, null, null, null, null, null);

  /// With less left no page is served.
  private static final long LITTLE = 8192;

  /// Longer than any network is quiet by itself.
  private static final long SILENT = 15_000;

  /// Of a boot that nobody wanted, or that somebody's finger ended; empty when it tells nothing.
  static Optional<Crumb> of(Born born) {
    if (born.expected() && !born.reset().equals("pin")) {
      return Optional.empty();
    }
    var last = born.last();
    var crumb =
        new Crumb(
            word(last, "phase"),
            word(last, "mark"),
            number(last, "up"),
            number(last, "since_rx"),
            number(last, "since_cloud_lost"),
            word(last, "listener"),
            number(last, "clients"),
            number(last, "heap_min"));
    return crumb.equals(NOTHING) ? Optional.empty() : Optional.of(crumb);
  }

  /// As facts, nearly under the names that the device gave them.
  Map<String, Object> shown() {
    var shown = new LinkedHashMap<String, Object>();
    put(shown, "phase", phase);
    put(shown, "mark", mark);
    put(shown, "up_ms", up);
    put(shown, "since_rx_ms", sinceRx);
    put(shown, "since_cloud_lost_ms", sinceCloudLost);
    put(shown, "listener", listener);
    put(shown, "clients", clients);
    put(shown, "heap_min", heapMin);
    return shown;
  }

  /// The bit that says most of how that boot ended, as the end of a sentence.
  Optional<String> telling() {
    if (mark != null) {
      return Optional.of("it was at '" + mark + "'");
    }
    if (heapMin != null && heapMin < LITTLE) {
      return Optional.of("only " + heapMin + " bytes of its heap were left");
    }
    if (phase != null && !phase.equals("cloud_connected")) {
      return Optional.of("it was in phase '" + phase + "'");
    }
    return sinceRx != null && sinceRx >= SILENT
        ? Optional.of("nothing had come in for " + sinceRx / 1000 + " s")
        : Optional.empty();
  }

  private static void put(Map<String, Object> shown, String name, @Nullable Object value) {
    if (value != null) {
      shown.put(name, value);
    }
  }

  private static @Nullable String word(Map<String, Object> last, String key) {
    return last.get(key) instanceof String text && !text.isEmpty() ? text : null;
  }

  private static @Nullable Long number(Map<String, Object> last, String key) {
    return last.get(key) instanceof Number number ? Long.valueOf(number.longValue()) : null;
  }
}
