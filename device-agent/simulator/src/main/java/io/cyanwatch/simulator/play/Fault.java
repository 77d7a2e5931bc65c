package io.cyanwatch.simulator.play;

import java.util.Locale;

/// What may be true of a device over a time.
enum Fault {
  DEAD_LISTENER(30_000, "F2"),
  OFFLINE(75_000, "silence"),
  SOCKET_EXHAUSTION(60_000, "F4"),
  CLOUD_ONLY(300_000, "F7"),
  MEMORY_LOW(0, "leak"),
  TIME_IMPLAUSIBLE(0, "clock");

  private final long leastMs;
  private final String cause;

  Fault(long leastMs, String cause) {
    this.leastMs = leastMs;
    this.cause = cause;
  }

  String kind() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// It must last longer than this to be one.
  long leastMs() {
    return leastMs;
  }

  /// Its usual cause.
  String cause() {
    return cause;
  }
}
