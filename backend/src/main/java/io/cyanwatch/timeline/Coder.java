package io.cyanwatch.timeline;

/// An adaptive arithmetic coder (carry-less, 32 bits): what is likely costs a fraction of a bit.
///
/// One description serves both directions: an encoding coder writes the value that it is given and
/// returns it; a decoding one ignores what it is given and returns what it reads.
final class Coder {
  /// Half, of 65,536.
  private static final int HALF = 1 << 15;

  private static final int SLOWEST = 90;
  private static final int[] PACE = new int[SLOWEST + 1];

  static {
    for (var n = 0; n <= SLOWEST; n++) {
      PACE[n] = (int) (65_536 / (n + 1.6));
    }
  }

  private final boolean encoding;
  private final ByteSink out;
  private final byte[] in;
  private int at;
  private long low;
  private long high = 0xffff_ffffL;
  private long code;

  private Coder(boolean encoding, ByteSink out, byte[] in) {
    this.encoding = encoding;
    this.out = out;
    this.in = in;
  }

  static Coder encoder(ByteSink out) {
    return new Coder(true, out, new byte[0]);
  }

  /// Reads all of `in`; what lies behind its end counts as zeros.
  static Coder decoder(byte[] in) {
    var coder = new Coder(false, new ByteSink(0), in);
    for (var i = 0; i < 4; i++) {
      coder.code = (coder.code << 8) | coder.following();
    }
    return coder;
  }

  boolean encoding() {
    return encoding;
  }

  /// How likely a bit is to be set, learnt while it is coded: fast at first, slower later.
  static final class Odds {
    private final int[] chance;
    private final byte[] seen;

    Odds(int contexts) {
      chance = new int[contexts];
      java.util.Arrays.fill(chance, HALF);
      seen = new byte[contexts];
    }

    private void learn(int context, int bit) {
      var n = seen[context];
      chance[context] += (int) (((long) ((bit << 16) - chance[context]) * PACE[n]) >> 16);
      if (n < SLOWEST) {
        seen[context]++;
      }
    }
  }

  int bit(Odds odds, int context, int bit) {
    var chance = Math.clamp(odds.chance[context], 40, 65_536 - 40);
    var coded = bit(chance, bit);
    odds.learn(context, coded);
    return coded;
  }

  /// Bits that nothing is known of; at most 63.
  long plain(int count, long value) {
    var coded = 0L;
    for (var i = count - 1; i >= 0; i--) {
      coded = (coded << 1) | bit(HALF, (int) ((value >>> i) & 1));
    }
    return coded;
  }

  private int bit(int chance, int bit) {
    var middle = low + ((high - low) >>> 16) * chance + ((((high - low) & 0xffff) * chance) >>> 16);
    var coded = encoding ? bit : code <= middle ? 1 : 0;
    if (coded == 1) {
      high = middle;
    } else {
      low = middle + 1;
    }
    while (((low ^ high) & 0xff00_0000L) == 0) {
      shift();
    }
    return coded;
  }

  private void shift() {
    if (encoding) {
      out.put((int) (high >>> 24));
    } else {
      code = ((code << 8) | following()) & 0xffff_ffffL;
    }
    low = (low << 8) & 0xffff_ffffL;
    high = ((high << 8) & 0xffff_ffffL) | 0xff;
  }

  private int following() {
    return at < in.length ? in[at++] & 0xff : 0;
  }

  /// Writes what is still held back: as few bytes as tell this interval from others, for a reader
  /// that goes on with zeros.
  void finish() {
    if (low == 0) {
      return;
    }
    for (var kept = 1; kept <= 4; kept++) {
      var dropped = (4 - kept) * 8;
      var mask = (0xffff_ffffL << dropped) & 0xffff_ffffL;
      var rounded = (low + (~mask & 0xffff_ffffL)) & mask;
      if (rounded >= low && rounded <= high) {
        out.fixed(rounded >>> dropped, kept);
        return;
      }
    }
  }
}
