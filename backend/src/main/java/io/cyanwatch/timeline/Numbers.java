package io.cyanwatch.timeline;

import io.cyanwatch.timeline.Coder.Odds;

/// Codes numbers of either sign that tend to be near zero: is it zero, how long is it, its leading
/// bits as learnt, the rest as it is.
final class Numbers {
  private static final int LEARNT_BITS = 2;

  private final Odds zero = new Odds(2);
  private final Odds sign = new Odds(1);
  private final Odds length = new Odds(64);
  private final Odds lead = new Odds(65 << LEARNT_BITS);
  private int before;

  long code(Coder coder, long value) {
    if (coder.bit(zero, before, value == 0 ? 1 : 0) == 1) {
      before = 0;
      return 0;
    }
    before = 1;
    var negative = coder.bit(sign, 0, value < 0 ? 1 : 0) == 1;
    var size = magnitude(coder, negative ? -value : value);
    return negative ? -size : size;
  }

  private long magnitude(Coder coder, long size) {
    var wanted = 64 - Long.numberOfLeadingZeros(size);
    var bits = 1;
    while (bits < 64 && coder.bit(length, bits, wanted > bits ? 1 : 0) == 1) {
      bits++;
    }
    var coded = 1L;
    var left = bits - 1;
    var prefix = 1;
    for (var i = 0; i < LEARNT_BITS && left > 0; i++) {
      left--;
      var bit = coder.bit(lead, (bits << LEARNT_BITS) | prefix, (int) ((size >>> left) & 1));
      prefix = (prefix << 1) | bit;
      coded = (coded << 1) | bit;
    }
    return (coded << left) | coder.plain(left, size & ((1L << left) - 1));
  }
}
