package io.cyanwatch.simulator;

import io.cyanwatch.protocol.Health;
import java.util.Random;

/// The device's session with its vendor's cloud, in one boot. A lost uplink is noticed only when
/// the keep-alive runs out.
final class VendorCloud {
  static final long NOTICE_MS = 14_000;
  private static final long RETRY_MS = 8_000;

  private final Random random;
  private boolean up;
  private boolean heard;
  private long drops;
  private long tries;
  private long lastRx;
  private long lostAt;
  private long retryAt;

  VendorCloud(Random random, long now) {
    this.random = random;
    this.lastRx = now;
  }

  boolean up() {
    return up;
  }

  void connecting(long now) {
    tries++;
    retryAt = now + RETRY_MS;
  }

  void connected(long now) {
    up = true;
    heard = true;
    lastRx = now;
  }

  /// Lets time pass with or without bytes coming in; true when the session is found dead just now.
  boolean pass(long now, boolean bytes) {
    if (up && bytes) {
      lastRx = now;
    }
    if (!up && heard && now >= retryAt) {
      connecting(now);
    }
    return up && now - lastRx >= NOTICE_MS;
  }

  void lost(long now) {
    up = false;
    drops++;
    lostAt = now;
  }

  long sinceRx(long now) {
    return now - lastRx;
  }

  /// Zero for as long as it was never lost.
  long sinceLost(long now) {
    return drops == 0 ? 0 : now - lostAt;
  }

  /// Before the first connect of a boot is through, up or down would both be a lie.
  Health.Cloud snapshot() {
    return new Health.Cloud(heard ? up : null, drops, tries, up ? 32 + random.nextInt(25) : null);
  }
}
