package io.cyanwatch.simulator;

import io.cyanwatch.protocol.Health;
import java.util.Random;

/// A heap that shrinks a little with each request and gets it back, as small heaps do.
final class Memory {
  private static final long TEETH = 6_000;

  private final Random random;
  private final long size;
  private long used;
  private long least;

  Memory(long size, Random random) {
    this.size = size;
    this.random = random;
    this.least = size;
  }

  void request() {
    used = (used + 180 + random.nextInt(240)) % TEETH;
    least = Math.min(least, size - used);
  }

  long least() {
    return least;
  }

  Health.Mem snapshot() {
    return new Health.Mem(size - used, least, (size - used) * 3 / 5);
  }
}
