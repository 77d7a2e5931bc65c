package io.cyanwatch.simulator;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Wall-clock time that never goes back.
final class Onward implements LongSupplier {
  private final Clock clock = Clock.systemUTC();
  private final AtomicLong latest = new AtomicLong();

  @Override
  public long getAsLong() {
    return latest.accumulateAndGet(clock.millis(), Math::max);
  }
}
