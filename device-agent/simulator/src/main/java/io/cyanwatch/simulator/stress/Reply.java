package io.cyanwatch.simulator.stress;

import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;

/// An HTTP answer, read to its end and forgotten but for its size.
///
/// @param status three digits
/// @param bytes of the body
/// @param reusable whether the server keeps the connection, and the end of the answer is known
record Reply(int status, long bytes, boolean reusable) {
  private static final int LONGEST_LINE = 16 * 1024;
  private static final int MOST_HEADERS = 200;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");
  private static final long UNKNOWN = -1;

  /// Bytes that are no HTTP.
  static final class Nonsense extends IOException {
    Nonsense(String message) {
      super(message);
    }
  }

  /// @throws EOFException when the answer ends before it should
  static Reply read(TimedInput in) throws IOException {
    var status = STATUS.matcher(line(in));
    if (!status.matches()) {
      throw new Nonsense("no status line");
    }
    var code = Integer.parseInt(status.group(1));
    var head = head(in);
    if (head.chunked) {
      return new Reply(code, chunks(in), !head.closes);
    }
    if (head.length == UNKNOWN) {
      return new Reply(code, in.skip(Long.MAX_VALUE), false);
    }
    var bytes = in.skip(head.length);
    if (bytes < head.length) {
      throw new EOFException("%d of %d bytes".formatted(bytes, head.length));
    }
    return new Reply(code, bytes, !head.closes);
  }

  private record Head(long length, boolean chunked, boolean closes) {}

  private static Head head(TimedInput in) throws IOException {
    var length = UNKNOWN;
    var chunked = false;
    var closes = false;
    for (var i = 0; i < MOST_HEADERS; i++) {
      var line = line(in).toLowerCase(Locale.ROOT);
      if (line.isEmpty()) {
        return new Head(length, chunked, closes);
      }
      var value = line.substring(line.indexOf(':') + 1).strip();
      if (line.startsWith("content-length:")) {
        length = number(value, 10);
      }
      chunked |= line.startsWith("transfer-encoding:") && value.endsWith("chunked");
      closes |= line.startsWith("connection:") && value.contains("close");
    }
    throw new Nonsense("more than %d headers".formatted(MOST_HEADERS));
  }

  private static long chunks(TimedInput in) throws IOException {
    var bytes = 0L;
    while (true) {
      var size = number(line(in).split(";", 2)[0].strip(), 16);
      if (size == 0) {
        while (!line(in).isEmpty()) {
          // A trailer says nothing here.
        }
        return bytes;
      }
      if (in.skip(size) < size) {
        throw new EOFException("a chunk cut short");
      }
      bytes += size;
      line(in);
    }
  }

  private static long number(String text, int radix) throws Nonsense {
    try {
      var number = Long.parseLong(text, radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new Nonsense("no length");
  }

  private static String line(TimedInput in) throws IOException {
    var line = new StringBuilder();
    while (line.length() < LONGEST_LINE) {
      var next = in.read();
      if (next < 0) {
        throw new EOFException("the end within the head");
      }
      if (next == '\n') {
        var end = line.length() - 1;
        return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
      }
      line.append((char) next);
    }
    throw new Nonsense("a line of more than %d bytes".formatted(LONGEST_LINE));
  }
}
