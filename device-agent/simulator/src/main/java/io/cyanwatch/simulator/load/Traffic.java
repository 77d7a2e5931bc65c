package io.cyanwatch.simulator.load;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/// What one connection has to say: the records of its devices in turn, never more than a window of
/// them unacknowledged.
final class Traffic {
  /// Acknowledged, and by MQTT 5 told that nobody has subscribed.
  private static final int UNHEARD = 0x10;

  private static final int REFUSED = 0x80;

  private final int lane;
  private final List<Member> members;
  private final Slot[] slots;
  private final int[] free;
  private final Ledger ledger;
  private final Queue<Slot> again = new ArrayDeque<>();
  private final int largest;
  private int frees;
  private int allowed;
  private int conn;
  private int turn;
  private long order;

  Traffic(int lane, List<Member> members, int window, Ledger ledger) {
    this.lane = lane;
    this.members = members;
    this.ledger = ledger;
    this.slots = new Slot[window];
    this.free = new int[window];
    this.largest = members.stream().mapToInt(Member::largest).max().orElseThrow();
    for (var i = 0; i < window; i++) {
      slots[i] = new Slot(i + 1);
      free[window - 1 - i] = i;
    }
    frees = window;
    allowed = window;
  }

  /// A connection is there: what is unacknowledged goes first, in its old order.
  ///
  /// @param receiveMaximum of the broker
  void begin(int receiveMaximum) {
    conn++;
    allowed = Math.min(slots.length, receiveMaximum);
    again.clear();
    again.addAll(inOrder());
  }

  /// The connection broke, and what is unacknowledged will not be sent again.
  void giveUp() {
    again.clear();
    for (var slot : inOrder()) {
      ledger.gaveUp(lane, slot);
      release(slot);
    }
  }

  int inFlight() {
    return slots.length - frees;
  }

  int largest() {
    return largest;
  }

  /// Writes up to `most` new records and everything that has to be said again; how many were new.
  int fill(ByteBuffer out, int most, Moment now) {
    while (!again.isEmpty() && open() < allowed && out.remaining() >= largest) {
      var slot = again.remove();
      slot.write(true, out);
      ledger.resent();
    }
    var filled = 0;
    while (filled < most && again.isEmpty() && open() < allowed && out.remaining() >= largest) {
      write(out, now);
      filled++;
    }
    return filled;
  }

  /// @param code of MQTT 5; 0 for 3.1.1
  void acked(int packetId, int code, Moment now) {
    if (packetId < 1 || packetId > slots.length || slots[packetId - 1].member == null) {
      ledger.strayAck();
      return;
    }
    var slot = slots[packetId - 1];
    if (code >= REFUSED) {
      ledger.refused(lane, slot);
    } else if (code == UNHEARD) {
      ledger.unheard(lane, slot);
    } else {
      ledger.acked(lane, slot, now);
    }
    again.remove(slot);
    release(slot);
  }

  /// Unacknowledged on this very connection.
  private int open() {
    return inFlight() - again.size();
  }

  private void write(ByteBuffer out, Moment now) {
    var slot = slots[free[--frees]];
    var member = members.get(turn);
    turn = turn + 1 == members.size() ? 0 : turn + 1;
    member.next(slot, conn, now.upMs(), now.epochMs());
    slot.order = order++;
    slot.sentNs = now.ns();
    slot.write(false, out);
    ledger.sent(lane, slot);
  }

  private void release(Slot slot) {
    slot.member = null;
    free[frees++] = slot.packetId - 1;
  }

  private List<Slot> inOrder() {
    var busy = new ArrayList<Slot>();
    for (var slot : slots) {
      if (slot.member != null) {
        busy.add(slot);
      }
    }
    busy.sort(Comparator.comparingLong(slot -> slot.order));
    return busy;
  }
}
