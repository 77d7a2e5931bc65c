package io.cyanwatch.detection;

import io.cyanwatch.detection.Verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Many devices behind one access point are gone at once while their WiFi was fine: not their
/// fault.
record UplinkRule(int devices, double share, Duration window, double back) {
  static final String KIND = "uplink_lost";

  /// @param lostAt when it went or lost its cloud; null while it is here, or said goodbye
  record Member(String id, @Nullable Instant lostAt) {}

  Verdict judge(String name, List<Member> members) {
    var lost = largestBurst(members);
    if (lost.size() >= devices && lost.size() >= share * members.size()) {
      return fault(name, lost, members.size());
    }
    var here = members.stream().filter(member -> member.lostAt() == null).count();
    return here >= back * members.size()
        ? new Verdict.Clear("%d of %d devices are back.".formatted(here, members.size()))
        : new Verdict.Unsure();
  }

  /// The most members that went within one window.
  private List<Member> largestBurst(List<Member> members) {
    var lost = new ArrayList<Gone>();
    for (var member : members) {
      var at = member.lostAt();
      if (at != null) {
        lost.add(new Gone(member, at));
      }
    }
    lost.sort((a, b) -> a.at().compareTo(b.at()));
    List<Gone> best = List.of();
    var from = 0;
    for (var to = 0; to < lost.size(); to++) {
      while (Duration.between(lost.get(from).at(), lost.get(to).at()).compareTo(window) > 0) {
        from++;
      }
      if (to - from + 1 > best.size()) {
        best = lost.subList(from, to + 1);
      }
    }
    return best.stream().map(Gone::member).toList();
  }

  private record Gone(Member member, Instant at) {}

  private Verdict fault(String name, List<Member> lost, int all) {
    var since = lost.stream().map(Member::lostAt).filter(at -> at != null).min(Instant::compareTo);
    return new Verdict.Fault(
        Severity.CRITICAL,
        since.orElseThrow(),
        "%s lost its uplink: %d of the %d devices behind it went at once, with their WiFi still up."
            .formatted(name, lost.size(), all),
        Verdict.evidence(
            KIND,
            1,
            Map.of(
                "devices", devices,
                "share", share,
                "window_s", window.toSeconds(),
                "back", back),
            Map.of("behind", all, "lost", lost.stream().map(Member::id).toList())));
  }
}
