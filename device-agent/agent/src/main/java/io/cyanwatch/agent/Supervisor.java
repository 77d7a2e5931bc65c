package io.cyanwatch.agent;

import io.cyanwatch.protocol.Health;
import io.cyanwatch.protocol.ListenerState;
import java.io.IOException;
import java.util.Random;

/// Keeps a [Listener] listening: opens it, notices its death, and tries again later and later.
final class Supervisor {
  private static final long SHORTEST_MS = 1_000;
  private static final long LONGEST_MS = 60_000;

  private final Listener listener;
  private final Random random;
  private final Ears ears;
  private ListenerState state = ListenerState.STARTING;
  private long due;
  private long backoff = SHORTEST_MS;
  private long gen;
  private long starts;
  private long fails;

  Supervisor(Listener listener, Random random, Ears ears) {
    this.listener = listener;
    this.random = random;
    this.ears = ears;
  }

  /// Hears of the edges.
  interface Ears {
    void up(long gen);

    void down(long gen, String why);

    void failed(String why);
  }

  ListenerState state() {
    return state;
  }

  long gen() {
    return gen;
  }

  /// To be called several times a second.
  void tick(long now) {
    if (state == ListenerState.LISTENING && !listener.alive()) {
      stop("died", now);
    }
    var waits = state == ListenerState.STARTING || state == ListenerState.BACKOFF;
    if (waits && now >= due) {
      start(now);
    }
  }

  /// Closes and opens again, at the next tick.
  void restart(String why, long now) {
    stop(why, now);
  }

  void close() {
    state = ListenerState.DOWN;
    listener.close();
  }

  Health.Listener snapshot(int port, long accepts, long idle) {
    return new Health.Listener(state, port, gen, starts, fails, null, accepts, idle, null, null);
  }

  private void stop(String why, long now) {
    listener.close();
    state = ListenerState.STARTING;
    due = now;
    ears.down(gen, why);
  }

  private void start(long now) {
    starts++;
    try {
      listener.open();
      gen++;
      backoff = SHORTEST_MS;
      state = ListenerState.LISTENING;
      ears.up(gen);
    } catch (IOException e) {
      fails++;
      state = ListenerState.BACKOFF;
      due = now + backoff + random.nextLong(backoff / 5);
      backoff = Math.min(backoff * 2, LONGEST_MS);
      ears.failed(String.valueOf(e.getMessage()));
    }
  }
}
