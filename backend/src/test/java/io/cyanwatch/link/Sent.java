package io.cyanwatch.link;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;

/// A packet as a broker sends it, byte by byte.
record Sent(byte[] bytes) {
  static final byte[] NO_PROPERTIES = {};

  /// @param qos may be what no broker may send
  static Sent message(String topic, int qos, int id, byte[] properties, byte[] payload) {
    var body = new ByteArrayOutputStream();
    var data = new DataOutputStream(body);
    try {
      data.writeUTF(topic);
      if (qos > 0) {
        data.writeShort(id);
      }
      body.writeBytes(length(properties.length));
      data.write(properties);
      data.write(payload);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packet(0x30 | qos << 1, body.toByteArray());
  }

  static Sent message(String topic, int id, byte[] payload) {
    return message(topic, 1, id, NO_PROPERTIES, payload);
  }

  static Sent packet(int head, byte[] body) {
    var packet = new ByteArrayOutputStream();
    packet.write(head);
    packet.writeBytes(length(body.length));
    packet.writeBytes(body);
    return new Sent(packet.toByteArray());
  }

  static byte[] all(Collection<Sent> packets) {
    var all = new ByteArrayOutputStream();
    packets.forEach(packet -> all.writeBytes(packet.bytes));
    return all.toByteArray();
  }

  private static byte[] length(int length) {
    var digits = new ByteArrayOutputStream();
    var left = length;
    do {
      digits.write(left % 128 | (left >= 128 ? 128 : 0));
      left /= 128;
    } while (left > 0);
    return digits.toByteArray();
  }
}
