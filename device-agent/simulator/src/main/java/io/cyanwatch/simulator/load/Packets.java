package io.cyanwatch.simulator.load;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The few MQTT packets that load and its sink write, in versions 3.1.1 and 5.
final class Packets {
  static final int CONNECT = 1;
  static final int CONNACK = 2;
  static final int PUBLISH = 3;
  static final int PUBACK = 4;
  static final int SUBSCRIBE = 8;
  static final int SUBACK = 9;
  static final int UNSUBSCRIBE = 10;
  static final int UNSUBACK = 11;
  static final int PINGREQ = 12;
  static final int PINGRESP = 13;
  static final int DISCONNECT = 14;

  /// The flag of a packet that may have come before.
  static final int DUP = 0x08;

  static final int KEEP_ALIVE_S = 30;

  private static final int QOS_1 = 0x02;
  private static final int CLEAN = 0x02;
  private static final int WILL_QOS_1 = 0x04 | 0x08;
  private static final int PASSWORD = 0x40;
  private static final int USER = 0x80;

  private Packets() {}

  /// Who connects.
  ///
  /// @param will the topic and payload that the broker publishes when the connection breaks
  record Login(
      String clientId, @Nullable String user, @Nullable String password, @Nullable Will will) {}

  record Will(String topic, byte[] payload) {}

  /// @param version 3 for 3.1.1, 5 for 5
  static byte[] connect(Login login, int version) {
    var body = new ByteArrayOutputStream();
    text(body, "MQTT");
    body.write(version == 5 ? 5 : 4);
    body.write(flags(login));
    number(body, KEEP_ALIVE_S);
    noProperties(body, version);
    text(body, login.clientId());
    if (login.will() != null) {
      noProperties(body, version);
      text(body, login.will().topic());
      bytes(body, login.will().payload());
    }
    if (login.user() != null) {
      text(body, login.user());
    }
    if (login.password() != null) {
      text(body, login.password());
    }
    return packet(CONNECT << 4, body.toByteArray());
  }

  private static int flags(Login login) {
    return CLEAN
        | (login.will() == null ? 0 : WILL_QOS_1)
        | (login.user() == null ? 0 : USER)
        | (login.password() == null ? 0 : PASSWORD);
  }

  /// A QoS 1 publish with packet id 0, which is at [#idAt].
  static byte[] publish(String topic, byte[] payload, int version) {
    var body = new ByteArrayOutputStream();
    text(body, topic);
    number(body, 0);
    noProperties(body, version);
    body.writeBytes(payload);
    return packet((PUBLISH << 4) | QOS_1, body.toByteArray());
  }

  /// Where the two bytes of a publish's packet id are.
  static int idAt(byte[] publish) {
    var body = bodyAt(publish);
    return body + 2 + word(publish, body);
  }

  static byte[] connack(int version) {
    return packet(CONNACK << 4, version == 5 ? new byte[3] : new byte[2]);
  }

  /// Grants QoS 1 to `topics` subscriptions.
  static byte[] suback(int id, int topics, int version) {
    return granted(SUBACK, id, topics, 1, version);
  }

  /// MQTT 3.1.1 gives no codes here.
  static byte[] unsuback(int id, int topics, int version) {
    return granted(UNSUBACK, id, version == 5 ? topics : 0, 0, version);
  }

  static byte[] empty(int type) {
    return new byte[] {(byte) (type << 4), 0};
  }

  /// An unsigned number of two bytes.
  static int word(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }

  static void word(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }

  private static byte[] granted(int type, int id, int topics, int code, int version) {
    var body = new ByteArrayOutputStream();
    number(body, id);
    noProperties(body, version);
    for (var i = 0; i < topics; i++) {
      body.write(code);
    }
    return packet(type << 4, body.toByteArray());
  }

  private static byte[] packet(int head, byte[] body) {
    var out = new ByteArrayOutputStream(body.length + 5);
    out.write(head);
    var rest = body.length;
    do {
      out.write(rest > 127 ? (rest & 127) | 128 : rest);
      rest >>= 7;
    } while (rest > 0);
    out.writeBytes(body);
    return out.toByteArray();
  }

  private static int bodyAt(byte[] packet) {
    var at = 1;
    while (packet[at] < 0) {
      at++;
    }
    return at + 1;
  }

  private static void noProperties(ByteArrayOutputStream out, int version) {
    if (version == 5) {
      out.write(0);
    }
  }

  private static void text(ByteArrayOutputStream out, String text) {
    bytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void bytes(ByteArrayOutputStream out, byte[] bytes) {
    if (bytes.length > 0xffff) {
      throw new IllegalArgumentException("MQTT has no room for %d bytes".formatted(bytes.length));
    }
    number(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void number(ByteArrayOutputStream out, int value) {
    out.write(value >> 8);
    out.write(value);
  }
}
