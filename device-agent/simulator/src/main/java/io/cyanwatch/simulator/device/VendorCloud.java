package io.cyanwatch.simulator.device;

import io.cyanwatch.protocol.Health;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// The device's session with its vendor's cloud, in one boot. A lost uplink is noticed only when
/// the keep-alive runs out.
final class VendorCloud {
  private static final long RETRY_MS = 8_000;

  private final Random random;
  private final boolean vendor;
  private final long notice;
  private boolean up;
  private boolean heard;
  private long drops;
  private long tries;
  private long lastRx;
  private long lostAt;
  private long retryAt;

  VendorCloud(Habits habits, Random random, long now) {
    this.random = random;
    this.vendor = habits.vendor();
    var spread = habits.noticeSpread();
    this.notice = habits.notice() + (spread > 0 ? random.nextLong(spread) : 0L);
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
    return up && now - lastRx >= notice;
  }

  /// When [#pass] has something to do next.
  long due(boolean bytes) {
    if (up) {
      return bytes ? Long.MAX_VALUE : lastRx + notice;
    }
    return heard ? retryAt : Long.MAX_VALUE;
  }

  void lost(long now) {
    up = false;
    drops++;
    lostAt = now;
  }

  long lastRx() {
    return lastRx;
  }

  long sinceRx(long now) {
    return now - lastRx;
  }

  /// Zero for as long as it was never lost.
  long sinceLost(long now) {
    return drops == 0 ? 0 : now - lostAt;
  }

  /// Before the first connect of a boot is through, up or down would both be a lie. Nothing at all
  /// for a device that has no such cloud.
  Health.@Nullable Cloud snapshot() {
    return !vendor
        ? null
        : new Health.Cloud(heard ? up : null, drops, tries, up ? 32 + random.nextInt(25) : null);
  }
}
