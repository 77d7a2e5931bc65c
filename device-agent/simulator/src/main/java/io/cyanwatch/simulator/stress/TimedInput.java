package io.cyanwatch.simulator.stress;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/// A socket's bytes, each of which must come before one deadline that nobody can push back.
final class TimedInput {
  private final Socket socket;
  private final InputStream in;
  private final byte[] buffer = new byte[8 * 1024];
  private int at;
  private int end;
  private long deadline;
  private boolean begun;

  TimedInput(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  /// Waits for the first byte of a new answer, or for the end.
  ///
  /// @param first deadline of that byte, in nanoseconds
  /// @param total deadline of all the others
  void await(long first, long total) throws IOException {
    deadline = first;
    begun = at < end;
    if (!begun) {
      var _ = fill();
    }
    deadline = total;
  }

  boolean hasBegun() {
    return begun;
  }

  /// The next byte, or -1 at the end.
  int read() throws IOException {
    return at < end || fill() ? buffer[at++] & 0xff : -1;
  }

  /// Passes over up to `most` bytes; how many there were before the end of the stream.
  long skip(long most) throws IOException {
    var left = most;
    while (left > 0 && (at < end || fill())) {
      var step = (int) Math.min(left, end - at);
      at += step;
      left -= step;
    }
    return most - left;
  }

  private boolean fill() throws IOException {
    var left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException("the deadline is over");
    }
    socket.setSoTimeout(Math.clamp((left + 999_999) / 1_000_000, 1, Integer.MAX_VALUE));
    at = 0;
    end = Math.max(0, in.read(buffer));
    begun |= end > 0;
    return end > 0;
  }
}
