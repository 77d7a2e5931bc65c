package io.cyanwatch.agent;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Envelope.SeqRange;
import io.cyanwatch.protocol.Health;
import io.cyanwatch.protocol.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Records that the broker has not acknowledged yet. When it is full, heartbeats give way to newer
/// ones and events are kept; what had to go is declared lost.
final class Outbox {
  private final int capacity;
  private final int window;
  private final TreeMap<Long, Message.Recorded> held = new TreeMap<>();
  private final Set<Long> underway = new HashSet<>();
  private final TreeSet<Long> lost = new TreeSet<>();
  private long dropped;

  /// @param window how many records may be on their way at a time
  Outbox(int capacity, int window) {
    this.capacity = capacity;
    this.window = window;
  }

  void add(Message.Recorded record) {
    held.put(record.envelope().seq(), record);
    if (held.size() > capacity) {
      drop(victim());
    }
  }

  /// The next record to send: a birth before all others, else the oldest.
  Optional<Message.Recorded> next() {
    if (underway.size() >= window) {
      return Optional.empty();
    }
    var idle =
        held.values().stream().filter(it -> !underway.contains(it.envelope().seq())).toList();
    var next =
        idle.stream()
            .filter(Birth.class::isInstance)
            .findFirst()
            .or(() -> idle.stream().findFirst());
    next.ifPresent(it -> underway.add(it.envelope().seq()));
    return next;
  }

  void acknowledged(long seq) {
    underway.remove(seq);
    held.remove(seq);
  }

  /// To be sent again, with its own number.
  void failed(long seq) {
    underway.remove(seq);
  }

  /// Nothing is on its way any more.
  void disconnected() {
    underway.clear();
  }

  /// What was dropped since the last time somebody asked.
  List<SeqRange> takeLost() {
    var ranges = new ArrayList<SeqRange>();
    for (var seq : lost) {
      if (!ranges.isEmpty() && ranges.getLast().to() + 1 == seq) {
        ranges.set(ranges.size() - 1, new SeqRange(ranges.getLast().from(), seq));
      } else {
        ranges.add(new SeqRange(seq, seq));
      }
    }
    lost.clear();
    return ranges;
  }

  int size() {
    return held.size();
  }

  Health.Queue snapshot() {
    return new Health.Queue((long) held.size(), dropped);
  }

  private long victim() {
    return held.values().stream()
        .filter(Health.class::isInstance)
        .findFirst()
        .orElseGet(() -> held.lastEntry().getValue())
        .envelope()
        .seq();
  }

  private void drop(long seq) {
    held.remove(seq);
    underway.remove(seq);
    lost.add(seq);
    dropped++;
  }
}
