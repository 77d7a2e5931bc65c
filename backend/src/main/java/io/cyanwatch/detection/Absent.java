package io.cyanwatch.detection;

import org.jspecify.annotations.Nullable;

/// What a stored state does not say. Apart from the records that use it: their constants are made
/// of each other, and whichever is loaded first must not find another half made.
final class Absent {
  private Absent() {}

  static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
