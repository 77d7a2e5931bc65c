package io.cyanwatch.agent;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/// Visits our own server now and then, off the loop; sooner again after a visit that failed.
final class SelfVisits {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long AGAIN_MS = 2_000;

  private final Predicate<Duration> visit;
  private final long everyMs;
  private final Executor loop;
  private long dueAt;
  private long visited;
  private boolean underway;

  /// @param visit whether the server answers; may block
  /// @param every seconds; 0 for never
  SelfVisits(Predicate<Duration> visit, int every, Executor loop) {
    this.visit = visit;
    this.everyMs = every * 1_000L;
    this.loop = loop;
  }

  /// Hears how a visit went.
  interface Ears {
    void probed(boolean answered, long attempt);
  }

  /// @param open whether there is a server to visit
  /// @param attempt which one; a new one is visited at once
  void tick(long now, boolean open, long attempt, Ears ears) {
    var due = now >= dueAt || attempt != visited;
    if (everyMs == 0 || underway || !open || !due) {
      return;
    }
    underway = true;
    visited = attempt;
    Thread.ofVirtual()
        .start(
            () -> {
              var answered = visit.test(PATIENCE);
              loop.execute(() -> done(answered, attempt, ears));
            });
  }

  private void done(boolean answered, long attempt, Ears ears) {
    underway = false;
    dueAt = Ticks.now() + (answered ? everyMs : Math.min(AGAIN_MS, everyMs));
    ears.probed(answered, attempt);
  }
}
