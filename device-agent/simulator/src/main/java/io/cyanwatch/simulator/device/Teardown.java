package io.cyanwatch.simulator.device;

import java.util.Random;

/// What Device OS before 0.7.0 does when its cloud stays away: it tears the whole network down to
/// build it up again. Every socket is freed below the application, which holds on to them; about
/// one teardown in three ends in a hard fault.
final class Teardown {
  private static final int SOONEST_MS = 30_000;
  private static final int SPREAD_MS = 150_000;
  private static final int AGAIN_MS = 600_000;
  private static final int SHARE = 3;

  private final Random random;
  private long at = Long.MAX_VALUE;

  Teardown(Random random) {
    this.random = random;
  }

  /// The cloud is gone; the network goes half a minute to three after the last byte.
  void cloudLost(long lastByte, long now) {
    at = Math.max(now + 1_000, lastByte + SOONEST_MS + random.nextInt(SPREAD_MS));
  }

  void cloudBack() {
    at = Long.MAX_VALUE;
  }

  long due() {
    return at;
  }

  /// True once for each teardown.
  boolean strikes(long now) {
    if (now < at) {
      return false;
    }
    at = now + AGAIN_MS + random.nextInt(AGAIN_MS);
    return true;
  }

  /// Whether this one meets a socket that is in use. Without a client ever accepted there is none.
  boolean kills(long accepts) {
    return accepts > 0 && random.nextInt(SHARE) == 0;
  }
}
