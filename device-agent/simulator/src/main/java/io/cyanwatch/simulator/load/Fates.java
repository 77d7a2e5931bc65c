package io.cyanwatch.simulator.load;

import io.cyanwatch.simulator.load.History.Sender;
import io.cyanwatch.simulator.load.Verification.Span;
import io.cyanwatch.simulator.load.Verification.Wrong;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// What became of the records of one boot of one device, by seq.
final class Fates {
  private static final int NEVER = -1;

  /// Far beyond what one boot of a load sends; a stored seq above it is nothing that was sent.
  private static final long LARGEST_SEQ = 1L << 30;

  private final Sender sender;
  private final long startedMs;
  private final BitSet sent = new BitSet();
  private final BitSet stored = new BitSet();
  private int[] ackedAt = new int[0];
  private long copies;
  private long absurd;
  private boolean ended;
  private final BitSet doubled = new BitSet();

  /// @param startedMs of the history, since 1970
  Fates(Sender sender, long startedMs) {
    this.sender = sender;
    this.startedMs = startedMs;
  }

  void sent(long seq) {
    sent.set(Math.toIntExact(seq));
  }

  /// @param atMs since the history began
  void acked(long seq, long atMs) {
    var at = Math.toIntExact(seq);
    if (at >= ackedAt.length) {
      var old = ackedAt.length;
      ackedAt = Arrays.copyOf(ackedAt, Math.max(64, at * 2));
      Arrays.fill(ackedAt, old, ackedAt.length, NEVER);
    }
    ackedAt[at] = (int) atMs;
  }

  /// The load came to an orderly end, so that nothing was sent that is not here.
  void ended() {
    ended = true;
  }

  void stored(long seq) {
    if (seq > LARGEST_SEQ) {
      absurd++;
      return;
    }
    var at = (int) seq;
    if (stored.get(at)) {
      copies++;
      doubled.set(at);
    }
    stored.set(at);
  }

  void count(List<Span> excused, Count count) {
    count.doubled += copies;
    count.stored += stored.cardinality();
    count.sent += sent.cardinality();
    count.unexpected += absurd;
    doubled.stream().forEach(seq -> count.example("doubled", this::wrong, seq));
    var end = Math.max(Math.max(sent.length(), stored.length()), ackedAt.length);
    for (var seq = 0; seq < end; seq++) {
      judge(seq, excused, count);
    }
  }

  private void judge(int seq, List<Span> excused, Count count) {
    var acked = ackedAtMs(seq) != NEVER;
    count.acknowledged += acked ? 1 : 0;
    if (stored.get(seq)) {
      count.unacknowledged += acked ? 0 : 1;
      if (!sent.get(seq) && !acked) {
        neverSent(seq, count);
      }
    } else if (acked && excused.stream().anyMatch(span -> span.holds(ackedAtMs(seq)))) {
      count.excused++;
    } else if (acked) {
      count.lost++;
      count.example("lost", this::wrong, seq);
    }
  }

  private void neverSent(int seq, Count count) {
    if (!ended && seq >= sent.length()) {
      count.afterwards++;
    } else {
      count.unexpected++;
      count.example("unexpected", this::wrong, seq);
    }
  }

  private Wrong wrong(String what, int seq) {
    return new Wrong(what, sender, seq, ackedAtMs(seq));
  }

  private long ackedAtMs(int seq) {
    return seq < ackedAt.length && ackedAt[seq] != NEVER ? startedMs + ackedAt[seq] : NEVER;
  }
}
