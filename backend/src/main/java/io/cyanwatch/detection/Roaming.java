package io.cyanwatch.detection;

import io.cyanwatch.detection.DeviceState.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Whether a device fell ill soon after it had changed its channel or its access point.
final class Roaming {
  private static final Duration SOON = Duration.ofSeconds(60);

  private Roaming() {}

  /// The record that shows the change; empty when there was none, or not in the minute before.
  static Optional<Trace> before(Network network, Instant ill) {
    return Optional.ofNullable(network.moved())
        .filter(moved -> !moved.at().isAfter(ill) && !moved.at().plus(SOON).isBefore(ill));
  }

  static void sign(Trace moved, Instant ill, String how, Facts facts) {
    facts
        .record(moved)
        .signed(
            Signature.F14,
            "its channel or access point changed at %s, %d s before; %s"
                .formatted(moved.at(), Duration.between(moved.at(), ill).toSeconds(), how));
  }
}
