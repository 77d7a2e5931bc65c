package io.cyanwatch.timeline;

import java.util.Comparator;

/// A stored heartbeat. Times in milliseconds since 1970.
///
/// @param boot the number of its boot
/// @param up milliseconds
/// @param error milliseconds
/// @param body the message as sent, as CBOR, without what stands beside it here
record Sample(
    long at, long receivedAt, int boot, long seq, long conn, long up, long error, byte[] body) {
  static final long HOUR = 3_600_000;

  static final Comparator<Sample> IN_ORDER =
      Comparator.comparingLong(Sample::at)
          .thenComparingInt(Sample::boot)
          .thenComparingLong(Sample::seq);

  /// The beginning of the hour in which `at` lies.
  static long hour(long at) {
    return Math.floorDiv(at, HOUR) * HOUR;
  }

  long hour() {
    return hour(at);
  }
}
