package io.cyanwatch.timeline;

import java.util.Arrays;

/// Bytes that are being put together.
final class ByteSink {
  private byte[] bytes;
  private int size;

  ByteSink(int expected) {
    bytes = new byte[expected];
  }

  int size() {
    return size;
  }

  ByteSink put(int value) {
    room(1);
    bytes[size++] = (byte) value;
    return this;
  }

  ByteSink put(byte[] from, int start, int end) {
    room(end - start);
    System.arraycopy(from, start, bytes, size, end - start);
    size += end - start;
    return this;
  }

  ByteSink put(byte[] all) {
    return put(all, 0, all.length);
  }

  /// Big-endian, so many bytes of it.
  ByteSink fixed(long value, int width) {
    room(width);
    for (var shift = (width - 1) * 8; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  /// Seven bits a byte, the lowest first; as unsigned.
  ByteSink varint(long value) {
    room(10);
    var rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    return this;
  }

  /// A number of either sign, small when near zero.
  ByteSink signed(long value) {
    return varint((value << 1) ^ (value >> 63));
  }

  /// Changes a byte that is already there.
  void set(int index, int value) {
    bytes[index] = (byte) value;
  }

  int get(int index) {
    return bytes[index] & 0xff;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /// What was collected, at the front of an array that may be longer than [#size].
  byte[] shared() {
    return bytes;
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
