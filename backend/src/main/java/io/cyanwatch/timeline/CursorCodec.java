package io.cyanwatch.timeline;

import io.cyanwatch.timeline.Cursor.Boot;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The bytes of `timeline.cursor.state`: read and written with every message, so they are few.
final class CursorCodec {
  private static final byte VERSION = 1;
  private static final int WANTS_ACK = 1;
  private static final int HAS_OFFSET = 2;
  private static final int HAS_CLOCK = 4;
  private static final int HAS_DIGESTS = 8;
  private static final int HAS_OPENED = 16;

  private ByteBuffer bytes;

  private CursorCodec(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  static byte[] write(List<Boot> boots) {
    var out = new CursorCodec(ByteBuffer.allocate(512));
    out.bytes.put(VERSION);
    out.number(boots.size());
    boots.forEach(out::boot);
    var written = new byte[out.bytes.position()];
    out.bytes.flip().get(written);
    return written;
  }

  static List<Boot> read(byte[] state) {
    if (state.length == 0) {
      return List.of();
    }
    var in = new CursorCodec(ByteBuffer.wrap(state));
    var version = in.bytes.get();
    if (version != VERSION) {
      throw new IllegalStateException(
          "A cursor was written by a newer Cyanwatch (version " + version + "): start that one.");
    }
    var boots = new ArrayList<Boot>();
    for (var left = in.number(); left > 0; left--) {
      boots.add(in.boot());
    }
    return boots;
  }

  private void boot(Boot boot) {
    var name = boot.boot().getBytes(StandardCharsets.UTF_8);
    var dating = boot.dating();
    room(64 + name.length);
    bytes.put((byte) flags(boot));
    number(boot.nr());
    number(name.length);
    bytes.put(name);
    number(boot.conn());
    number(boot.severed() + 1);
    if (boot.opened() >= 0) {
      number(boot.opened());
    }
    if (dating.offset() != Dating.UNKNOWN) {
      signed(dating.offset());
      number(dating.anchored());
    }
    if (dating.clock() != Dating.UNKNOWN) {
      signed(dating.clock());
    }
    ranges(boot.seqs());
    ranges(boot.lost());
    digests(boot.digests());
  }

  private static int flags(Boot boot) {
    return (boot.wantsAck() ? WANTS_ACK : 0)
        | (boot.dating().offset() != Dating.UNKNOWN ? HAS_OFFSET : 0)
        | (boot.dating().clock() != Dating.UNKNOWN ? HAS_CLOCK : 0)
        | (boot.opened() >= 0 ? HAS_OPENED : 0)
        | (boot.digests().equals(Digests.NONE) ? 0 : HAS_DIGESTS);
  }

  private Boot boot() {
    var flags = bytes.get();
    var nr = (int) number();
    var name = new byte[(int) number()];
    bytes.get(name);
    var conn = number();
    var severed = number() - 1;
    var opened = (flags & HAS_OPENED) == 0 ? -1 : number();
    var offset = (flags & HAS_OFFSET) == 0 ? Dating.UNKNOWN : signed();
    var anchored = (flags & HAS_OFFSET) == 0 ? 0 : number();
    var clock = (flags & HAS_CLOCK) == 0 ? Dating.UNKNOWN : signed();
    var seqs = ranges();
    var lost = ranges();
    var digests = (flags & HAS_DIGESTS) == 0 ? Digests.NONE : digests();
    return new Boot(
        nr,
        new String(name, StandardCharsets.UTF_8),
        conn,
        opened,
        seqs,
        lost,
        digests,
        new Dating(offset, anchored, clock),
        severed,
        (flags & WANTS_ACK) != 0);
  }

  private void ranges(SeqSet set) {
    room(10 + set.ranges().size() * 20);
    number(set.ranges().size());
    var last = 0L;
    for (var range : set.ranges()) {
      number(range[0] - last);
      number(range[1] - range[0]);
      last = range[1];
    }
  }

  private SeqSet ranges() {
    var count = (int) number();
    var ranges = new ArrayList<long[]>(count);
    var last = 0L;
    for (var i = 0; i < count; i++) {
      var from = last + number();
      last = from + number();
      ranges.add(new long[] {from, last});
    }
    return count == 0 ? SeqSet.EMPTY : new SeqSet(ranges);
  }

  private void digests(Digests digests) {
    if (!digests.equals(Digests.NONE)) {
      room(Digests.KEPT * Integer.BYTES);
      for (var slot : digests.slots()) {
        bytes.putInt(slot);
      }
    }
  }

  private Digests digests() {
    var slots = new int[Digests.KEPT];
    for (var i = 0; i < slots.length; i++) {
      slots[i] = bytes.getInt();
    }
    return new Digests(slots);
  }

  /// Seven bits a byte, the lowest first.
  private void number(long value) {
    var rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes.put((byte) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    bytes.put((byte) rest);
  }

  private long number() {
    var value = 0L;
    for (var shift = 0; ; shift += 7) {
      var next = bytes.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private void signed(long value) {
    number((value << 1) ^ (value >> 63));
  }

  private long signed() {
    var value = number();
    return (value >>> 1) ^ -(value & 1);
  }

  private void room(int wanted) {
    if (bytes.remaining() < wanted) {
      bytes = ByteBuffer.allocate(2 * (bytes.capacity() + wanted)).put(bytes.flip());
    }
  }
}
