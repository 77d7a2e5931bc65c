package io.cyanwatch.agent;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The head of an HTTP request, or why there is none. Bodies are not read.
sealed interface Request {
  /// A longer head is refused.
  int MAX_HEAD = 8 * 1_024;

  record Asked(String method, String target) implements Request {}

  record Bad(int status) implements Request {}

  /// The peer left, without a word or in the middle of one.
  record Gone() implements Request {}

  /// Reads until the empty line. The deadline is absolute: a slow sender cannot extend it.
  static Request read(Socket socket, Duration deadline) throws IOException {
    var end = System.nanoTime() + deadline.toNanos();
    var head = new byte[MAX_HEAD];
    var length = 0;
    InputStream in = socket.getInputStream();
    while (!complete(head, length)) {
      if (length == MAX_HEAD) {
        return new Bad(431);
      }
      var left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return new Bad(408);
      }
      try {
        socket.setSoTimeout((int) left);
        var read = in.read(head, length, MAX_HEAD - length);
        if (read < 0) {
          return new Gone();
        }
        length += read;
      } catch (SocketTimeoutException e) {
        return new Bad(408);
      }
    }
    return parse(new String(head, 0, length, StandardCharsets.ISO_8859_1));
  }

  private static Request parse(String head) {
    var line = head.substring(0, head.indexOf('\n')).stripTrailing();
    var parts = line.split(" ", -1);
    if (head.indexOf('\0') >= 0
        || parts.length != 3
        || !parts[1].startsWith("/")
        || !parts[2].matches("HTTP/1\\.[01]")) {
      return new Bad(400);
    }
    return new Asked(parts[0], parts[1]);
  }

  /// An empty line ends the head; a line ends with LF, mostly after CR.
  private static boolean complete(byte[] head, int length) {
    for (var i = 1; i < length; i++) {
      if (head[i] == '\n'
          && (head[i - 1] == '\n' || (i >= 2 && head[i - 1] == '\r' && head[i - 2] == '\n'))) {
        return true;
      }
    }
    return false;
  }
}
