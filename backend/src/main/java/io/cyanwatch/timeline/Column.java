package io.cyanwatch.timeline;

import io.cyanwatch.timeline.Coder.Odds;

/// Codes columns of numbers, each against what foretells it best: always the same, about the same,
/// the one before, or a straight line through the two before.
final class Column {
  private static final int SAME = 0;
  private static final int ABOUT = 1;
  private static final int BEFORE = 2;
  private static final int LINE = 3;

  private final Odds kinds = new Odds(4);
  private final Numbers bases = new Numbers();

  /// @param values filled when decoding
  void code(Coder coder, long[] values) {
    if (values.length == 0) {
      return;
    }
    var kind = kind(coder, coder.encoding() ? best(values) : SAME);
    var base = bases.code(coder, kind == ABOUT ? mean(values) : values[0]);
    if (kind == SAME) {
      java.util.Arrays.fill(values, base);
      return;
    }
    var residuals = new Numbers();
    if (kind != ABOUT) {
      values[0] = base;
    }
    for (var n = kind == ABOUT ? 0 : 1; n < values.length; n++) {
      var foretold = kind == ABOUT ? base : foretold(kind, values, n);
      values[n] = foretold + residuals.code(coder, values[n] - foretold);
    }
  }

  private int kind(Coder coder, int kind) {
    var high = coder.bit(kinds, 1, kind >> 1);
    return (high << 1) | coder.bit(kinds, 2 + high, kind & 1);
  }

  private static long foretold(int kind, long[] values, int n) {
    return kind == BEFORE || n == 1 ? values[n - 1] : 2 * values[n - 1] - values[n - 2];
  }

  private static int best(long[] values) {
    var mean = mean(values);
    var about = 0L;
    var before = 0L;
    var line = 0L;
    var same = true;
    for (var n = 1; n < values.length; n++) {
      same &= values[n] == values[0];
      about += cost(values[n] - mean);
      before += cost(values[n] - values[n - 1]);
      line += cost(values[n] - foretold(LINE, values, n));
    }
    if (same) {
      return SAME;
    }
    if (line < before && line < about) {
      return LINE;
    }
    return before < about ? BEFORE : ABOUT;
  }

  private static int cost(long residual) {
    return residual == 0 ? 0 : 66 - Long.numberOfLeadingZeros(Math.abs(residual));
  }

  /// Near the middle; exact or not, the residuals make up for it.
  private static long mean(long[] values) {
    var sum = 0.0;
    for (var value : values) {
      sum += value;
    }
    return Math.round(sum / values.length);
  }
}
