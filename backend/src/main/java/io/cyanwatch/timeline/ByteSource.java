package io.cyanwatch.timeline;

import java.util.Arrays;

/// Reads what a [ByteSink] wrote. Fails with [Broken] where the bytes end too early.
final class ByteSource {
  private final byte[] bytes;
  private int at;

  ByteSource(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Stored bytes that make no sense.
  static final class Broken extends RuntimeException {
    Broken(String message) {
      super(message);
    }
  }

  int position() {
    return at;
  }

  boolean ended() {
    return at >= bytes.length;
  }

  int next() {
    if (at >= bytes.length) {
      throw new Broken("The bytes end at " + at + ".");
    }
    return bytes[at++] & 0xff;
  }

  byte[] take(long length) {
    if (length < 0 || length > bytes.length - at) {
      throw new Broken(length + " bytes wanted at " + at + " of " + bytes.length + ".");
    }
    at += (int) length;
    return Arrays.copyOfRange(bytes, at - (int) length, at);
  }

  byte[] rest() {
    return take(bytes.length - at);
  }

  long varint() {
    var value = 0L;
    for (var shift = 0; shift < 64; shift += 7) {
      var next = next();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new Broken("A number without an end at " + at + ".");
  }

  long signed() {
    var value = varint();
    return (value >>> 1) ^ -(value & 1);
  }
}
