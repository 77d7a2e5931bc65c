package io.cyanwatch.simulator.device;

import org.jspecify.annotations.Nullable;

/// What outlives a reset because it lies around the device, or in its flash.
final class Surroundings {
  boolean uplink = true;
  boolean vendor = true;
  Memory.Decay decay = Memory.Decay.NONE;
  String application;
  @Nullable Long skew;

  Surroundings(Habits habits) {
    application = habits.application();
    skew = habits.skew();
  }

  @Nullable Long wallClock(long now) {
    var offset = skew;
    return offset == null ? null : now + offset;
  }
}
