package io.cyanwatch.link;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Cuts what the broker sends into whole packets, in whatever pieces it comes. Not thread-safe.
final class Packets {
  /// Holds hundreds of usual messages, which then cost one call of the system.
  static final int ROOM = 64 * 1024;

  private static final int DIGIT = 0x7F;
  private static final int BITS = 7;
  private static final int MOST_DIGITS = 4;

  private final int largest;
  private byte[] bytes = new byte[ROOM];
  private int start;
  private int end;

  /// Of the packet at `start`; 0: not known yet.
  private int length;

  private int header;

  /// @param largest packet that the broker may send, with its header
  Packets(int largest) {
    this.largest = largest;
  }

  /// Whether a whole packet can be taken.
  boolean ready() throws Malformed {
    if (length == 0) {
      measure();
    }
    return length > 0 && end - start >= length;
  }

  private void measure() throws Malformed {
    var size = 0;
    for (var digits = 1; digits < end - start; digits++) {
      var digit = bytes[start + digits];
      size |= (digit & DIGIT) << (BITS * (digits - 1));
      if (digit >= 0) {
        header = 1 + digits;
        length = header + size;
        requireAllowed();
        return;
      }
      if (digits == MOST_DIGITS) {
        throw new Malformed("a packet whose length has more than four bytes");
      }
    }
  }

  private void requireAllowed() throws Malformed {
    if (length > largest) {
      throw new Malformed("a packet of %d bytes; we take %d".formatted(length, largest));
    }
  }

  /// Whether the one that is ready is a message.
  boolean isPublish() {
    return PublishPacket.begins(bytes[start]);
  }

  PublishPacket takePublish() throws Malformed {
    var body = new Fields(bytes, start + header, start + length);
    var publish = PublishPacket.of(bytes[start], body);
    pass();
    return publish;
  }

  /// The one that is ready, as it came.
  byte[] take() {
    var packet = Arrays.copyOfRange(bytes, start, start + length);
    pass();
    return packet;
  }

  private void pass() {
    start += length;
    length = 0;
  }

  /// Waits for more, when none is ready.
  ///
  /// @return false at the end
  boolean read(InputStream in) throws IOException {
    makeRoom();
    var read = in.read(bytes, end, bytes.length - end);
    end += Math.max(read, 0);
    return read >= 0;
  }

  /// What a large packet needs is taken as it comes, and given back when it has passed.
  private void makeRoom() {
    if (start > 0) {
      System.arraycopy(bytes, start, bytes, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(2 * bytes.length, largest));
    } else if (end == 0 && bytes.length > ROOM) {
      bytes = new byte[ROOM];
    }
  }
}
