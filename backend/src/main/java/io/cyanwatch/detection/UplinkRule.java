package io.cyanwatch.detection;

import io.cyanwatch.detection.Verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Many devices that share a way to us are gone at once while their WiFi was fine: not their fault.
///
/// @param kind `uplink_lost` of one access point, `site_outage` of several
/// @param accessPoints so many of them must have lost devices
record UplinkRule(
    String kind, int devices, double share, Duration window, double back, int accessPoints) {
  static final String UPLINK = "uplink_lost";
  static final String SITE = "site_outage";

  /// @param lostAt when it went, or lost its cloud
  record Gone(String id, String accessPoint, Instant lostAt) {}

  /// @param here those that are well; those that said goodbye or lost their WiFi are not counted
  /// @param gone those that went unexplained
  /// @param before those that went in the outage that is open now; empty when none is
  record Group(String name, int here, List<Gone> gone, Set<String> before) {

    Group {
      gone = gone.stream().sorted(Comparator.comparing(Gone::lostAt).thenComparing(Gone::id)).toList();
      before = Set.copyOf(before);
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
    var burst = burst(group.gone);
    var enough =
        burst.size() >= devices
            && burst.size() >= share * (group.here + burst.size())
            && burst.stream().map(Gone::accessPoint).distinct().count() >= accessPoints;
    if (enough) {
      return fault(group, burst);
    }
    return open ? new Verdict.Unsure() : new Verdict.Clear("No more of them are gone than usual.");
  }

  /// The most that went within one window; of equal ones the latest.
  List<Gone> burst(List<Gone> gone) {
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
    var all = group.here + burst.size();
    var lost = new ArrayList<>(burst.stream().map(Gone::id).sorted().toList());
    var where = burst.stream().map(Gone::accessPoint).distinct().sorted().toList();
    var site = kind.equals(SITE);
    var summary =
        site
            ? "%s went dark: %d of its %d devices behind %d access points went at once."
                .formatted(group.name, burst.size(), all, where.size())
            : "%s lost its uplink: %d of the %d devices behind it went at once, with their WiFi still up."
                .formatted(group.name, burst.size(), all);
    var facts =
        new Facts()
            .put("behind", all)
            .put("first", burst.getFirst().lostAt.toString())
            .put("last", burst.getLast().lostAt.toString())
            .put("access_points", site ? where : null)
            .put("lost", lost)
            .signed(
                Signature.F9,
                "%d of %d devices went within %d s, and their last word was that WiFi was ready"
                    .formatted(
                        burst.size(),
                        all,
                        Duration.between(burst.getFirst().lostAt, burst.getLast().lostAt)
                            .toSeconds()));
    return Verdict.fault(Severity.CRITICAL, burst.getFirst().lostAt, summary, facts);
  }
}
