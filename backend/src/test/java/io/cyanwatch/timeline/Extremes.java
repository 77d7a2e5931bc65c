package io.cyanwatch.timeline;

import java.util.stream.DoubleStream;

/// The least and the most of some numbers.
record Extremes(double min, double max) {

  static Extremes of(DoubleStream numbers) {
    var all = numbers.summaryStatistics();
    return new Extremes(all.getMin(), all.getMax());
  }
}
