package io.cyanwatch.simulator.stress;

import java.time.Duration;

/// How long one request waits for what.
///
/// @param connect until the connection is there
/// @param firstByte from then until the answer begins
/// @param total for all of it
record Patience(Duration connect, Duration firstByte, Duration total) {
  Patience {
    if (connect.isNegative() || connect.isZero()) {
      throw new IllegalArgumentException("--connect-timeout must be above 0, was " + connect);
    }
    if (firstByte.isNegative() || firstByte.isZero()) {
      throw new IllegalArgumentException("--first-byte-timeout must be above 0, was " + firstByte);
    }
    if (total.isNegative() || total.isZero()) {
      throw new IllegalArgumentException("--timeout must be above 0, was " + total);
    }
  }
}
