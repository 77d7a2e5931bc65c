package io.cyanwatch.agent;

import io.cyanwatch.protocol.Health;

/// How regularly the loop goes round.
final class Pulse {
  private static final long STALL_MS = 1_000;

  private long last = -1;
  private long since;
  private long ticks;
  private long worst;
  private long stalls;

  /// Returns the gap in ms when it was a stall, else 0.
  long tick(long now) {
    var gap = last < 0 ? 0 : now - last;
    last = now;
    ticks++;
    worst = Math.max(worst, gap);
    if (gap <= STALL_MS) {
      return 0;
    }
    stalls++;
    return gap;
  }

  /// Since the last snapshot, but for the stalls, which are counted since the boot.
  Health.Loop snapshot(long now) {
    var span = Math.max(1, now - since);
    var snapshot = new Health.Loop((int) (ticks * 1_000 / span), worst, stalls);
    since = now;
    ticks = 0;
    worst = 0;
    return snapshot;
  }
}
