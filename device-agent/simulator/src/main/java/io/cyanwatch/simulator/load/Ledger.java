package io.cyanwatch.simulator.load;

import io.cyanwatch.simulator.load.History.Kind;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// Counts everything that happens to a message or a connection, and tells the history. Every
/// message sent is acknowledged, unheard, refused, given up or still in flight.
final class Ledger {
  private static final long LONGEST_NS = 600_000_000_000L;

  private final History history;
  private final Histogram latency = new Histogram(LONGEST_NS, 3);
  private final Map<Cut, Long> cuts = new EnumMap<>(Cut.class);
  private long sent;
  private long births;
  private long acked;
  private long unheard;
  private long refused;
  private long gaveUp;
  private long resent;
  private long strayAcks;
  private long opened;
  private long lastAckNs;

  Ledger(History history) {
    this.history = history;
  }

  /// Why a connection ended that was to go on.
  enum Cut {
    CLOSED("closed by the broker"),
    BROKEN("broken"),
    UNREACHABLE("not reachable"),
    REFUSED("refused"),
    NO_WELCOME("without an answer to CONNECT for 10 s"),
    SILENT("silent for 30 s");

    private final String words;

    Cut(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  void sent(int lane, Slot slot) {
    sent++;
    births += slot.birth ? 1 : 0;
    note(Kind.SENT, lane, slot, slot.at);
  }

  void acked(int lane, Slot slot, Moment now) {
    acked++;
    lastAckNs = now.ns();
    latency.recordValue(Math.clamp(now.ns() - slot.sentNs, 0, LONGEST_NS));
    note(Kind.ACKED, lane, slot, now.epochMs());
  }

  void unheard(int lane, Slot slot) {
    unheard++;
    note(Kind.UNHEARD, lane, slot, slot.at);
  }

  void refused(int lane, Slot slot) {
    refused++;
    note(Kind.REFUSED, lane, slot, slot.at);
  }

  void gaveUp(int lane, Slot slot) {
    gaveUp++;
    note(Kind.GAVE_UP, lane, slot, slot.at);
  }

  void resent() {
    resent++;
  }

  /// An acknowledgement of nothing that is in flight.
  void strayAck() {
    strayAcks++;
  }

  void opened() {
    opened++;
  }

  void cut(Cut why) {
    cuts.merge(why, 1L, Long::sum);
  }

  void flush() {
    history.flush();
  }

  long sentSoFar() {
    return sent;
  }

  long ackedSoFar() {
    return acked;
  }

  /// @param startNs when the first message was allowed
  /// @param skipped messages that were due but not sent in time
  Outcome outcome(long startNs, long skipped) {
    return new Outcome(
        sent,
        births,
        acked,
        unheard,
        refused,
        gaveUp,
        resent,
        skipped,
        strayAcks,
        opened,
        new EnumMap<>(cuts),
        acked == 0 ? 0 : (lastAckNs - startNs) / 1e9,
        latency);
  }

  private void note(Kind kind, int lane, Slot slot, long atMs) {
    history.note(kind, lane, slot.sender().number(), slot.seq, atMs);
  }
}
