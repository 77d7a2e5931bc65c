package io.cyanwatch.detection;

import io.cyanwatch.detection.Verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Two boots take turns under one name, or one place in a boot was used twice.
record CloneRule(int turns, Duration window) implements Rule {

  @Override
  public String kind() {
    return "clone_suspected";
  }

  @Override
  public Verdict judge(DeviceState state, Surroundings around, Instant now) {
    var all = state.twins().turns();
    if (all.isEmpty() || !now.isBefore(all.getLast().at().plus(window))) {
      return new Verdict.Clear("Only one of them spoke for %d min.".formatted(window.toMinutes()));
    }
    var last = all.getLast().at();
    var recent = all.stream().filter(turn -> turn.at().isAfter(last.minus(window))).toList();
    if (recent.size() < turns) {
      return new Verdict.Unsure();
    }
    var boots = recent.stream().map(DeviceState.Trace::boot).distinct().sorted().toList();
    return Verdict.fault(
        Severity.CRITICAL,
        recent.getFirst().at(),
        "Two devices seem to share this name: their boots take turns.",
        new Facts()
            .put("turns", recent.size())
            .put("boots", boots)
            .put("last", last.toString())
            .records(recent)
            .signed(
                Signature.F17,
                "%d times a boot spoke on a new connection after another boot had begun, or a place in a boot was used twice"
                    .formatted(recent.size())));
  }

  @Override
  public Optional<Instant> due(DeviceState state, Instant now) {
    var all = state.twins().turns();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast().at().plus(window));
  }
}
