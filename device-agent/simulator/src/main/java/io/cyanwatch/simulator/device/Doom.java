package io.cyanwatch.simulator.device;

import java.util.Random;

/// The crash of old firmware, several times in a row: the cloud falls silent while WiFi stays
/// ready, and some seconds later the teardown of the network uses what it has freed.
final class Doom {
  /// Bytes stop so long after a boot: the device has just come up whole.
  static final long RESPITE_MS = 7_000;

  /// The crash follows the last byte after this time, and up to [#SPREAD_MS] more.
  static final long STRIKE_MS = 18_500;

  static final int SPREAD_MS = 3_000;

  private final Random random;
  private int left;
  private long silentFrom;
  private long strikeAt;

  Doom(Random random) {
    this.random = random;
  }

  void begin(int times, long now) {
    left = times;
    silence(now);
  }

  void booted(long now) {
    silence(now + RESPITE_MS);
  }

  boolean silences(long now) {
    return left > 0 && now >= silentFrom;
  }

  /// True once for each crash.
  boolean strikes(long now) {
    if (!silences(now) || now < strikeAt) {
      return false;
    }
    left--;
    return true;
  }

  long due(long now) {
    if (left == 0) {
      return Long.MAX_VALUE;
    }
    return now < silentFrom ? silentFrom : strikeAt;
  }

  private void silence(long from) {
    silentFrom = from;
    strikeAt = from + STRIKE_MS + random.nextInt(SPREAD_MS);
  }
}
