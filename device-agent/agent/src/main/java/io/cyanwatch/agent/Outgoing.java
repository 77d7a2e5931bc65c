package io.cyanwatch.agent;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// An answer on its way: what waits in the buffer, and what is still to be fetched.
final class Outgoing {
  private final ByteBuffer buffer;
  private Body body = Body.NONE;
  private long fetched;

  Outgoing(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  void start(Response response) throws IOException {
    body = response.body();
    fetched = 0;
    buffer.clear().put(response.head());
    fetch();
  }

  /// The next bytes to send, from the position on; none when all is sent.
  ByteBuffer next() throws IOException {
    if (!buffer.hasRemaining()) {
      buffer.clear();
      fetch();
    }
    return buffer;
  }

  void close() {
    body.close();
    body = Body.NONE;
  }

  private void fetch() throws IOException {
    if (fetched < body.length()) {
      var count = body.fetch(fetched, buffer);
      if (count == 0) {
        throw new EOFException("ended after %d of %d bytes".formatted(fetched, body.length()));
      }
      fetched += count;
    }
    buffer.flip();
  }
}
