package io.cyanwatch.detection;

import java.time.Duration;
import java.time.Instant;

/// How long we must have listened ourselves before silence proves anything.
final class WarmUp {
  private WarmUp() {}

  /// @param since when we began to listen
  /// @param patience how long the device may be silent
  static Instant end(Instant since, Duration patience, Duration least) {
    return since.plus(patience.compareTo(least) > 0 ? patience : least);
  }
}
