package io.cyanwatch.simulator.load;

import java.util.random.RandomGenerator;

/// How long a connection waits before the next try: 100 ms, doubled up to 5 s, with half of it left
/// to chance so that a thousand connections do not come back at once.
final class Backoff {
  static final long SHORTEST_NS = 100_000_000L;
  static final long LONGEST_NS = 5_000_000_000L;

  private final RandomGenerator random;
  private long next = SHORTEST_NS;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  long nextNs() {
    var wait = next / 2 + random.nextLong(next / 2 + 1);
    next = Math.min(next * 2, LONGEST_NS);
    return wait;
  }

  void reset() {
    next = SHORTEST_NS;
  }
}
