package io.cyanwatch.simulator.testbed;

import io.cyanwatch.simulator.testbed.Visit.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// How one device did. Times are milliseconds since 1970.
final class Score {
  private static final long NOTHING = -1;

  private final Weather weather;
  private final Map<Phase, Integer> failures = new EnumMap<>(Phase.class);
  private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
  private final List<Long> recoveries = new ArrayList<>();
  private int links;
  private long linkAt = NOTHING;
  private long lastOk = NOTHING;

  Score(Weather weather) {
    this.weather = weather;
  }

  /// How one device did, for a report.
  ///
  /// @param failures without a 200, by the worst that the network was meanwhile
  /// @param links how often its link, or its address, went and came back
  /// @param recoveries milliseconds from each return to the first 200 of a request made after it;
  /// returns without any are missing
  /// @param deafSince of the last 200, where the run went on without one for more than `settle`
  record Sum(
      int requests,
      Map<Phase, Integer> failures,
      Map<Outcome, Integer> outcomes,
      int links,
      List<Long> recoveries,
      OptionalLong deafSince) {

    int failed(Phase phase) {
      return failures.getOrDefault(phase, 0);
    }

    int failed() {
      return failures.values().stream().mapToInt(Integer::intValue).sum();
    }

    int count(Outcome outcome) {
      return outcomes.getOrDefault(outcome, 0);
    }

    /// The nearest rank: the value that at least `percent` of all do not exceed.
    OptionalLong recovery(int percent) {
      if (recoveries.isEmpty()) {
        return OptionalLong.empty();
      }
      var rank = Math.max(1, Math.ceilDiv(percent * recoveries.size(), 100));
      return OptionalLong.of(recoveries.stream().sorted().toList().get(rank - 1));
    }
  }

  void visited(Visit visit) {
    outcomes.merge(visit.outcome(), 1, Integer::sum);
    if (!visit.ok()) {
      failures.merge(weather.during(visit.start(), visit.end()), 1, Integer::sum);
      return;
    }
    lastOk = Math.max(lastOk, visit.end());
    if (linkAt != NOTHING && visit.start() >= linkAt) {
      recoveries.add(visit.end() - linkAt);
      linkAt = NOTHING;
    }
  }

  /// The link or the address goes: who has not answered until now never recovered.
  void linkLost() {
    linkAt = NOTHING;
  }

  void linkBack(long now) {
    links++;
    linkAt = now;
  }

  /// @param settleMs how long a healthy device may go without an answer
  Sum sum(long start, long end, long settleMs) {
    var requests = outcomes.values().stream().mapToInt(Integer::intValue).sum();
    var last = Math.max(lastOk, start);
    var deaf = end - last > settleMs ? OptionalLong.of(last) : OptionalLong.empty();
    return new Sum(
        requests, Map.copyOf(failures), Map.copyOf(outcomes), links, List.copyOf(recoveries), deaf);
  }
}
