package io.cyanwatch.agent;

import io.cyanwatch.protocol.Health;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What the web server counts since the boot; safe from any thread.
final class Tally {
  final AtomicLong accepts = new AtomicLong();
  final AtomicLong rejected = new AtomicLong();
  final AtomicLong idleTimeouts = new AtomicLong();
  final AtomicLong headerTimeouts = new AtomicLong();
  final AtomicLong resets = new AtomicLong();
  final AtomicLong truncated = new AtomicLong();
  private final AtomicLong ok = new AtomicLong();
  private final AtomicLong clientErrors = new AtomicLong();
  private final AtomicLong serverErrors = new AtomicLong();
  private final AtomicLong worst = new AtomicLong();
  private final AtomicInteger peak = new AtomicInteger();

  void opened(int open) {
    peak.accumulateAndGet(open, Math::max);
  }

  void answered(int status, long ms) {
    switch (status / 100) {
      case 4 -> clientErrors.incrementAndGet();
      case 5 -> serverErrors.incrementAndGet();
      default -> ok.incrementAndGet();
    }
    worst.accumulateAndGet(ms, Math::max);
  }

  Health.Clients clients(int open, int max, long oldest) {
    return new Health.Clients(
        open,
        max,
        peak.get(),
        rejected.get(),
        idleTimeouts.get(),
        headerTimeouts.get(),
        resets.get(),
        null,
        null,
        oldest);
  }

  /// The slowest request counts for one heartbeat.
  Health.Http http() {
    return new Health.Http(
        ok.get() + clientErrors.get() + serverErrors.get(),
        ok.get(),
        clientErrors.get(),
        serverErrors.get(),
        truncated.get(),
        worst.getAndSet(0));
  }
}
