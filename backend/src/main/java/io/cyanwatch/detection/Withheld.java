package io.cyanwatch.detection;

import io.cyanwatch.detection.DeviceState.Hold;
import io.cyanwatch.detection.Judgement.Opinion;
import io.cyanwatch.detection.Rules.Findings;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Faults that only another order of the records shows. Others hear of them when no more records
/// have come for a while, or with the next that comes in its turn: what is on its way may disprove
/// them.
final class Withheld {
  private Withheld() {}

  static boolean isFault(Opinion opinion) {
    return opinion.verdict() instanceof Verdict.Fault;
  }

  /// What was just said to hold and did not before the records were put in order, by its hold.
  static Set<String> newer(
      DeviceState base, DeviceState state, List<Opinion> said, List<Opinion> shadowed) {
    var holds = new TreeSet<String>();
    said.stream().filter(Withheld::isFault).forEach(o -> holds.add(o.kind()));
    shadowed.stream().filter(Withheld::isFault).forEach(o -> holds.add(Rules.shadow(o.kind())));
    holds.removeIf(hold -> !state.holds(hold) || base.holds(hold));
    return holds;
  }

  /// To be looked at then.
  static DeviceState until(Instant until, Set<String> newer, DeviceState state) {
    if (newer.isEmpty()) {
      return state;
    }
    var holds = new TreeMap<>(state.holds());
    holds.replaceAll((key, hold) -> newer.contains(key) ? told(hold, until) : hold);
    var folding = new Folding(state);
    folding.hold(holds);
    folding.look(until);
    return folding.state();
  }

  private static Hold told(Hold hold, @Nullable Instant withheld) {
    return new Hold(hold.since(), hold.open(), hold.clearing(), withheld);
  }

  /// What was withheld and is not sure any more is told as it was; nothing is, if it was not sure
  /// then.
  ///
  /// @param before what was found just before
  static void tell(Findings findings, Supplier<Findings> before) {
    var holds = findings.holds();
    var unsure = new TreeSet<String>();
    holds.forEach((key, hold) -> unsure.addAll(hold.withheld() == null ? Set.of() : Set.of(key)));
    if (unsure.isEmpty()) {
      return;
    }
    var was = before.get();
    for (var key : unsure) {
      var shadow = Rules.isShadow(key);
      var fault =
          (shadow ? was.shadowed() : was.said())
              .stream().filter(o -> isFault(o) && o.kind().equals(Rules.kind(key))).findFirst();
      fault.ifPresent((shadow ? findings.shadowed() : findings.said())::add);
      holds.computeIfPresent(key, (_, hold) -> fault.isPresent() ? told(hold, null) : null);
    }
  }
}
