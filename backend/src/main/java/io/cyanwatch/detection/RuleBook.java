package io.cyanwatch.detection;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// Every rule with its version and its default thresholds: the place to register one.
///
/// Each rule has `open_s` and `close_s`: it must hold, and be away, for so long.
final class RuleBook implements IncidentKinds {
  /// @param version raised when the rule's meaning changes
  /// @param maker of a rule about one device; empty for those about many
  record Entry(
      String kind, int version, Thresholds defaults, Optional<Function<Thresholds, Rule>> maker) {}

  private final List<Entry> entries;

  RuleBook(DetectionProperties is) {
    entries =
        List.of(
            rule(
                "offline",
                2,
                Map.of("will_grace_s", s(is.willGrace())),
                0,
                t -> new OfflineRule(t.seconds("will_grace_s"))),
            rule(
                "reboot_loop",
                2,
                Map.of(
                    "boots",
                    (double) is.loopBoots(),
                    "window_s",
                    s(is.loopWindow()),
                    "boots_slow",
                    (double) is.loopBootsSlow(),
                    "window_slow_s",
                    s(is.loopWindowSlow()),
                    "early",
                    (double) is.loopEarly(),
                    "cleared_s",
                    s(is.loopCleared())),
                0,
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
                Map.of(
                    "down_s", s(is.listenerDown()),
                    "probe_gap_s", s(is.probeGap()),
                    "self_probe_fails", 3.0),
                0,
                t ->
                    new DeadListenerRule(
                        t.seconds("down_s"),
                        t.seconds("probe_gap_s"),
                        t.count("self_probe_fails"))),
            rule("listener_suspect", 2, Map.of(), 3, _ -> new SuspectListenerRule()),
            rule(
                "flapping",
                1,
                Map.of("edges", 6.0, "window_s", 1800.0, "stable_s", 1800.0),
                0,
                t ->
                    new FlappingRule(
                        t.count("edges"), t.seconds("window_s"), t.seconds("stable_s"))),
            rule(
                "socket_exhaustion",
                1,
                Map.of("beats", 2.0, "leaked", 2.0),
                0,
                t -> new SocketRule(t.count("beats"), t.count("leaked"))),
            rule(
                "memory_low",
                1,
                Map.of(
                    "block_floor_bytes", 4096.0,
                    "free_floor_bytes", 8192.0,
                    "horizon_s", 86_400.0),
                0,
                t ->
                    new MemoryRule(
                        (long) t.number("block_floor_bytes"),
                        (long) t.number("free_floor_bytes"),
                        t.seconds("horizon_s"))),
            rule(
                "cloud_only",
                1,
                Map.of("patience_s", 300.0),
                0,
                t -> new CloudRule(t.seconds("patience_s"))),
            rule(
                "clone_suspected",
                1,
                Map.of("turns", 3.0, "window_s", 3600.0),
                0,
                t -> new CloneRule(t.count("turns"), t.seconds("window_s"))),
            rule("time_implausible", 1, Map.of(), 0, _ -> new ClockRule()),
            group(UplinkRule.UPLINK, 2, uplink(is, 1)),
            group(UplinkRule.SITE, 2, uplink(is, 2)),
            group(RegressionRule.KIND, 2, Map.of("p", 0.01, "device_days", 20.0, "days", 14.0)),
            group(OwnWatch.KIND, 1, Map.of("patience_s", 30.0)));
  }

  private static Map<String, Double> uplink(DetectionProperties is, int accessPoints) {
    return Map.of(
        "devices", (double) is.uplinkDevices(),
        "share", is.uplinkShare(),
        "window_s", s(is.uplinkWindow()),
        "back", is.uplinkBack(),
        "access_points", (double) accessPoints);
  }

  private static double s(java.time.Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static Entry rule(
      String kind,
      int version,
      Map<String, Double> thresholds,
      double open,
      Function<Thresholds, Rule> maker) {
    var all = new TreeMap<>(thresholds);
    all.put("open_s", open);
    all.put("close_s", 0.0);
    return new Entry(kind, version, new Thresholds(all), Optional.of(maker));
  }

  private static Entry group(String kind, int version, Map<String, Double> thresholds) {
    return new Entry(kind, version, Thresholds.of(thresholds), Optional.empty());
  }

  List<Entry> entries() {
    return entries;
  }

  @Override
  public List<String> kinds() {
    return entries.stream().map(Entry::kind).toList();
  }
}
