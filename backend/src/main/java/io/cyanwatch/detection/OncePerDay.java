package io.cyanwatch.detection;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;

/// What happens to a device counts once a day: one that loops is one broken device and not a
/// thousand resets.
final class OncePerDay {
  private static final int MOST = 1_000_000;

  private final Set<String> counted = new HashSet<>();
  private LocalDate today = LocalDate.EPOCH;

  /// @param firmware that it happened to: on the day of an update it counts for both
  /// @return whether it counts
  boolean first(String what, long device, String firmware, Instant at) {
    var day = LocalDate.ofInstant(at, ZoneOffset.UTC);
    if (!day.equals(today)) {
      today = day;
      counted.clear();
    }
    return counted.size() < MOST && counted.add(what + device + '@' + firmware);
  }
}
