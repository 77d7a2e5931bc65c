package io.cyanwatch.agent;

import java.util.Comparator;

/// What makes a record unique on this device. Boots sort by their counter, which their name begins
/// with.
record Key(String boot, long seq) implements Comparable<Key> {
  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::boot).thenComparingLong(Key::seq);

  @Override
  public int compareTo(Key other) {
    return ORDER.compare(this, other);
  }
}
