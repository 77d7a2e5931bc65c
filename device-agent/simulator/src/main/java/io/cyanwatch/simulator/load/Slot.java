package io.cyanwatch.simulator.load;

import io.cyanwatch.simulator.load.Form.Blank;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One message in flight: enough of it to write the very same bytes again. Slots are reused, so
/// that a message costs no memory.
final class Slot {
  final int packetId;
  @Nullable Member member;
  boolean birth;
  long seq;
  int conn;

  /// Uptime and wall clock of the device, in milliseconds.
  long up;

  long at;

  /// When it was first sent, in nanoseconds, and its place among all that this connection sent.
  long sentNs;

  long order;

  Slot(int packetId) {
    this.packetId = packetId;
  }

  void write(boolean dup, ByteBuffer out) {
    var sender = sender();
    if (birth) {
      sender.writeBirth(this, dup, out);
    } else {
      fill(sender.health());
      sender.health().write(packetId, dup, out);
    }
  }

  Member sender() {
    if (member == null) {
      throw new IllegalStateException("packet %d is not in flight".formatted(packetId));
    }
    return member;
  }

  /// Counters follow from seq, so that they never go back; what jitters follows from a hash of it.
  private void fill(Form form) {
    var noise = (int) ((seq * 0x9E3779B97F4A7C15L + sender().number() * 0x85EBCA6BL) >>> 33);
    form.fill(Blank.SEQ, seq);
    form.fill(Blank.CONN, conn);
    form.fill(Blank.UP, up);
    form.fill(Blank.AT, at);
    form.fill(Blank.RSSI, -50 - (noise & 15));
    form.fill(Blank.RTT, 30 + ((noise >> 4) & 31));
    form.fill(Blank.ACCEPTS, 3 * seq);
    form.fill(Blank.IDLE, (noise >> 9) & 31);
    form.fill(Blank.REQUESTS, 3 * seq);
    form.fill(Blank.OK, 3 * seq - seq / 512);
    form.fill(Blank.FREE, 51_200 - ((noise >> 14) & 1023));
  }
}
