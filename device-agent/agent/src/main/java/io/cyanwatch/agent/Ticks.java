package io.cyanwatch.agent;

/// Monotonic milliseconds of this process.
final class Ticks {
  private static final long START = System.nanoTime();

  private Ticks() {}

  static long now() {
    return (System.nanoTime() - START) / 1_000_000;
  }
}
