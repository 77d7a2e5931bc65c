package io.cyanwatch.link;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// A device that speaks MQTT byte by byte, so that it can also misbehave and see every code.
final class Wire implements Closeable {

  /// What a broker that hung up instead of answering looks like.
  static final int HUNG_UP = -1;

  private static final int CONNACK = 2;
  private static final int PUBLISH = 3;
  private static final int PUBACK = 4;
  private static final int SUBACK = 9;
  private static final int PINGRESP = 13;
  private static final int DISCONNECT = 14;

  final int version;
  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final Queue<Heard> heard = new ArrayDeque<>();
  private int packetId;

  /// As the backend's does; MQTT 3.1.1 only.
  boolean keepsSession;

  /// The code with which the broker hung up, if it gave one.
  int goodbye = HUNG_UP;

  Wire(int version, int port) {
    try {
      this.version = version;
      this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(5_000);
      this.in = new DataInputStream(socket.getInputStream());
      this.out = new DataOutputStream(socket.getOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  record Heard(String topic, String payload, boolean retained) {}

  record Will(String topic, boolean retained, String payload) {
    Will(String topic, boolean retained) {
      this(topic, retained, "gone");
    }
  }

  record Packet(int type, int flags, byte[] body) {}

  /// A device that is let in.
  static Wire device(int version, int port, String id) {
    var wire = new Wire(version, port);
    var code = wire.connect(id, id, "secret of " + id);
    if (code != 0) {
      throw new IllegalStateException(id + " was refused with " + code);
    }
    return wire;
  }

  int connect(String clientId, @Nullable String user, @Nullable String password) {
    return connect(clientId, user, password, null);
  }

  /// @return the code of the CONNACK
  int connect(
      String clientId, @Nullable String user, @Nullable String password, @Nullable Will will) {
    return attempt(
        () -> {
          sendConnect(clientId, user, password, will);
          return await(CONNACK).body()[1] & 0xFF;
        });
  }

  void sendConnect(
      String clientId, @Nullable String user, @Nullable String password, @Nullable Will will)
      throws IOException {
    var body = new Body();
    body.text("MQTT");
    body.data.writeByte(version);
    var flags = (keepsSession ? 0 : 2) | (user == null ? 0 : 0x80) | (password == null ? 0 : 0x40);
    var willFlags = will == null ? 0 : 0x0C | (will.retained() ? 0x20 : 0);
    body.data.writeByte(flags | willFlags);
    body.data.writeShort(60);
    body.noProperties();
    body.text(clientId);
    if (will != null) {
      body.noProperties();
      body.text(will.topic());
      body.text(will.payload());
    }
    if (user != null) {
      body.text(user);
    }
    if (password != null) {
      body.text(password);
    }
    send(1, 0, body);
  }

  /// @return the code of the PUBACK; always 0 before MQTT 5
  int publish(String topic, String payload) {
    return publish(topic, payload, false);
  }

  int publish(String topic, String payload, boolean retained) {
    return attempt(
        () -> {
          sendPublish(topic, payload, retained);
          var body = await(PUBACK).body();
          return body.length > 2 ? body[2] & 0xFF : 0;
        });
  }

  void sendPublish(String topic, String payload, boolean retained) throws IOException {
    var body = new Body();
    body.text(topic);
    body.data.writeShort(++packetId);
    body.noProperties();
    body.data.write(payload.getBytes(StandardCharsets.UTF_8));
    send(PUBLISH, 2 | (retained ? 1 : 0), body);
  }

  /// Sends `prefix0`, `prefix1`, … in one go, then waits for all to be acknowledged.
  void publishAll(String topic, String prefix, int count) {
    var done =
        attempt(
            () -> {
              for (var i = 0; i < count; i++) {
                sendPublish(topic, prefix + i, false);
              }
              for (var i = 0; i < count; i++) {
                await(PUBACK);
              }
              return 0;
            });
    if (done == HUNG_UP) {
      throw new IllegalStateException("the broker hung up");
    }
  }

  /// @return the granted QoS or the code of the refusal
  int subscribe(String filter) {
    return attempt(
        () -> {
          var body = new Body();
          body.data.writeShort(++packetId);
          body.noProperties();
          body.text(filter);
          body.data.writeByte(1);
          send(8, 2, body);
          var answer = await(SUBACK).body();
          return answer[answer.length - 1] & 0xFF;
        });
  }

  /// What was delivered up to now.
  Queue<Heard> heard() {
    isAlive();
    return heard;
  }

  boolean isAlive() {
    return attempt(
            () -> {
              send(12, 0, new Body());
              await(PINGRESP);
              return 0;
            })
        == 0;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Exchange {
    int run() throws IOException;
  }

  private static int attempt(Exchange exchange) {
    try {
      return exchange.run();
    } catch (SocketTimeoutException e) {
      throw new UncheckedIOException("the broker neither answers nor hangs up", e);
    } catch (IOException e) {
      return HUNG_UP;
    }
  }

  private Packet await(int type) throws IOException {
    while (true) {
      var packet = read(in);
      if (packet.type() == PUBLISH) {
        hear(packet);
      } else if (packet.type() == type) {
        return packet;
      } else if (packet.type() == DISCONNECT) {
        goodbye = packet.body().length == 0 ? 0 : packet.body()[0] & 0xFF;
      }
    }
  }

  static Packet read(DataInputStream in) throws IOException {
    var first = in.readUnsignedByte();
    var length = 0;
    var shift = 0;
    int digit;
    do {
      digit = in.readUnsignedByte();
      length |= (digit & 0x7F) << shift;
      shift += 7;
    } while ((digit & 0x80) != 0);
    return new Packet(first >> 4, first & 0x0F, in.readNBytes(length));
  }

  private void hear(Packet packet) throws IOException {
    var body = new DataInputStream(new ByteArrayInputStream(packet.body()));
    var topic = body.readUTF();
    var qos = (packet.flags() >> 1) & 3;
    var id = qos > 0 ? body.readUnsignedShort() : 0;
    if (version == 5) {
      body.skipNBytes(body.readUnsignedByte());
    }
    var payload = new String(body.readAllBytes(), StandardCharsets.UTF_8);
    heard.add(new Heard(topic, payload, (packet.flags() & 1) == 1));
    if (qos > 0) {
      var ack = new Body();
      ack.data.writeShort(id);
      send(PUBACK, 0, ack);
    }
  }

  private void send(int type, int flags, Body body) throws IOException {
    var bytes = body.bytes.toByteArray();
    var packet = new ByteArrayOutputStream();
    packet.write((type << 4) | flags);
    var rest = bytes.length;
    do {
      packet.write(rest > 127 ? (rest & 0x7F) | 0x80 : rest);
      rest >>= 7;
    } while (rest > 0);
    packet.write(bytes);
    out.write(packet.toByteArray());
    out.flush();
  }

  private final class Body {

    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final DataOutputStream data = new DataOutputStream(bytes);

    void text(String text) throws IOException {
      data.writeUTF(text);
    }

    void noProperties() throws IOException {
      if (version == 5) {
        data.writeByte(0);
      }
    }
  }
}
