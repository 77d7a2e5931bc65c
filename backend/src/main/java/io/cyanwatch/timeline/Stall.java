package io.cyanwatch.timeline;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Whether what is received can be stored. While it cannot, the broker keeps what devices say: they
/// seem silent and are not.
final class Stall {

  /// A batch is stored within a second; after this it is stuck. Shorter than any device's patience.
  static final Duration STUCK = Duration.ofSeconds(5);

  private final Clock clock;
  private final Map<Integer, Hand> hands = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Instant> from = new AtomicReference<>();

  /// @param clock that of the deadlines
  Stall(Clock clock) {
    this.clock = clock;
  }

  /// What a writer has in hand.
  ///
  /// @param oldest when the first of it was received
  private record Hand(Instant oldest, Instant since) {}

  void begins(int writer, Instant oldest) {
    hands.put(writer, new Hand(oldest, clock.instant()));
  }

  void ends(int writer) {
    var hand = hands.remove(writer);
    if (hand != null && isStuck(hand)) {
      note(hand);
    }
  }

  /// Whether anything is stuck, or was and nobody has taken that down yet.
  boolean isOn() {
    hands.values().stream().filter(this::isStuck).forEach(this::note);
    return from.get() != null;
  }

  /// Since when nothing could be stored, once it can be again.
  Optional<Instant> over() {
    return isOn() && hands.values().stream().noneMatch(this::isStuck)
        ? Optional.ofNullable(from.get())
        : Optional.empty();
  }

  void takenDown() {
    from.set(null);
  }

  private boolean isStuck(Hand hand) {
    return !clock.instant().isBefore(hand.since.plus(STUCK));
  }

  private void note(Hand hand) {
    from.accumulateAndGet(
        hand.oldest, (known, one) -> known == null || one.isBefore(known) ? one : known);
  }
}
