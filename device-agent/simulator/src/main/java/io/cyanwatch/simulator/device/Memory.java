package io.cyanwatch.simulator.device;

import io.cyanwatch.protocol.Health;
import java.util.Random;

/// A heap that shrinks a little with each request and gets it back, as small heaps do; unless it
/// leaks, or crumbles into pieces.
final class Memory {
  private static final long TEETH = 6_000;
  private static final double HOUR_MS = 3_600_000;

  private final Random random;
  private final long size;
  private final Decay decay;
  private final long since;
  private long used;
  private long least;

  Memory(long size, Decay decay, Random random, long now) {
    this.size = size;
    this.decay = decay;
    this.random = random;
    this.since = now;
    this.least = size;
  }

  /// How fast a heap gets worse, in bytes per hour.
  ///
  /// @param leak what is never given back
  /// @param crumble what is free, but no longer in one piece
  public record Decay(long leak, long crumble) {
    public static final Decay NONE = new Decay(0, 0);
  }

  void request() {
    used = (used + 180 + random.nextInt(240)) % TEETH;
  }

  long least(long now) {
    least = Math.min(least, free(now));
    return least;
  }

  Health.Mem snapshot(long now) {
    var free = free(now);
    var block = free * 3 / 5 - lost(decay.crumble(), now);
    return new Health.Mem(free, least(now), Math.max(free / 50, block));
  }

  private long free(long now) {
    return Math.max(0, size - used - lost(decay.leak(), now));
  }

  private long lost(long perHour, long now) {
    return (long) (perHour * ((now - since) / HOUR_MS));
  }
}
