package io.cyanwatch.link;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/// What the client hears of a line: whole packets, and no messages. These are taken off before.
final class Ear extends FilterInputStream {
  private static final long WAIT_MS = 1_000;

  /// An acknowledgement of nothing, which the client ignores. Without it, it would not know that
  /// anything comes while only messages do, and would give up before its ping, which waits behind
  /// them, was answered.
  private static final byte[] SIGN_OF_LIFE = {0x40, 2, 0, 0};

  private final Line line;
  private final Hearing hearing;
  private final Packets packets;
  private final long longestSilence;
  private ByteBuffer rest = ByteBuffer.allocate(0);
  private long given = System.nanoTime();

  Ear(Line line, InputStream in, Hearing hearing) {
    super(in);
    this.line = line;
    this.hearing = hearing;
    this.packets = new Packets(hearing.largest());
    this.longestSilence = hearing.keepAlive().toNanos() / 3;
  }

  @Override
  public int available() throws IOException {
    if (rest.hasRemaining()) {
      return rest.remaining();
    }
    return line.hasSpoken() ? in.available() : 0;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) == -1 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    try {
      await(line::awaitFirstWord);
      while (!rest.hasRemaining()) {
        if (packets.ready()) {
          sort();
        } else if (!packets.read(in)) {
          line.end("closed by the broker");
          return -1;
        }
      }
      var read = Math.min(length, rest.remaining());
      rest.get(bytes, from, read);
      return read;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (Malformed e) {
      line.end(String.valueOf(e.getMessage()));
      throw e;
    } catch (IOException e) {
      line.end(e.toString());
      throw e;
    } catch (RuntimeException | Error e) {
      line.end(e.toString());
      throw new IOException(e);
    }
  }

  private void sort() throws IOException {
    if (!packets.isPublish()) {
      give(packets.take());
      return;
    }
    await(hearing.window()::awaitRoom);
    if (line.ended().isDone()) {
      throw new SocketException("The line has ended"); // What is left comes again.
    }
    hearing.messages().accept(packets.takePublish());
    if (System.nanoTime() - given > longestSilence) {
      give(SIGN_OF_LIFE);
    }
  }

  private void give(byte[] packet) {
    rest = ByteBuffer.wrap(packet);
    given = System.nanoTime();
  }

  private interface Turn {
    boolean within(long millis) throws InterruptedException;
  }

  /// To the client a line that must wait looks like one on which nothing comes.
  private static void await(Turn turn) throws IOException {
    try {
      if (!turn.within(WAIT_MS)) {
        throw new SocketTimeoutException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
