package io.cyanwatch.simulator.testbed;

import io.cyanwatch.simulator.testbed.Fault.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What came out of a run.
///
/// @param start of the run, milliseconds since 1970
/// @param end of the run
/// @param faults that were begun
/// @param lengths milliseconds in each phase
/// @param crashes how often each server's process ended by itself
record Findings(
    long seed,
    long start,
    long end,
    long settleMs,
    List<Fault> faults,
    Map<Phase, Long> lengths,
    Map<Server, Score.Sum> scores,
    Map<Server, Integer> crashes,
    Ledger.Sum ledger) {

  long faults(Kind kind) {
    return faults.stream().filter(it -> it.kind() == kind).count();
  }

  Score.Sum score(Server server) {
    return Objects.requireNonNull(scores.get(server));
  }

  int crashes(Server server) {
    return crashes.getOrDefault(server, 0);
  }

  /// Where the hardened agent fell short, in sentences; empty when it kept its promise.
  List<String> shortcomings() {
    var agent = score(Server.HARDENED);
    var counts = new EnumMap<Promise, Integer>(Promise.class);
    counts.put(Promise.ANSWERS, agent.failed(Phase.ALL_UP));
    counts.put(Promise.NEEDS_NO_CLOUD, agent.failed(Phase.UPLINK_PULLED));
    counts.put(Promise.COMES_BACK, agent.links() - agent.recoveries().size());
    counts.put(Promise.LIVES, crashes(Server.HARDENED));
    counts.put(Promise.LOSES_NOTHING, ledger.missing());
    counts.put(Promise.SPEAKS, ledger.records() == 0 ? 1 : 0);
    return counts.entrySet().stream()
        .filter(it -> it.getValue() > 0)
        .map(it -> it.getKey().broken.formatted(it.getValue()))
        .toList();
  }

  private enum Promise {
    ANSWERS("%d requests failed although all was up."),
    NEEDS_NO_CLOUD("%d requests failed although only the uplink was pulled."),
    COMES_BACK("%d times the link came back and the listener did not."),
    LIVES("The process ended by itself %d times."),
    LOSES_NOTHING("%d records neither reached the broker nor were declared lost."),
    SPEAKS("The broker got no record (%d check failed).");

    private final String broken;

    Promise(String broken) {
      this.broken = broken;
    }
  }
}
