package io.cyanwatch.agent;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/// As much of an MQTT 5 broker as it takes to answer each publish with a reason of one's choice.
final class TinyBroker implements AutoCloseable {
  private static final int CONNECT = 1;
  private static final int PUBLISH = 3;
  private static final int SUBSCRIBE = 8;
  private static final int PING = 12;

  final AtomicInteger publishes = new AtomicInteger();
  private final ServerSocket door;
  private volatile int reason;

  /// @param reason with which publishes are acknowledged
  TinyBroker(int reason) throws IOException {
    this.reason = reason;
    this.door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::welcome);
  }

  String address() {
    return "tcp://127.0.0.1:" + door.getLocalPort();
  }

  void answerWith(int other) {
    reason = other;
  }

  @Override
  public void close() throws IOException {
    door.close();
  }

  private void welcome() {
    while (!door.isClosed()) {
      try (var client = door.accept()) {
        talk(client);
      } catch (IOException e) {
        // The client left, or the test is over.
      }
    }
  }

  private void talk(Socket client) throws IOException {
    var in = new DataInputStream(client.getInputStream());
    var out = client.getOutputStream();
    while (true) {
      var kind = in.readUnsignedByte() >> 4;
      answer(kind, in.readNBytes(length(in)), out);
    }
  }

  private void answer(int kind, byte[] packet, OutputStream out) throws IOException {
    switch (kind) {
      case CONNECT -> send(out, 0x20, 3, 0, 0, 0);
      case SUBSCRIBE -> send(out, 0x90, 4, packet[0], packet[1], 0, 1);
      case PING -> send(out, 0xd0, 0);
      case PUBLISH -> {
        publishes.incrementAndGet();
        var at = 2 + (((packet[0] & 0xff) << 8) | (packet[1] & 0xff));
        send(out, 0x40, 4, packet[at], packet[at + 1], reason, 0);
      }
      default -> throw new EOFException("the client says goodbye");
    }
  }

  private static int length(DataInputStream in) throws IOException {
    var length = 0;
    var shift = 0;
    int next;
    do {
      next = in.readUnsignedByte();
      length |= (next & 0x7f) << shift;
      shift += 7;
    } while (next > 0x7f);
    return length;
  }

  private static void send(OutputStream out, int... bytes) throws IOException {
    var packet = new byte[bytes.length];
    for (var i = 0; i < bytes.length; i++) {
      packet[i] = (byte) bytes[i];
    }
    out.write(packet);
  }
}
