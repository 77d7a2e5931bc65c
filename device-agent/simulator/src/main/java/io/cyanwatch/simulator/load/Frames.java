package io.cyanwatch.simulator.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;

/// Cuts one connection's bytes into packets. All connections read into the same block; only what is
/// left of a broken packet is kept here.
final class Frames {
  private byte[] rest = new byte[0];
  private int kept;

  /// Hears of whole packets.
  interface Reader {
    /// @param head the first byte: type and flags
    /// @param from of the packet's body in `block`
    /// @param to the end of it, exclusive
    void frame(int head, byte[] block, int from, int to) throws IOException;
  }

  /// Reads once; the number of bytes, or below 0 at the end of the stream.
  int read(ReadableByteChannel channel, byte[] block, Reader reader) throws IOException {
    System.arraycopy(rest, 0, block, 0, kept);
    var read = channel.read(ByteBuffer.wrap(block, kept, block.length - kept));
    if (read > 0) {
      accept(block, kept + read, reader);
    }
    return read;
  }

  /// A new connection begins.
  void clear() {
    kept = 0;
  }

  private void accept(byte[] block, int end, Reader reader) throws IOException {
    var used = split(block, end, reader);
    kept = end - used;
    if (kept == block.length) {
      throw new IOException("a packet of more than %d bytes".formatted(block.length));
    }
    if (rest.length < kept) {
      rest = new byte[Math.max(kept, 64)];
    }
    System.arraycopy(block, used, rest, 0, kept);
  }

  /// Hands each whole packet of the first `end` bytes to `reader`; how many bytes those took.
  static int split(byte[] bytes, int end, Reader reader) throws IOException {
    var at = 0;
    while (true) {
      var body = bodyAt(bytes, at, end);
      if (body < 0) {
        return at;
      }
      var next = body + length(bytes, at + 1, body);
      if (next > end) {
        return at;
      }
      reader.frame(bytes[at] & 0xff, bytes, body, next);
      at = next;
    }
  }

  /// Where the body of the packet at `at` begins, or -1 as long as that is unknown.
  private static int bodyAt(byte[] bytes, int at, int end) throws IOException {
    for (var i = at + 1; i < end; i++) {
      if (bytes[i] >= 0) {
        return i + 1;
      }
      if (i == at + 4) {
        throw new IOException(
            "a length of more than four bytes: " + Arrays.toString(Arrays.copyOf(bytes, 5)));
      }
    }
    return -1;
  }

  private static int length(byte[] bytes, int from, int to) {
    var length = 0;
    for (var i = to - 1; i >= from; i--) {
      length = (length << 7) | (bytes[i] & 127);
    }
    return length;
  }
}
