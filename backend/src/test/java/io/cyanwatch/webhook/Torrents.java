package io.cyanwatch.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;

/// Servers that say far too much.
final class Torrents {
  private Torrents() {}

  /// @return how much the caller took before it hung up
  static long flood(OutputStream out) throws IOException {
    var length = 1L << 30;
    out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n").getBytes(US_ASCII));
    var chunk = "x".repeat(64 * 1024).getBytes(US_ASCII);
    var written = 0L;
    try {
      for (; written < length; written += chunk.length) {
        out.write(chunk);
      }
    } catch (IOException _) {
      // It hung up.
    }
    return written;
  }

  static void headers(OutputStream out) throws Exception {
    out.write("HTTP/1.1 200 OK\r\n".getBytes(US_ASCII));
    for (var i = 0; i < 100_000; i++) {
      out.write(("X-" + i + ": y\r\n").getBytes(US_ASCII));
    }
  }
}
