package io.cyanwatch.simulator.load;

import java.time.Duration;

/// What a load is to do.
///
/// @param version of MQTT: 3 for 3.1.1, or 5
/// @param window unacknowledged messages of one connection at most
/// @param resends whether what is unacknowledged when a connection breaks is sent again
/// @param rate messages per second, or [Pace#FLAT_OUT]
/// @param messages after which the load ends
/// @param length after which it ends too
record Plan(int version, int window, boolean resends, long rate, long messages, Duration length) {
  static final int LARGEST_WINDOW = 65_535;
  static final Duration FOR_EVER = Duration.ofDays(49);

  Plan {
    if (window < 1 || window > LARGEST_WINDOW) {
      throw new IllegalArgumentException("a window of 1 to 65535 messages, was " + window);
    }
  }

  /// Whether progress is measured in messages, not in time.
  boolean isCounted() {
    return messages != Long.MAX_VALUE;
  }
}
