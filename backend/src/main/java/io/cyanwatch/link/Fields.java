package io.cyanwatch.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/// The fields of a packet, one after the other. Not thread-safe.
final class Fields {
  private static final int MORE = 0x80;
  private static final int DIGIT = 0x7F;
  private static final int BITS = 7;
  private static final int MOST_BITS = 4 * BITS;
  private static final char REPLACEMENT = '\uFFFD';

  private final byte[] bytes;
  private final int end;
  private int at;

  Fields(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  boolean isEmpty() {
    return at == end;
  }

  int one() throws Malformed {
    require(1);
    return bytes[at++] & 0xFF;
  }

  int two() throws Malformed {
    return (one() << 8) | one();
  }

  /// A number of one to four bytes.
  int varying() throws Malformed {
    var value = 0;
    for (var shift = 0; shift < MOST_BITS; shift += BITS) {
      var digit = one();
      value |= (digit & DIGIT) << shift;
      if ((digit & MORE) == 0) {
        return value;
      }
    }
    throw new Malformed("a number of more than four bytes");
  }

  void skip(int length) throws Malformed {
    require(length);
    at += length;
  }

  Fields part(int length) throws Malformed {
    skip(length);
    return new Fields(bytes, at - length, at);
  }

  String text() throws Malformed {
    var length = two();
    skip(length);
    var text = new String(bytes, at - length, length, UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) { // Sent like that, or put there for what was wrong.
      requireText(ByteBuffer.wrap(bytes, at - length, length));
    }
    return text;
  }

  byte[] rest() {
    return Arrays.copyOfRange(bytes, at, end);
  }

  private static void requireText(ByteBuffer encoded) throws Malformed {
    try {
      var _ = UTF_8.newDecoder().decode(encoded);
    } catch (CharacterCodingException e) {
      throw new Malformed("text that is not UTF-8");
    }
  }

  private void require(int length) throws Malformed {
    if (length > end - at) {
      throw new Malformed("a field longer than its packet");
    }
  }
}
