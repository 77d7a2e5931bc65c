package io.cyanwatch.detection;

import static java.time.Duration.ZERO;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Every rule with its version and its default thresholds: the place to register one.
///
/// Each rule has `open_s` and `close_s`: it must hold, and be away, for so long.
final class RuleBook implements IncidentKinds {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HALF_HOUR = Duration.ofMinutes(30);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  /// @param version raised when the rule's meaning changes
  /// @param limits of its thresholds, by name
  /// @param maker of a rule about one device; empty for those about many
  record Entry(
      String kind,
      int version,
      Thresholds defaults,
      Map<String, Limits> limits,
      Optional<Function<Thresholds, Rule>> maker) {

    /// What is wrong with a threshold; empty if nothing is.
    Optional<String> complaint(String name, double value) {
      var within = limits.get(name);
      return within == null
          ? Optional.of("This rule knows " + limits.keySet() + ".")
          : within.complaint(value);
    }
  }

  private final List<Entry> entries;

  RuleBook(DetectionProperties is) {
    entries =
        List.of(
            rule(
                "offline",
                2,
                of().time("will_grace_s", is.willGrace(), ZERO, HOUR),
                ZERO,
                t -> new OfflineRule(t.seconds("will_grace_s"))),
            rule(
                "reboot_loop",
                2,
                of().count("boots", is.loopBoots(), 2, DeviceState.BOOTS)
                    .time("window_s", is.loopWindow(), MINUTE, BootMarks.SPAN)
                    .count("boots_slow", is.loopBootsSlow(), 2, DeviceState.BOOTS)
                    .time("window_slow_s", is.loopWindowSlow(), MINUTE, BootMarks.SPAN)
                    .count("early", is.loopEarly(), 1, 1_000)
                    .time("cleared_s", is.loopCleared(), ZERO, DAY),
                ZERO,
                t ->
                    new RebootLoopRule(
                        t.count("boots"),
                        t.seconds("window_s"),
                        t.count("boots_slow"),
                        t.seconds("window_slow_s"),
                        t.count("early"),
                        t.seconds("cleared_s"))),
            rule(
                "dead_listener",
                2,
                of().time("down_s", is.listenerDown(), ZERO, DAY)
                    .time("probe_gap_s", is.probeGap(), ZERO, MINUTE)
                    .count("self_probe_fails", 3, 1, 1_000),
                ZERO,
                t ->
                    new DeadListenerRule(
                        t.seconds("down_s"),
                        t.seconds("probe_gap_s"),
                        t.count("self_probe_fails"))),
            rule(
                "listener_suspect",
                2,
                of(),
                SECOND.multipliedBy(3),
                _ -> new SuspectListenerRule()),
            rule(
                "flapping",
                1,
                of().count("edges", 6, 1, 2 * Unrest.KEPT - 1)
                    .time("window_s", HALF_HOUR, MINUTE, Unrest.SPAN)
                    .time("stable_s", HALF_HOUR, MINUTE, DAY),
                ZERO,
                t ->
                    new FlappingRule(
                        t.count("edges"), t.seconds("window_s"), t.seconds("stable_s"))),
            rule(
                "socket_exhaustion",
                1,
                of().count("beats", 2, 1, Sockets.BEATS).count("leaked", 2, 1, 1_000),
                ZERO,
                t -> new SocketRule(t.count("beats"), t.count("leaked"))),
            rule(
                "memory_low",
                1,
                of().count("block_floor_bytes", 4096, 0, Memory.MOST)
                    .count("free_floor_bytes", 8192, 0, Memory.MOST)
                    .time("horizon_s", DAY, HOUR, DAY.multipliedBy(7)),
                ZERO,
                t ->
                    new MemoryRule(
                        t.count("block_floor_bytes"),
                        t.count("free_floor_bytes"),
                        t.seconds("horizon_s"))),
            rule(
                "cloud_only",
                1,
                of().time("patience_s", MINUTE.multipliedBy(5), ZERO, DAY),
                ZERO,
                t -> new CloudRule(t.seconds("patience_s"))),
            rule(
                "clone_suspected",
                1,
                of().count("turns", 3, 1, Twins.KEPT).time("window_s", HOUR, MINUTE, DAY),
                ZERO,
                t -> new CloneRule(t.count("turns"), t.seconds("window_s"))),
            rule("time_implausible", 1, of(), ZERO, _ -> new ClockRule()),
            group(UplinkRule.UPLINK, 2, uplink(is).count("access_points", 1, 1, 1)),
            group(UplinkRule.SITE, 2, uplink(is).count("access_points", 2, 1, 1_000)),
            group(
                RegressionRule.KIND,
                2,
                of().part("p", 0.01)
                    .factor("ratio", 1.5, 1, 100)
                    .count("device_days", 20, 1, 1_000_000)
                    .count("days", 14, 1, 90)),
            group(OwnWatch.KIND, 1, of().time("patience_s", SECOND.multipliedBy(30), SECOND, DAY)));
  }

  private static Numbers uplink(DetectionProperties is) {
    return of().count("devices", is.uplinkDevices(), 2, 1_000_000)
        .part("share", is.uplinkShare())
        .time("window_s", is.uplinkWindow(), SECOND, HOUR)
        .part("back", is.uplinkBack());
  }

  private static Numbers of() {
    return Numbers.NONE;
  }

  private static Entry rule(
      String kind,
      int version,
      Numbers thresholds,
      Duration open,
      Function<Thresholds, Rule> maker) {
    var all = thresholds.time("open_s", open, ZERO, DAY).time("close_s", ZERO, ZERO, DAY);
    return new Entry(
        kind, version, Thresholds.of(all.defaults()), all.limits(), Optional.of(maker));
  }

  private static Entry group(String kind, int version, Numbers thresholds) {
    return new Entry(
        kind, version, Thresholds.of(thresholds.defaults()), thresholds.limits(), Optional.empty());
  }

  List<Entry> entries() {
    return entries;
  }

  @Override
  public List<String> kinds() {
    return entries.stream().map(Entry::kind).toList();
  }
}
