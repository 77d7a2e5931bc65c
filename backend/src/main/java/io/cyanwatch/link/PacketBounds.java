package io.cyanwatch.link;

/// Follows MQTT packets through a stream of bytes: only between two of them may another be put in.
/// Not thread-safe.
final class PacketBounds {
  private static final int MORE = 0x80;
  private static final int DIGIT = 0x7F;
  private static final int BITS = 7;

  private boolean inLength;
  private int shift;
  private int pending;
  private int left;

  /// Whether the next byte begins a packet.
  boolean between() {
    return !inLength && left == 0;
  }

  /// These bytes went by.
  void passed(byte[] bytes, int from, int length) {
    var at = from;
    while (at < from + length) {
      if (left > 0) {
        var step = Math.min(left, from + length - at);
        left -= step;
        at += step;
      } else {
        header(bytes[at]);
        at++;
      }
    }
  }

  private void header(byte next) {
    if (!inLength) {
      inLength = true;
      shift = 0;
      pending = 0;
      return;
    }
    pending |= (next & DIGIT) << shift;
    shift += BITS;
    if ((next & MORE) == 0) {
      inLength = false;
      left = pending;
    }
  }
}
