package io.cyanwatch.detection;

import io.cyanwatch.detection.Memory.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Whether samples fall for good: nearly every pair of them does, and by more than noise would.
final class Trend {
  private static final int LEAST_SAMPLES = 8;
  private static final Duration LEAST_SPAN = Duration.ofMinutes(30);

  /// Of all pairs, so many more must fall than rise (Kendall's tau).
  private static final double TAU = 0.75;

  /// And so great a part of the first value must be gone.
  private static final double MATERIAL = 0.1;

  /// The later half must still fall by so great a part of the whole's slope.
  private static final double STEADY = 0.7;

  private record Point(Instant at, long value) {}

  private final List<Point> points;

  private Trend(List<Point> points) {
    this.points = points;
  }

  /// @param perHour bytes; below zero
  /// @param left until the floor is reached
  record Fall(Instant since, double perHour, Duration left) {}

  static Optional<Trend> of(List<Sample> samples, Function<Sample, @Nullable Long> of) {
    var points = new ArrayList<Point>();
    for (var sample : samples) {
      var value = of.apply(sample);
      if (value != null) {
        points.add(new Point(sample.at(), value));
      }
    }
    var enough =
        points.size() >= LEAST_SAMPLES
            && Duration.between(points.getFirst().at, points.getLast().at).compareTo(LEAST_SPAN)
                >= 0;
    return enough ? Optional.of(new Trend(points)) : Optional.empty();
  }

  Optional<Fall> falls(long floor) {
    var slopes = new ArrayList<Double>();
    var sum = 0;
    for (var i = 0; i < points.size(); i++) {
      for (var j = i + 1; j < points.size(); j++) {
        var by = points.get(j).value - points.get(i).value;
        sum += Long.signum(by);
        slopes.add(by / hours(points.get(i).at, points.get(j).at));
      }
    }
    Collections.sort(slopes);
    var slope = slopes.get(slopes.size() / 2);
    var first = points.getFirst();
    var last = points.getLast();
    var gone = first.value - last.value;
    if (-sum < TAU * slopes.size() || gone < MATERIAL * first.value || slope >= 0 || settles()) {
      return Optional.empty();
    }
    var left = Math.max(0, last.value - floor) / -slope;
    return Optional.of(
        new Fall(first.at, slope, Duration.ofMinutes(Math.round(Math.min(left, 1e6) * 60))));
  }

  /// After a start memory falls and then stays: the later half falls far less than the whole.
  private boolean settles() {
    var middle = points.get(points.size() / 2);
    var late = perHour(middle, points.getLast());
    return late > STEADY * perHour(points.getFirst(), points.getLast());
  }

  private static double perHour(Point from, Point to) {
    return (to.value - from.value) / hours(from.at, to.at);
  }

  private static double hours(Instant from, Instant to) {
    return Math.max(1, Duration.between(from, to).toSeconds()) / 3600.0;
  }
}
