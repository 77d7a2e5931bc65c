package io.cyanwatch.simulator.play;

import java.util.Comparator;
import java.util.PriorityQueue;

/// What is to happen, in the order in which it does. Acts of one instant keep the order in which
/// they were planned.
final class Agenda {
  private static final Comparator<Entry> ORDER =
      Comparator.comparingLong(Entry::at).thenComparingLong(Entry::number);

  private final PriorityQueue<Entry> ahead = new PriorityQueue<>(ORDER);
  private long now;
  private long planned;

  Agenda(long now) {
    this.now = now;
  }

  private record Entry(long at, long number, Runnable act) {}

  /// Milliseconds since 1970.
  long now() {
    return now;
  }

  void at(long when, Runnable act) {
    ahead.add(new Entry(Math.max(when, now), planned++, act));
  }

  /// Plays the next instant; false when there is none before `end`.
  boolean step(long end) {
    var next = ahead.peek();
    if (next == null || next.at() >= end) {
      now = end;
      return false;
    }
    now = next.at();
    while (next != null && next.at() == now) {
      ahead.remove();
      next.act().run();
      next = ahead.peek();
    }
    return true;
  }
}
