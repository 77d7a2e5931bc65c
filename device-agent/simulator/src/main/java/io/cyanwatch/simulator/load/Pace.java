package io.cyanwatch.simulator.load;

/// How many messages are due. What cannot be sent in time is made up for within a second and
/// skipped after that, so that a broker that was away is not met by a flood of old debts.
final class Pace {
  static final long FLAT_OUT = 0;

  private final long perSecond;
  private long taken;
  private long skipped;

  /// @param perSecond messages, or [#FLAT_OUT]
  Pace(long perSecond) {
    this.perSecond = perSecond;
  }

  boolean isFlatOut() {
    return perSecond == FLAT_OUT;
  }

  /// @param elapsedNs since the first message was allowed
  int due(long elapsedNs) {
    if (isFlatOut()) {
      return Integer.MAX_VALUE;
    }
    var scheduled = (long) (elapsedNs / 1e9 * perSecond);
    var debt = scheduled - taken - skipped;
    if (debt > perSecond) {
      skipped += debt - perSecond;
      debt = perSecond;
    }
    return (int) Math.min(debt, Integer.MAX_VALUE);
  }

  void took(int messages) {
    taken += messages;
  }

  long skipped() {
    return skipped;
  }
}
