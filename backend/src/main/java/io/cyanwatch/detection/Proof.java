package io.cyanwatch.detection;

import io.cyanwatch.detection.Deadlines.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// From when on a deadline proves anything: a device that we could not hear is not silent.
///
/// @param willGrace how long a will waits for the device to come back
/// @param warmUp nobody is declared silent before we have watched for so long
/// @param watching since when we have been listening without a break; empty while we are not
record Proof(Duration willGrace, Duration warmUp, Supplier<Optional<Instant>> watching) {

  /// @param seenAt when the device was last heard
  /// @param due when it came due
  Instant notBefore(Kind kind, DeviceState state, Instant seenAt, Instant due, Instant now) {
    return switch (kind) {
      case SILENCE ->
          state.online() ? later(seenAt.plus(state.patience()), endOfWarmUp(state, now)) : due;
      // A will that came before our own absence may be the broker's, not the device's.
      case WILL -> {
        var severed = state.severed();
        yield severed == null
            ? due
            : isBeforeOurAbsence(severed.at())
                ? endOfWarmUp(state, now)
                : severed.at().plus(willGrace);
      }
      // What we last heard is from before our own absence: it may have changed meanwhile.
      case LOOK ->
          isBeforeOurAbsence(seenAt) && state.online() ? later(due, endOfWarmUp(state, now)) : due;
    };
  }

  private boolean isBeforeOurAbsence(Instant at) {
    return watching.get().map(at::isBefore).orElse(true);
  }

  /// Whether we hear anybody.
  boolean isWatching() {
    return watching.get().isPresent();
  }

  /// Before this moment silence proves nothing: we have not listened for long enough ourselves.
  private Instant endOfWarmUp(DeviceState state, Instant now) {
    return watching
        .get()
        .map(since -> WarmUp.end(since, state.patience(), warmUp))
        .orElse(now.plusSeconds(30));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
