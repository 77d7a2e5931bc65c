package io.cyanwatch.simulator.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// A packet that is encoded once and then only filled in: each blank is as wide as its largest
/// number, and JSON allows the spaces in front of a smaller one.
final class Form {
  private final byte[] bytes;
  private final Map<Blank, Integer> starts = new EnumMap<>(Blank.class);
  private final int idAt;

  /// The numbers that differ from one heartbeat to the next.
  enum Blank {
    SEQ(10),
    CONN(5),
    UP(11),
    AT(13),
    RSSI(3),
    RTT(3),
    ACCEPTS(11),
    IDLE(3),
    REQUESTS(11),
    OK(11),
    FREE(6);

    private final int width;

    Blank(int width) {
      this.width = width;
    }

    private String mark() {
      return "<" + name().toLowerCase(Locale.ROOT) + ">";
    }
  }

  /// @param text JSON with each blank's mark once, such as `<seq>`
  Form(String topic, String text, int version) {
    var blank = text;
    for (var each : Blank.values()) {
      blank = blank.replace(each.mark(), " ".repeat(each.width));
    }
    bytes = Packets.publish(topic, blank.getBytes(StandardCharsets.US_ASCII), version);
    idAt = Packets.idAt(bytes);
    var payload = bytes.length - blank.length();
    for (var each : Blank.values()) {
      starts.put(each, payload + place(text, each));
    }
  }

  int size() {
    return bytes.length;
  }

  void fill(Blank blank, long value) {
    int first = starts.getOrDefault(blank, 0);
    var at = first + blank.width;
    var rest = Math.abs(value);
    do {
      bytes[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0 && at > first);
    if (value < 0 && at > first) {
      bytes[--at] = '-';
    } else if (rest > 0 || value < 0) {
      throw new IllegalArgumentException(blank + " has no room for " + value);
    }
    while (at > first) {
      bytes[--at] = ' ';
    }
  }

  /// @param dup whether the packet may have arrived before
  void write(int packetId, boolean dup, ByteBuffer out) {
    Packets.word(bytes, idAt, packetId);
    bytes[0] = (byte) (dup ? bytes[0] | Packets.DUP : bytes[0] & ~Packets.DUP);
    out.put(bytes);
  }

  /// The place of a blank once all marks before it are as wide as their blanks.
  private static int place(String text, Blank blank) {
    var mark = text.indexOf(blank.mark());
    if (mark < 0) {
      throw new IllegalArgumentException("no blank for " + blank);
    }
    var place = mark;
    for (var other : Blank.values()) {
      var at = text.indexOf(other.mark());
      if (at >= 0 && at < mark) {
        place += other.width - other.mark().length();
      }
    }
    return place;
  }
}
