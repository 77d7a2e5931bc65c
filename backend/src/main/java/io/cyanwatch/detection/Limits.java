package io.cyanwatch.detection;

import java.util.Optional;

/// Between what a threshold may be set. A state remembers so much and no more: beyond that a rule
/// would never fire, and nobody would know.
///
/// @param least it may be
/// @param most it may be
/// @param whole whether it counts something
record Limits(double least, double most, boolean whole) {

  /// What is wrong with it; empty if nothing is.
  Optional<String> complaint(double value) {
    if (whole && !Double.isNaN(value) && value != Math.rint(value)) {
      return Optional.of("It counts something: give a whole number.");
    }
    // Not the other way round: what is no number is in no order.
    return value >= least && value <= most
        ? Optional.empty()
        : Optional.of("It must be a number from %s to %s.".formatted(plain(least), plain(most)));
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
