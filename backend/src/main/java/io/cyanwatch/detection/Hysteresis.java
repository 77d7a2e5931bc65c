package io.cyanwatch.detection;

import io.cyanwatch.detection.DeviceState.Hold;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A fault is known when it has held for its open delay, and over when it has been away for its
/// close delay. Whatever bounces inside them makes no noise.
record Hysteresis(Duration open, Duration close) {

  /// @param hold what to remember; null for nothing
  /// @param said what others hear of it; empty for nothing
  /// @param due when to look again
  record Step(@Nullable Hold hold, Optional<Verdict> said, Optional<Instant> due) {}

  /// When its delay is over; empty when none runs.
  Optional<Instant> ripe(Hold hold) {
    if (!hold.open()) {
      return Optional.of(hold.since().plus(open));
    }
    return Optional.ofNullable(hold.clearing()).map(since -> since.plus(close));
  }

  Step step(@Nullable Hold hold, Verdict verdict, Instant now) {
    return switch (verdict) {
      case Verdict.Fault fault -> fault(hold, fault, now);
      case Verdict.Clear clear -> clear(hold, clear, now);
      case Verdict.Unsure _, Verdict.Hindsight _ -> unsure(hold);
    };
  }

  private Step fault(@Nullable Hold hold, Verdict.Fault fault, Instant now) {
    if (hold != null && hold.open()) {
      return new Step(new Hold(hold.since(), true, null), Optional.of(fault), Optional.empty());
    }
    var since = hold == null ? now : hold.since();
    var ripe = since.plus(open);
    return now.isBefore(ripe)
        ? new Step(new Hold(since, false, null), Optional.empty(), Optional.of(ripe))
        : new Step(new Hold(since, true, null), Optional.of(fault), Optional.empty());
  }

  private Step clear(@Nullable Hold hold, Verdict.Clear clear, Instant now) {
    if (hold == null || !hold.open()) {
      return new Step(null, Optional.empty(), Optional.empty());
    }
    var since = hold.clearing() == null ? now : hold.clearing();
    var ripe = since.plus(close);
    return now.isBefore(ripe)
        ? new Step(new Hold(hold.since(), true, since), Optional.empty(), Optional.of(ripe))
        : new Step(null, Optional.of(clear), Optional.empty());
  }

  /// What only might hold is not known for long enough; what is known stays.
  private static Step unsure(@Nullable Hold hold) {
    return hold == null || !hold.open()
        ? new Step(null, Optional.empty(), Optional.empty())
        : new Step(hold, Optional.empty(), Optional.empty());
  }
}
