package io.cyanwatch.timeline;

import java.time.Duration;
import java.time.Instant;

/// How the uptime of one boot maps to our clock, and whether its own clock may be believed. All in
/// milliseconds.
///
/// @param offset the least (received − uptime) met, let go by the drift each hour; [#UNKNOWN] at
/// first
/// @param anchored the uptime at which `offset` was taken
/// @param clock the (clock − uptime) that was believed last; [#UNKNOWN] while none was
record Dating(long offset, long anchored, long clock) {
  static final long UNKNOWN = Long.MAX_VALUE;
  static final Dating NONE = new Dating(UNKNOWN, 0, UNKNOWN);

  private static final long REANCHOR = Duration.ofHours(1).toMillis();
  private static final long CLOCK_TOLERANCE = Duration.ofDays(1).toMillis();

  /// Crystals of such boards are good to a hundred parts in a million.
  private static final long DRIFT_PER_MILLION = 100;

  /// How far a message may have travelled.
  private static final long JITTER = 250;

  /// The clocks of many boards count whole seconds.
  private static final long GRAIN = 1000;

  /// Learns from a record. One that was held back on its way says little, and is not followed.
  ///
  /// @param newest whether nothing newer of the boot was met
  Dating with(Observation.Stamp stamp, boolean newest) {
    var up = stamp.up().toMillis();
    var met = stamp.receivedAt().toEpochMilli() - up;
    var believed = newest && believes(stamp, newest) ? clockOffset(stamp) : clock;
    if (offset == UNKNOWN || met <= offset) {
      return new Dating(met, up, believed);
    }
    if (up - anchored > REANCHOR) {
      return new Dating(Math.min(met, offset + drift(up)), up, believed);
    }
    return believed == clock ? this : new Dating(offset, anchored, believed);
  }

  /// Whether the device's own clock is sane: near our own, and not going backwards.
  boolean believes(Observation.Stamp stamp, boolean newest) {
    var at = stamp.clock();
    if (at == null
        || Math.abs(at.toEpochMilli() - stamp.receivedAt().toEpochMilli()) > CLOCK_TOLERANCE) {
      return false;
    }
    var up = stamp.up().toMillis();
    return !newest || clock == UNKNOWN || clockOffset(stamp) >= clock - JITTER - GRAIN - drift(up);
  }

  /// When the record was made.
  ///
  /// @param believed whether by its own clock
  Observation.Stamp date(Observation.Stamp stamp, boolean believed) {
    var clock = stamp.clock();
    if (believed && clock != null) {
      return stamp.at(clock, Duration.ofMillis(JITTER));
    }
    var up = stamp.up().toMillis();
    var at = Math.min(offset + up, stamp.receivedAt().toEpochMilli());
    return stamp.at(Instant.ofEpochMilli(at), Duration.ofMillis(JITTER + drift(up)));
  }

  private long drift(long up) {
    return Math.abs(up - anchored) * DRIFT_PER_MILLION / 1_000_000;
  }

  private static long clockOffset(Observation.Stamp stamp) {
    var at = stamp.clock();
    return at == null ? UNKNOWN : at.toEpochMilli() - stamp.up().toMillis();
  }
}
