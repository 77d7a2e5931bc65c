package io.cyanwatch.simulator.load;

import io.cyanwatch.simulator.load.History.Entry;
import io.cyanwatch.simulator.load.History.Sender;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Compares what was acknowledged with what was stored.
final class Verification {
  private final List<Span> excused;
  private final Map<Sender, Fates> fates = new HashMap<>();
  private long foreign;

  /// A stretch of time whose acknowledgements prove nothing: a broker without memory died in it.
  ///
  /// @param fromMs since 1970, inclusive
  /// @param toMs since 1970, inclusive
  record Span(long fromMs, long toMs) {
    boolean holds(long atMs) {
      return fromMs <= atMs && atMs <= toMs;
    }
  }

  /// @param excused acknowledgements within these need not be stored
  Verification(List<Span> excused) {
    this.excused = List.copyOf(excused);
  }

  /// One thing that is wrong with one record.
  ///
  /// @param what `lost`, `doubled` or `unexpected`
  /// @param ackedAtMs since 1970; -1 when it was never acknowledged
  record Wrong(String what, Sender sender, long seq, long ackedAtMs) {}

  /// The answer.
  ///
  /// @param excused acknowledged and not stored, but within an excused time
  /// @param unacknowledged stored, although nobody was told
  /// @param doubled copies beyond the first
  /// @param unexpected stored, but never sent
  /// @param afterwards stored beyond the end of a history whose load was killed
  /// @param foreign stored records of devices or boots that are in no history
  /// @param examples of what is wrong
  record Findings(
      long sent,
      long acknowledged,
      long stored,
      long lost,
      long doubled,
      long unexpected,
      long excused,
      long unacknowledged,
      long afterwards,
      long foreign,
      List<Wrong> examples) {
    boolean isClean() {
      return lost == 0 && doubled == 0 && unexpected == 0;
    }
  }

  /// Takes in one history; there may be several.
  Book open(History.Head head) {
    var book = new Book(head, new ArrayList<>());
    for (var sender : head.senders()) {
      var fate = new Fates(sender, head.startedMs());
      book.fates().add(fate);
      fates.put(sender, fate);
    }
    return book;
  }

  /// The fates of one history's senders, by their index.
  record Book(History.Head head, List<Fates> fates) {
    void accept(Entry entry) {
      switch (entry.kind()) {
        case SENT -> fates.get(entry.sender()).sent(entry.seq());
        case ACKED -> fates.get(entry.sender()).acked(entry.seq(), entry.atMs());
        // Nobody promised to keep these.
        case UNHEARD, REFUSED, GAVE_UP -> {}
        case END -> fates.forEach(Fates::ended);
      }
    }
  }

  void stored(String device, String boot, long seq) {
    var fate = fates.get(new Sender(device, boot));
    if (fate == null) {
      foreign++;
    } else {
      fate.stored(seq);
    }
  }

  /// @param examples how many to name at most
  Findings findings(int examples) {
    var count = new Count(examples);
    fates.values().forEach(fate -> fate.count(excused, count));
    return count.findings(foreign);
  }
}
