package io.cyanwatch.link;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What is said on a line: the client's packets, and between them acknowledgements, as many at once
/// as there are.
final class Mouth extends FilterOutputStream {
  private static final byte DISCONNECT = (byte) 0xE0;

  private final Line line;
  private final Acks acks;
  private final PacketBounds bounds = new PacketBounds();
  private final ReentrantLock turn = new ReentrantLock();
  private final Condition between = turn.newCondition();

  Mouth(Line line, OutputStream out, Acks acks) {
    super(out);
    this.line = line;
    this.acks = acks;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (length == 0) {
      return;
    }
    turn.lock();
    try {
      if (bounds.between() && bytes[from] == DISCONNECT) {
        acknowledge();
        acks.close(); // Nothing may follow a good-bye.
      }
      say(bytes, from, length);
      bounds.passed(bytes, from, length);
      if (bounds.between()) {
        between.signal();
      }
    } finally {
      turn.unlock();
    }
  }

  /// Writes acknowledgements as they are given, until the line ends.
  Thread startAcknowledging() {
    var thread = Thread.ofVirtual().name("link-acks").start(this::acknowledgeAll);
    var _ = line.ended().thenRun(thread::interrupt);
    return thread;
  }

  private void acknowledgeAll() {
    try {
      while (acks.awaitSome()) {
        awaitTurn();
        try {
          acknowledge();
        } finally {
          turn.unlock();
        }
      }
    } catch (IOException | InterruptedException _) {
      // The line has ended.
    } catch (RuntimeException | Error e) {
      line.end("no acknowledgement can be written: " + e);
    }
  }

  /// Comes back with the turn, between two packets.
  private void awaitTurn() throws InterruptedException {
    turn.lockInterruptibly();
    try {
      while (!bounds.between()) {
        between.await();
      }
    } catch (InterruptedException e) {
      turn.unlock();
      throw e;
    }
  }

  private void acknowledge() throws IOException {
    var given = acks.drain();
    if (given.length > 0) {
      say(given, 0, given.length);
    }
  }

  private void say(byte[] bytes, int from, int length) throws IOException {
    line.spoken();
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      line.end(e.toString());
      throw e;
    }
  }
}
