package io.cyanwatch.timeline;

/// The least, the sum and the most of some values of a gauge.
record Stats(long count, long min, long max, long sum) {
  static final Stats NONE = new Stats(0, Long.MAX_VALUE, Long.MIN_VALUE, 0);

  Stats with(long value) {
    return new Stats(count + 1, Math.min(min, value), Math.max(max, value), sum + value);
  }

  Stats with(Stats other) {
    return new Stats(
        count + other.count, Math.min(min, other.min), Math.max(max, other.max), sum + other.sum);
  }

  /// To a tenth.
  double average() {
    return Math.round((double) sum / count * 10) / 10.0;
  }
}
