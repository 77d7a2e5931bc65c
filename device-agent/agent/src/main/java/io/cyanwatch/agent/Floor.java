package io.cyanwatch.agent;

/// Notices when free memory falls below a twentieth of all; once more only after a tenth was free.
final class Floor {
  private static final int LOW = 20;
  private static final int WELL = 10;

  private boolean low;

  /// Whether the floor has just been crossed on the way down.
  boolean crossed(long free, long total) {
    var before = low;
    low = low ? free < total / WELL : free < total / LOW;
    return low && !before;
  }
}
