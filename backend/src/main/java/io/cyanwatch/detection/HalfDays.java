package io.cyanwatch.detection;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// What happens to a device counts once in half a day: one that loops is one broken device and not
/// a thousand resets. Counted by whole days, a firmware that resets every device every six hours
/// would hardly be told from one that does so once a day.
final class HalfDays {
  private static final long LENGTH = Duration.ofHours(12).toSeconds();
  private static final int MOST = 1_000_000;

  private final Set<String> counted = new HashSet<>();
  private long current = Long.MIN_VALUE;

  /// @param firmware that it happened to: at an update it counts for both
  /// @return whether it counts
  boolean first(String what, long device, String firmware, Instant at) {
    var half = Math.floorDiv(at.getEpochSecond(), LENGTH);
    if (half != current) {
      current = half;
      counted.clear();
    }
    return counted.size() < MOST && counted.add(what + device + '@' + firmware);
  }
}
