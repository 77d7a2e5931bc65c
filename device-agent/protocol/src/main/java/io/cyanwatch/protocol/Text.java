package io.cyanwatch.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// What text may hold, and how it is quoted back to whoever sent it.
final class Text {
  /// Stands where bytes were no UTF-8. A noncharacter: Unicode keeps it out of interchange.
  static final char BROKEN = '\uFFFF';

  private static final int SHOWN = 40;

  private Text() {}

  static boolean isUtf8(byte[] bytes) {
    if (isAscii(bytes)) {
      return true;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  /// The characters of `bytes`, with [#BROKEN] in place of what is no UTF-8.
  static char[] mended(byte[] bytes) {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .replaceWith(String.valueOf(BROKEN));
    try {
      var chars = decoder.decode(ByteBuffer.wrap(bytes));
      var mended = new char[chars.remaining()];
      chars.get(mended);
      return mended;
    } catch (CharacterCodingException e) {
      throw new IllegalStateException("a decoder that replaces refused", e);
    }
  }

  /// Whether every store and every encoding can keep `text`: no NUL and no half of a surrogate
  /// pair.
  static boolean isStorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)) {
        i++;
        if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }

  static String quote(String text) {
    return '"' + shorten(text) + '"';
  }

  /// One short printable line.
  static String shorten(String text) {
    var shown = new StringBuilder();
    text.codePoints()
        .limit(SHOWN)
        .map(c -> Character.isISOControl(c) || !Character.isDefined(c) || isSurrogate(c) ? '?' : c)
        .forEach(shown::appendCodePoint);
    return text.codePointCount(0, text.length()) > SHOWN ? shown + "…" : shown.toString();
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }
}
