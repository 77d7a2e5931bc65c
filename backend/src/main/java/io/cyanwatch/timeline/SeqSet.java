package io.cyanwatch.timeline;

import java.util.ArrayList;
import java.util.List;

/// Sequence numbers of one boot, as ascending ranges that do not touch.
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

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  /// The greatest number; -1 when there is none.
  long max() {
    return ranges.isEmpty() ? -1 : ranges.getLast()[1];
  }

  /// The number up to which all are there, from 0 on; -1 when 0 is missing.
  long complete() {
    return ranges.isEmpty() || ranges.getFirst()[0] > 0 ? -1 : ranges.getFirst()[1];
  }

  /// This set and one more number.
  SeqSet with(long seq) {
    return contains(seq) ? this : with(seq, seq);
  }

  /// This set and all numbers of a range.
  SeqSet with(long first, long last) {
    var grown = new ArrayList<long[]>(ranges.size() + 1);
    var from = first;
    var to = last;
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

  SeqSet with(SeqSet others) {
    var all = this;
    for (var range : others.ranges) {
      all = all.with(range[0], range[1]);
    }
    return all;
  }

  /// What of a range is not in this set.
  SeqSet missing(long from, long to) {
    var missing = new ArrayList<long[]>();
    var next = from;
    for (var range : ranges) {
      if (range[1] < next) {
        continue;
      }
      if (range[0] > to) {
        break;
      }
      if (range[0] > next) {
        missing.add(new long[] {next, range[0] - 1});
      }
      next = range[1] + 1;
    }
    if (next <= to) {
      missing.add(new long[] {next, to});
    }
    return new SeqSet(missing);
  }

  /// How many numbers there are.
  long size() {
    return ranges.stream().mapToLong(range -> range[1] - range[0] + 1).sum();
  }

  private static List<long[]> bounded(List<long[]> ranges) {
    if (ranges.size() <= MAX_RANGES) {
      return ranges;
    }
    var joined = new long[] {ranges.get(0)[0], ranges.get(1)[1]};
    var rest = new ArrayList<long[]>(MAX_RANGES);
    rest.add(joined);
    rest.addAll(ranges.subList(2, ranges.size()));
    return rest;
  }
}
