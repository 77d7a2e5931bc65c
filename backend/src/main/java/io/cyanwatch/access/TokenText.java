package io.cyanwatch.access;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// How a token is written: `cw_`, 27 random characters, and a checksum of 6, so that a mistyped one
/// is told from an unknown one and leaks are found by scanners.
final class TokenText {
  private static final Pattern SHAPE = Pattern.compile("cw_[0-9A-Za-z]{33}");
  private static final int CHECKED = 30;

  private TokenText() {}

  static String mint() {
    var body = "cw_" + Secrets.text();
    return body + checksum(body);
  }

  static boolean wellFormed(String text) {
    return SHAPE.matcher(text).matches()
        && checksum(text.substring(0, CHECKED)).equals(text.substring(CHECKED));
  }

  /// Enough to tell tokens apart, too little to use one.
  static String hint(String text) {
    return text.substring(0, 8);
  }

  private static String checksum(String body) {
    var crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.US_ASCII));
    return Secrets.base62(crc.getValue(), 6);
  }
}
