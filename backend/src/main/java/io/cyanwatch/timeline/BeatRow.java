package io.cyanwatch.timeline;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// How a heartbeat lies in `timeline.beat`: whole, or as what differs from a whole one (its frame)
/// of the same device, boot and hour.
///
/// After the form: for a difference, how far back in the sequence its frame is; then received − at,
/// connection, uptime and error; then the body. A difference holds one bit for each value of the
/// body, lowest first, and each value that changed.
final class BeatRow {
  private static final int WHOLE = 0;
  private static final int DIFFERENCE = 1;
  private static final int TOKEN = 1;

  private BeatRow() {}

  static byte[] whole(Sample sample) {
    var body = sample.body();
    return new ByteSink(body.length + 24)
        .put(WHOLE)
        .signed(sample.receivedAt() - sample.at())
        .varint(sample.conn())
        .varint(sample.up())
        .varint(sample.error())
        .put(body)
        .toBytes();
  }

  /// Empty when the two are of another form, or have too little in common.
  static Optional<byte[]> difference(Sample sample, Sample frame) {
    if (sample.boot() != frame.boot() || sample.hour() != frame.hour()) {
      return Optional.empty();
    }
    var out =
        new ByteSink(96)
            .put(DIFFERENCE)
            .signed(sample.seq() - frame.seq())
            .signed(sample.receivedAt() - sample.at())
            .signed(sample.conn() - frame.conn())
            .signed(sample.up() - frame.up() - (sample.at() - frame.at()))
            .signed(sample.error() - frame.error());
    try {
      var same = new Difference(frame.body(), sample.body(), out).write();
      return same && out.size() * 2 <= sample.body().length + 48
          ? Optional.of(out.toBytes())
          : Optional.empty();
    } catch (ByteSource.Broken _) {
      return Optional.empty();
    }
  }

  /// Two bodies, value by value.
  private record Difference(byte[] frame, byte[] body, ByteSink out) {

    /// Whether they have the same form.
    boolean write() {
      var bits = new byte[16];
      var changes = new ByteSink(64);
      var old = new CborWalk(frame);
      var now = new CborWalk(body);
      for (var n = 0; ; n++) {
        var more = now.next();
        if (old.next() != more || !sameStructure(old, now)) {
          return false;
        }
        if (!more) {
          out.put(bits, 0, (n + 7) / 8).put(changes.shared(), 0, changes.size());
          return true;
        }
        if (n / 8 == bits.length) {
          bits = Arrays.copyOf(bits, bits.length * 2);
        }
        if (!Arrays.equals(frame, old.value, old.end, body, now.value, now.end)) {
          bits[n / 8] |= (byte) (1 << (n % 8));
          change(old, now, changes);
        }
      }
    }

    private boolean sameStructure(CborWalk old, CborWalk now) {
      return Arrays.equals(frame, old.structure, old.value, body, now.structure, now.value);
    }

    /// A number as its distance, shifted by one bit; anything else as it is, behind an odd length.
    private void change(CborWalk old, CborWalk now, ByteSink changes) {
      if (old.isNumber() && now.isNumber() && near(old.number(), now.number())) {
        var by = now.number() - old.number();
        changes.varint(((by << 1) ^ (by >> 63)) << 1);
      } else {
        changes.varint(((long) (now.end - now.value) << 1) | TOKEN).put(body, now.value, now.end);
      }
    }

    private static boolean near(long a, long b) {
      var by = b - a;
      return by < 1L << 60 && by > -(1L << 60) && ((b ^ a) & (b ^ by)) >= 0;
    }
  }

  /// Whether a row can be read by itself.
  static boolean isWhole(byte[] row) {
    return row.length > 0 && row[0] == WHOLE;
  }

  /// Where the frame of a difference stands in its boot.
  static long frameOf(byte[] row, long seq) {
    var in = new ByteSource(row);
    in.next();
    return seq - in.signed();
  }

  /// @param frames finds the frame by its place in the boot; null when there is none
  /// @throws ByteSource.Broken for a row without its frame, or one that makes no sense
  static Sample read(
      long at, int boot, long seq, byte[] row, LongFunction<@Nullable Sample> frames) {
    var in = new ByteSource(row);
    if (in.next() == WHOLE) {
      return new Sample(
          at, at + in.signed(), boot, seq, in.varint(), in.varint(), in.varint(), in.rest());
    }
    var frame = frames.apply(seq - in.signed());
    if (frame == null) {
      throw new ByteSource.Broken("The frame of " + boot + "/" + seq + " is missing.");
    }
    return new Sample(
        at,
        at + in.signed(),
        boot,
        seq,
        frame.conn() + in.signed(),
        frame.up() + in.signed() + at - frame.at(),
        frame.error() + in.signed(),
        patched(frame.body(), in));
  }

  private static byte[] patched(byte[] frame, ByteSource in) {
    var out = new ByteSink(frame.length + 16);
    var count = 0;
    for (var walk = new CborWalk(frame); walk.next(); ) {
      count++;
    }
    var bits = in.take((count + 7) / 8);
    var walk = new CborWalk(frame);
    for (var n = 0; walk.next(); n++) {
      out.put(frame, walk.structure, walk.value);
      if (((bits[n / 8] >> (n % 8)) & 1) == 0) {
        out.put(frame, walk.value, walk.end);
        continue;
      }
      var change = in.varint();
      if ((change & TOKEN) == TOKEN) {
        out.put(in.take(change >>> 1));
      } else {
        var by = change >>> 1;
        CborWalk.write(out, walk.number() + ((by >>> 1) ^ -(by & 1)));
      }
    }
    return out.put(frame, walk.structure, walk.value).toBytes();
  }
}
