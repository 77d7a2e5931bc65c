package io.cyanwatch.detection;

import java.time.Instant;
import java.util.Optional;

/// A pure function of a device's state: it knows no clock, no store and no log.
interface Rule {

  /// The kind of the incidents that it opens.
  String kind();

  Verdict judge(DeviceState state, Surroundings around, Instant now);

  /// When time alone may change the verdict; empty when only news can. A moment that has passed is
  /// ignored.
  default Optional<Instant> due(DeviceState state, Instant now) {
    return Optional.empty();
  }
}
