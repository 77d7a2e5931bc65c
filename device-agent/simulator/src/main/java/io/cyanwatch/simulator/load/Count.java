package io.cyanwatch.simulator.load;

import io.cyanwatch.simulator.load.Verification.Findings;
import io.cyanwatch.simulator.load.Verification.Wrong;
import java.util.ArrayList;
import java.util.List;

/// The sums of a verification while they grow.
final class Count {
  private final int most;
  private final List<Wrong> examples = new ArrayList<>();
  long sent;
  long acknowledged;
  long stored;
  long lost;
  long doubled;
  long unexpected;
  long excused;
  long unacknowledged;
  long afterwards;

  Count(int most) {
    this.most = most;
  }

  /// Makes an example only while there is room for it.
  interface Maker {
    Wrong make(String what, int seq);
  }

  void example(String what, Maker maker, int seq) {
    if (examples.size() < most) {
      examples.add(maker.make(what, seq));
    }
  }

  Findings findings(long foreign) {
    return new Findings(
        sent,
        acknowledged,
        stored,
        lost,
        doubled,
        unexpected,
        excused,
        unacknowledged,
        afterwards,
        foreign,
        List.copyOf(examples));
  }
}
