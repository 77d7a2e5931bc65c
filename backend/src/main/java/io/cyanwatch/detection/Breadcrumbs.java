package io.cyanwatch.detection;

import io.cyanwatch.timeline.Observation.Born;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads from a boot's breadcrumb how the boot before it ended.
final class Breadcrumbs {
  private static final Set<String> CRASHES = Set.of("unknown", "hw_watchdog", "pin");
  private static final long HARD_FAULT = 1;
  private static final Set<String> TEARING = Set.of("client_close", "listener_stop");
  private static final Set<Long> USE_AFTER_FREE = Set.of(1L, 4L, 5L);
  private static final long SOON = 15_000;
  private static final long LATE = 180_000;
  private static final long STUCK = 300_000;
  private static final long AT_ONCE = 2_000;
  private static final int EARLY = 3;

  private Breadcrumbs() {}

  /// @param why with the numbers
  record Ending(Signature signature, String why) {}

  static Optional<Ending> read(Born born) {
    if (born.expected() && !born.reset().equals("pin")) {
      return Optional.empty();
    }
    return keptLoop(born)
        .or(() -> teardown(born))
        .or(() -> freedClient(born))
        .or(() -> stuck(born))
        .or(() -> early(born));
  }

  /// Only where a client had ever been accepted, and only in systems that free what they close.
  private static Optional<Ending> teardown(Born born) {
    var last = born.last();
    var sinceRx = number(last, "since_rx");
    var os = OsVersion.of(born.os());
    if (sinceRx == null) {
      return Optional.empty();
    }
    var fits =
        ofAFreedSocket(born)
            && Boolean.TRUE.equals(last.get("wifi_ready"))
            && Boolean.FALSE.equals(last.get("cloud"))
            && above0(number(last, "accepts"))
            && sinceRx >= SOON
            && sinceRx <= LATE
            && os.isDeviceOsBefore(0, 8, 0, 3);
    if (!fits) {
      return Optional.empty();
    }
    var sure = os.isDeviceOsBefore(0, 7, 0, 0) ? "as it does before 0.7.0" : "likely before 0.8.0";
    return Optional.of(
        new Ending(
            Signature.F1,
            "%s with WiFi ready and the cloud lost, %d s after the last byte came in, after %s accepted clients, on %s (%s)"
                .formatted(reason(born), sinceRx / 1000, last.get("accepts"), born.os(), sure)));
  }

  /// A hard fault, or an end that nobody could note. A stack or a heap that ran out has another
  /// cause, whatever else was the case.
  private static boolean ofAFreedSocket(Born born) {
    var data = born.resetData();
    return born.reset().equals("panic")
        ? data == null || data == HARD_FAULT
        : CRASHES.contains(born.reset());
  }

  private static Optional<Ending> freedClient(Born born) {
    var panic = born.reset().equals("panic") || born.reset().equals("lockup");
    var data = born.resetData();
    var memory = born.reset().equals("lockup") || (data != null && USE_AFTER_FREE.contains(data));
    var clients = number(born.last(), "clients");
    if (!panic || !memory || !above0(clients)) {
      return Optional.empty();
    }
    var up = number(born.last(), "up");
    var mark = born.last().get("mark");
    if (mark instanceof String name && TEARING.contains(name)) {
      return Optional.of(
          new Ending(
              Signature.F5,
              "%s at the mark '%s' with %d clients open".formatted(reason(born), name, clients)));
    }
    return lastEvent(born.last())
        .filter(event -> TEARING.contains(event.name) && up != null && up - event.up <= AT_ONCE)
        .map(
            event ->
                new Ending(
                    Signature.F5,
                    "%s %d ms after '%s' with %d clients open"
                        .formatted(
                            reason(born), up == null ? 0 : up - event.up, event.name, clients)));
  }

  /// A watchdog that bit says that something kept the loop; only a mark says what.
  private static Optional<Ending> keptLoop(Born born) {
    if (!born.reset().equals("task_watchdog")
        || !(born.last().get("mark") instanceof String mark)) {
      return Optional.empty();
    }
    var os = OsVersion.of(born.os());
    var blocking =
        mark.contains("write")
            && !os.isDeviceOsBefore(0, 7, 0, 0)
            && os.isDeviceOsBefore(0, 8, 0, 3);
    return Optional.of(
        new Ending(
            blocking ? Signature.F3B : Signature.F15,
            "the watchdog bit while the program was at '%s', on %s".formatted(mark, born.os())));
  }

  /// Nobody could note why it ended, and it had been on its way to the network for minutes.
  private static Optional<Ending> stuck(Born born) {
    var last = born.last();
    var lost = number(last, "since_cloud_lost");
    var since = lost == null ? number(last, "since_rx") : lost;
    return CRASHES.contains(born.reset())
            && last.get("phase") instanceof String phase
            && CloudRule.ON_THE_WAY.contains(phase)
            && since != null
            && since > STUCK
        ? Optional.of(
            new Ending(
                Signature.F16,
                "%s in phase %s, %d s after the %s"
                    .formatted(
                        reason(born),
                        phase,
                        since / 1000,
                        lost == null ? "last byte came in" : "cloud was lost")))
        : Optional.empty();
  }

  private static Optional<Ending> early(Born born) {
    return born.early() >= EARLY
        ? Optional.of(
            new Ending(
                Signature.F13,
                "%d unexpected resets in a row with less than a minute of uptime; this one: %s"
                    .formatted(born.early(), reason(born))))
        : Optional.empty();
  }

  private static String reason(Born born) {
    var data = born.resetData();
    return born.reset().replace('_', ' ') + (data == null ? "" : " " + data);
  }

  private record Event(String name, long up) {}

  private static Optional<Event> lastEvent(Map<String, Object> last) {
    return last.get("events") instanceof List<?> events
            && !events.isEmpty()
            && events.getLast() instanceof List<?> pair
            && pair.size() == 2
            && pair.getLast() instanceof Number up
        ? Optional.of(new Event(String.valueOf(pair.getFirst()), up.longValue()))
        : Optional.empty();
  }

  private static boolean above0(@Nullable Long value) {
    return value != null && value > 0;
  }

  private static @Nullable Long number(Map<String, Object> map, String key) {
    return map.get(key) instanceof Number number ? Long.valueOf(number.longValue()) : null;
  }
}
