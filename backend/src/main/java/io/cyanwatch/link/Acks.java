package io.cyanwatch.link;

import java.util.Arrays;

/// Acknowledgements that are given and not written yet, in their order. Never waits for a network.
final class Acks {
  private static final byte PUBACK = 0x40;
  private static final int SIZE = 4;

  /// A broker could wait for 65,535 at most, for so many messages have different numbers. Mosquitto
  /// 2.0.11 counts on when they are used up, and while it is busy it reads no acknowledgements for
  /// seconds: it is not left for that.
  private static final int MOST = (1 << 20) * SIZE;

  private byte[] bytes = new byte[1024 * SIZE];
  private int length;
  private boolean closed;

  /// @return false when there are more than can be
  synchronized boolean add(int id) {
    if (closed) {
      return true;
    }
    if (length == MOST) {
      return false;
    }
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(2 * length, MOST));
    }
    bytes[length] = PUBACK;
    bytes[length + 1] = 2;
    bytes[length + 2] = (byte) (id >> 8);
    bytes[length + 3] = (byte) id;
    length += SIZE;
    if (length == SIZE) {
      notifyAll();
    }
    return true;
  }

  /// @return false when there will be none any more
  synchronized boolean awaitSome() throws InterruptedException {
    while (length == 0 && !closed) {
      wait();
    }
    return !closed;
  }

  /// All there are, one packet after the other.
  synchronized byte[] drain() {
    var drained = Arrays.copyOf(bytes, length);
    length = 0;
    return drained;
  }

  /// Later ones come to nothing.
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
