package io.cyanwatch.simulator.load;

/// The broker's answer to a CONNECT.
///
/// @param code 0 is a welcome
/// @param receiveMaximum how many unacknowledged messages the broker takes
record Connack(int code, int receiveMaximum) {
  private static final int NO_LIMIT = 0xffff;
  private static final int RECEIVE_MAXIMUM = 0x21;

  static Connack read(byte[] block, int from, int to, int version) {
    if (to - from < 2) {
      return new Connack(0xff, NO_LIMIT);
    }
    var code = block[from + 1] & 0xff;
    return new Connack(code, version == 5 ? receiveMaximum(block, from + 2, to) : NO_LIMIT);
  }

  boolean isWelcome() {
    return code == 0;
  }

  /// The same reasons have other numbers in the two versions.
  String words() {
    return switch (code) {
      case 1, 0x84 -> "it does not speak this version of MQTT; try the other one with --mqtt";
      case 2, 0x85 -> "the client id is not allowed to this account";
      case 3, 0x88, 0x97 -> "it takes no more connections now";
      case 4, 0x86 -> "user name or password are wrong";
      case 5, 0x87 -> "this account is not allowed to connect";
      default -> "its reason is number " + code;
    };
  }

  /// Walks the properties behind their length, whose last byte has no continuation bit.
  private static int receiveMaximum(byte[] block, int from, int to) {
    var at = from;
    while (at < to && block[at] < 0) {
      at++;
    }
    at++;
    while (at + 2 < to) {
      if (block[at] == RECEIVE_MAXIMUM) {
        return Packets.word(block, at + 1);
      }
      at += 1 + size(block, at, to);
    }
    return NO_LIMIT;
  }

  /// Of a property's value.
  private static int size(byte[] block, int at, int to) {
    return switch (block[at] & 0xff) {
      case 0x24, 0x25, 0x28, 0x29, 0x2A -> 1;
      case 0x13, 0x22 -> 2;
      case 0x11, 0x27 -> 4;
      case 0x26 -> {
        var key = text(block, at + 1, to);
        yield key + text(block, at + 1 + key, to);
      }
      default -> text(block, at + 1, to);
    };
  }

  private static int text(byte[] block, int at, int to) {
    return at + 1 < to ? 2 + Packets.word(block, at) : to;
  }
}
