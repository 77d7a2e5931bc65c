package io.cyanwatch.agent;

/// When the next heartbeat is due: more often, and at once, while the server is not well.
final class Rhythm {
  private static final int DEGRADED_S = 10;

  private int interval;
  private long nextAt;
  private boolean degraded;

  /// @param interval seconds
  Rhythm(int interval) {
    this.interval = interval;
  }

  int interval() {
    return interval;
  }

  /// @param seconds between heartbeats from now on
  void change(int seconds, long now) {
    interval = seconds;
    nextAt = Math.min(nextAt, now + seconds * 1_000L);
  }

  boolean due(long now, boolean bad) {
    if (bad != degraded) {
      degraded = bad;
      nextAt = Math.min(nextAt, now + 1_000);
    }
    if (now < nextAt) {
      return false;
    }
    nextAt = now + (bad ? Math.min(DEGRADED_S, interval) : interval) * 1_000L;
    return true;
  }
}
