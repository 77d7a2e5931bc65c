package io.cyanwatch.timeline;

import java.util.Arrays;

/// What the newest records of a boot said, as a digest each, to know a repetition from another
/// record under the same number.
///
/// @param slots by the lowest bits of the number; 0 for unknown
record Digests(int[] slots) {
  /// So many of the newest numbers are remembered.
  static final int KEPT = 16;

  static final Digests NONE = new Digests(new int[KEPT]);

  /// @param max the greatest number so far; -1 for none
  Digests with(long seq, int digest, long max) {
    if (seq <= max - KEPT) {
      return this;
    }
    var grown = slots.clone();
    for (var passed = Math.max(max + 1, seq - KEPT + 1); passed < seq; passed++) {
      grown[slot(passed)] = 0;
    }
    grown[slot(seq)] = digest;
    return new Digests(grown);
  }

  /// Whether the stored record of this number is known to have said something else.
  boolean contradict(long seq, int digest, long max) {
    var known = seq > max - KEPT && seq <= max ? slots[slot(seq)] : 0;
    return known != 0 && digest != 0 && known != digest;
  }

  /// Said once is enough: no more is told of this number.
  Digests forget(long seq) {
    var rest = slots.clone();
    rest[slot(seq)] = 0;
    return new Digests(rest);
  }

  private static int slot(long seq) {
    return (int) (seq & (KEPT - 1));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digests digests && Arrays.equals(slots, digests.slots);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(slots);
  }
}
