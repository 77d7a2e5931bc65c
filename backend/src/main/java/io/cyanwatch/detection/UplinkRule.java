package io.cyanwatch.detection;

import io.cyanwatch.detection.Verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Many devices that share a way to us are gone at once while their WiFi was fine: not their fault.
///
/// @param kind `uplink_lost` of one access point, `site_outage` of several
/// @param accessPoints so many of them must have lost devices
record UplinkRule(
    String kind, int devices, double share, Duration window, double back, int accessPoints) {
  static final String UPLINK = "uplink_lost";
  static final String SITE = "site_outage";

  /// So many must be gone behind an access point that makes a site dark.
  private static final int FEW = 2;

  /// Of so many the evidence says when they went.
  private static final int SHOWN = 20;

  /// @param lostAt when it went, or lost its cloud
  /// @param heard whether it lost its cloud alone and speaks to us
  record Gone(String id, String accessPoint, Instant lostAt, boolean heard) {}

  /// @param here those that are well, by access point; those that said goodbye or lost their WiFi
  /// are not counted
  /// @param gone those that went unexplained
  /// @param before those that went in the outage that is open now; empty when none is
  record Group(String name, Map<String, Integer> here, List<Gone> gone, Set<String> before) {

    Group {
      here = Map.copyOf(here);
      gone =
          gone.stream().sorted(Comparator.comparing(Gone::lostAt).thenComparing(Gone::id)).toList();
      before = Set.copyOf(before);
    }

    int everybodyHere() {
      return here.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  Verdict judge(Group group) {
    var missing = new HashSet<>(group.before);
    missing.retainAll(group.gone.stream().map(Gone::id).toList());
    var open = !group.before.isEmpty();
    var returned = group.before.size() - missing.size();
    if (open && returned >= back * group.before.size()) {
      return new Verdict.Clear(
          "%d of %d devices are back.".formatted(returned, group.before.size()));
    }
    var burst = lost(group);
    var enough =
        burst.size() >= devices
            && (kind.equals(SITE) || burst.size() >= share * (group.everybodyHere() + burst.size()))
            && burst.stream().map(Gone::accessPoint).distinct().count() >= accessPoints;
    if (enough) {
      return fault(group, burst);
    }
    return open ? new Verdict.Unsure() : new Verdict.Clear("No more of them are gone than usual.");
  }

  /// Those who went together. Several access points that go at once have one cause, however many
  /// others the site has. A site is dark only behind access points that are dark themselves:
  /// one device that fails elsewhere is its own fault.
  List<Gone> lost(Group group) {
    var burst = burst(group.gone);
    if (!kind.equals(SITE)) {
      return burst;
    }
    var by =
        burst.stream().collect(Collectors.groupingBy(Gone::accessPoint, Collectors.counting()));
    return burst.stream().filter(gone -> dark(group, gone.accessPoint, by)).toList();
  }

  private boolean dark(Group group, String accessPoint, Map<String, Long> by) {
    var lost = by.getOrDefault(accessPoint, 0L);
    var here = group.here.getOrDefault(accessPoint, 0);
    return lost >= FEW && lost >= share * (here + lost);
  }

  /// The most that went within one window; of equal ones the latest.
  private List<Gone> burst(List<Gone> gone) {
    List<Gone> best = List.of();
    var from = 0;
    for (var to = 0; to < gone.size(); to++) {
      while (Duration.between(gone.get(from).lostAt, gone.get(to).lostAt).compareTo(window) > 0) {
        from++;
      }
      if (to - from + 1 >= best.size()) {
        best = gone.subList(from, to + 1);
      }
    }
    return best;
  }

  private Verdict fault(Group group, List<Gone> burst) {
    var all = group.everybodyHere() + burst.size();
    var lost = new ArrayList<>(burst.stream().map(Gone::id).sorted().toList());
    var where = burst.stream().map(Gone::accessPoint).distinct().sorted().toList();
    var site = kind.equals(SITE);
    var heard = burst.stream().filter(Gone::heard).count();
    var cloud = heard == burst.size();
    var summary =
        cloud
            ? "%d of the %d devices of %s lost their vendor's cloud at once; all of them are still heard here."
                .formatted(burst.size(), all, group.name)
            : site
                ? "%s lost %d of its %d access points at once: %d of its %d devices went."
                    .formatted(group.name, where.size(), points(group, where), burst.size(), all)
                : "%s lost its uplink: %d of the %d devices behind it went at once, with their WiFi still up."
                    .formatted(group.name, burst.size(), all);
    var facts =
        new Facts()
            .put("behind", all)
            .put("first", burst.getFirst().lostAt.toString())
            .put("last", burst.getLast().lostAt.toString())
            .put("access_points", site ? where : null)
            .put("lost", lost)
            .put("went", burst.stream().limit(SHOWN).map(UplinkRule::shown).toList())
            .put("still_heard", heard == 0 ? null : heard);
    sign(burst, all, cloud, facts);
    return Verdict.fault(Severity.CRITICAL, burst.getFirst().lostAt, summary, facts);
  }

  /// Who loses its cloud alone reaches the broker still: the uplink that is gone, if one is, lies
  /// beyond it.
  private static void sign(List<Gone> burst, int all, boolean cloud, Facts facts) {
    var within = Duration.between(burst.getFirst().lostAt, burst.getLast().lostAt).toSeconds();
    if (cloud) {
      facts.signed(
          Signature.F7,
          "%d of %d devices lost their cloud within %d s and are still heard: the broker is on this side of the lost uplink, or the vendor's cloud is away"
              .formatted(burst.size(), all, within));
    } else {
      facts.signed(
          Signature.F9,
          "%d of %d devices went within %d s, and their last word was that WiFi was ready"
              .formatted(burst.size(), all, within));
    }
  }

  private static Map<String, Object> shown(Gone gone) {
    return new TreeMap<>(Map.of("at", gone.lostAt.toString(), "device", gone.id));
  }

  private static long points(Group group, List<String> dark) {
    return Stream.concat(group.here.keySet().stream(), dark.stream())
        .filter(point -> !point.isEmpty())
        .distinct()
        .count();
  }
}
