package io.cyanwatch.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// The body of an answer, fetched piece by piece as the peer takes it.
sealed interface Body {
  Body NONE = new Bytes(new byte[0]);

  /// How many bytes were promised.
  long length();

  /// Adds bytes from the offset on, never more than promised.
  ///
  /// @return how many; none when they end too early
  int fetch(long offset, ByteBuffer into) throws IOException;

  void close();

  record Bytes(byte[] bytes) implements Body {
    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public int fetch(long offset, ByteBuffer into) {
      var count = (int) Math.min(into.remaining(), bytes.length - offset);
      into.put(bytes, (int) offset, count);
      return count;
    }

    @Override
    public void close() {}
  }

  /// A file, at the length that it had when it was opened.
  record Content(FileChannel file, long length) implements Body {
    @Override
    public int fetch(long offset, ByteBuffer into) throws IOException {
      var room = into.remaining();
      var count = (int) Math.min(room, length - offset);
      var read = file.read(into.limit(into.position() + count), offset);
      into.limit(into.position() + room - Math.max(read, 0));
      return Math.max(read, 0);
    }

    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException e) {
        // It was only read.
      }
    }
  }
}
