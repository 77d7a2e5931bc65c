package io.cyanwatch.detection;

import io.cyanwatch.detection.DeviceState.Trace;
import io.cyanwatch.detection.Verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Its link breaks and comes back, again and again: one fault, however often.
record FlappingRule(int edges, Duration window, Duration stable) implements Rule {

  @Override
  public String kind() {
    return "flapping";
  }

  @Override
  public Verdict judge(DeviceState state, Surroundings around, Instant now) {
    var own = own(state, around);
    if (own.isEmpty()) {
      return new Verdict.Clear("Its link was stable.");
    }
    var last = own.getLast().at();
    if (!now.isBefore(last.plus(stable))) {
      return state.online()
          ? new Verdict.Clear("Stable for %d min.".formatted(stable.toMinutes()))
          : new Verdict.Unsure();
    }
    var recent = own.stream().filter(b -> b.at().isAfter(last.minus(window))).toList();
    return 2 * recent.size() > edges ? fault(recent, state) : new Verdict.Unsure();
  }

  private Verdict fault(List<Trace> recent, DeviceState state) {
    var first = recent.getFirst().at();
    var minutes = Math.max(1, Duration.between(first, recent.getLast().at()).toMinutes());
    var facts =
        new Facts()
            .put("breaks", recent.size())
            .put("edges", 2 * recent.size())
            .put("first", first.toString())
            .put("last", recent.getLast().at().toString())
            .put("wifi_downs", state.network().downs())
            .records(recent);
    return Verdict.fault(
        Severity.WARNING,
        first,
        "Its link broke and came back %d times in %d min.".formatted(recent.size(), minutes),
        facts);
  }

  /// What happened to all around it is not its own unrest.
  private static List<Trace> own(DeviceState state, Surroundings around) {
    return state.unrest().breaks().stream().filter(b -> !around.explained(b.at())).toList();
  }

  @Override
  public Optional<Instant> due(DeviceState state, Instant now) {
    var breaks = state.unrest().breaks();
    return breaks.isEmpty() || !state.holds().containsKey(kind())
        ? Optional.empty()
        : Optional.of(breaks.getLast().at().plus(stable));
  }
}
