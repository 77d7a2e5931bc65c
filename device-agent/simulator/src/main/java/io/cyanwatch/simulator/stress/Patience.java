package io.cyanwatch.simulator.stress;

import java.time.Duration;

/// How long one request waits for what.
///
/// @param connect until the connection is there
/// @param firstByte from then until the answer begins
/// @param total for all of it
record Patience(Duration connect, Duration firstByte, Duration total) {
  Patience {
    refuse(total, "--timeout");
    refuse(connect, "--connect-timeout");
    refuse(firstByte, "--first-byte-timeout");
  }

  private static void refuse(Duration length, String option) {
    if (length.isNegative() || length.isZero()) {
      throw new IllegalArgumentException(
          option + " must be above 0, was " + length.toMillis() + "ms");
    }
  }
}
