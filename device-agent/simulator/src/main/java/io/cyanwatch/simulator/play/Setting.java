package io.cyanwatch.simulator.play;

import java.time.Instant;

/// Where and when a scenario plays.
///
/// @param seed decides everything that is left to chance
/// @param start of the virtual clock; the hour decides who visits
/// @param devices healthy neighbours beside the victims; 0 for as many as the scenario wants
public record Setting(long seed, Instant start, int devices) {

  public Setting {
    if (devices < 0) {
      throw new IllegalArgumentException("devices must not be negative, was " + devices);
    }
  }
}
