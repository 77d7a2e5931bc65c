package io.cyanwatch.agent;

import io.cyanwatch.protocol.Envelope.SeqRange;
import java.util.List;
import java.util.TreeMap;

/// A set of sequence numbers, kept as ranges; neighbours are merged.
final class Ranges {
  private final TreeMap<Long, Long> ends = new TreeMap<>();

  void add(SeqRange range) {
    var from = range.from();
    var to = range.to();
    for (var near = ends.floorEntry(to + 1);
        near != null && near.getValue() >= from - 1;
        near = ends.floorEntry(to + 1)) {
      ends.remove(near.getKey());
      from = Math.min(from, near.getKey());
      to = Math.max(to, near.getValue());
    }
    ends.put(from, to);
  }

  void remove(SeqRange range) {
    for (var near = ends.floorEntry(range.to());
        near != null && near.getValue() >= range.from();
        near = ends.floorEntry(range.to())) {
      ends.remove(near.getKey());
      if (near.getValue() > range.to()) {
        ends.put(range.to() + 1, near.getValue());
      }
      if (near.getKey() < range.from()) {
        ends.put(near.getKey(), range.from() - 1);
      }
    }
  }

  boolean isEmpty() {
    return ends.isEmpty();
  }

  /// The first ranges, lowest numbers first.
  List<SeqRange> first(int most) {
    return ends.entrySet().stream()
        .limit(most)
        .map(it -> new SeqRange(it.getKey(), it.getValue()))
        .toList();
  }
}
