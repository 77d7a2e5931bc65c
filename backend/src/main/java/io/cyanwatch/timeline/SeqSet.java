package io.cyanwatch.timeline;

import java.util.ArrayList;
import java.util.List;

/// The sequence numbers of one boot that are stored, as ascending ranges that do not touch.
///
/// @param ranges pairs of first and last; immutable
record SeqSet(List<long[]> ranges) {
  /// Beyond this many holes the oldest is given up: what might still come there counts as a
  /// duplicate.
  static final int MAX_RANGES = 256;

  static final SeqSet EMPTY = new SeqSet(List.of());

  SeqSet {
    ranges = List.copyOf(ranges);
  }

  boolean contains(long seq) {
    for (var i = ranges.size() - 1; i >= 0; i--) {
      var range = ranges.get(i);
      if (seq >= range[0]) {
        return seq <= range[1];
      }
    }
    return false;
  }

  /// The greatest number; -1 when there is none.
  long max() {
    return ranges.isEmpty() ? -1 : ranges.getLast()[1];
  }

  /// This set and one more number.
  SeqSet with(long seq) {
    if (contains(seq)) {
      return this;
    }
    var grown = new ArrayList<long[]>(ranges.size() + 1);
    var from = seq;
    var to = seq;
    var placed = false;
    for (var range : ranges) {
      if (range[1] + 1 < from) {
        grown.add(range);
      } else if (range[0] > to + 1) {
        if (!placed) {
          grown.add(new long[] {from, to});
          placed = true;
        }
        grown.add(range);
      } else {
        from = Math.min(from, range[0]);
        to = Math.max(to, range[1]);
      }
    }
    if (!placed) {
      grown.add(new long[] {from, to});
    }
    return new SeqSet(bounded(grown));
  }

  private static List<long[]> bounded(List<long[]> ranges) {
    if (ranges.size() <= MAX_RANGES) {
      return ranges;
    }
    var joined = new long[] {ranges.get(0)[0], ranges.get(1)[1]};
    var rest = new ArrayList<long[]>();
    rest.add(joined);
    rest.addAll(ranges.subList(2, ranges.size()));
    return rest;
  }
}
