package io.cyanwatch.simulator.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/// One client of the sink. It is read only when its last answers are all sent, so that a client
/// that never reads holds no more than one block of them.
final class SinkGuest {
  private final SocketChannel channel;
  private final SelectionKey key;
  private final Sink.Ear ear;
  private final Frames frames = new Frames();
  private ByteBuffer unsent = ByteBuffer.allocate(0);
  private int version = 3;
  private int publishes;

  SinkGuest(SocketChannel channel, SelectionKey key, Sink.Ear ear) {
    this.channel = channel;
    this.key = key;
    this.ear = ear;
  }

  /// Reads and answers once; how many publishes came. Block and buffer are shared by all clients.
  int serve(byte[] block, ByteBuffer answers) {
    publishes = 0;
    try {
      if (unsent.hasRemaining()) {
        channel.write(unsent);
      } else {
        exchange(block, answers);
      }
      key.interestOps(unsent.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    } catch (IOException | RuntimeException e) {
      close();
    }
    return publishes;
  }

  private void exchange(byte[] block, ByteBuffer answers) throws IOException {
    answers.clear();
    var read =
        frames.read(
            channel, block, (head, bytes, from, to) -> answer(head, bytes, from, to, answers));
    answers.flip();
    channel.write(answers);
    if (answers.hasRemaining()) {
      unsent = ByteBuffer.allocate(answers.remaining()).put(answers).flip();
    }
    if (read < 0) {
      throw new IOException("the client left");
    }
  }

  private void answer(int head, byte[] bytes, int from, int to, ByteBuffer answers)
      throws IOException {
    switch (head >> 4) {
      case Packets.PUBLISH -> publish(head, bytes, from, to, answers);
      case Packets.CONNECT -> {
        version = bytes[from + 2 + Packets.word(bytes, from)] == 5 ? 5 : 3;
        answers.put(Packets.connack(version));
      }
      case Packets.SUBSCRIBE ->
          answers.put(
              Packets.suback(Packets.word(bytes, from), topics(bytes, from, to, 1), version));
      case Packets.UNSUBSCRIBE ->
          answers.put(
              Packets.unsuback(Packets.word(bytes, from), topics(bytes, from, to, 0), version));
      case Packets.PINGREQ -> answers.put(Packets.empty(Packets.PINGRESP));
      default -> throw new IOException("goodbye, or something that a publisher has no use for");
    }
  }

  private void publish(int head, byte[] bytes, int from, int to, ByteBuffer answers)
      throws IOException {
    var qos = (head >> 1) & 3;
    if (qos > 1) {
      throw new IOException("a QoS that nobody here uses");
    }
    publishes++;
    var topicEnd = from + 2 + Packets.word(bytes, from);
    var payload = topicEnd + (qos == 1 ? 2 : 0);
    if (version == 5) {
      payload += 1 + bytes[payload];
    }
    if (ear.published(bytes, from, payload, to) && qos == 1) {
      answers
          .put((byte) (Packets.PUBACK << 4))
          .put((byte) 2)
          .put(bytes[topicEnd])
          .put(bytes[topicEnd + 1]);
    }
  }

  /// @param extra bytes behind each filter
  private int topics(byte[] bytes, int from, int to, int extra) {
    var at = from + 2;
    if (version == 5) {
      at += 1 + bytes[at];
    }
    var topics = 0;
    while (at < to) {
      at += 2 + Packets.word(bytes, at) + extra;
      topics++;
    }
    return topics;
  }

  private void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The descriptor is gone either way.
    }
  }
}
