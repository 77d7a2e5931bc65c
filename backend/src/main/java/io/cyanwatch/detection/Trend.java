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

  /// And so great a part of the first value must be gone: small heaps breathe by a tenth.
  private static final double MATERIAL = 0.2;

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

  /// It falls, and that is no chance.
  Optional<Fall> falls(long floor) {
    var slope = slope();
    var sure = -sum() >= TAU * pairs() && !settles();
    return sure && gone() >= MATERIAL * points.getFirst().value && slope < 0
        ? Optional.of(new Fall(points.getFirst().at, slope, left(slope, floor)))
        : Optional.empty();
  }

  /// Whether, seen for so long, it is on no way to reach the floor within this time.
  boolean stays(Duration seen, long floor, Duration horizon) {
    var slope = slope();
    return Duration.between(points.getFirst().at, points.getLast().at).compareTo(seen) >= 0
        && (slope >= 0 || left(slope, floor).compareTo(horizon) > 0);
  }

  /// The median of all pairs' slopes (Theil and Sen), in bytes per hour.
  private double slope() {
    var slopes = new ArrayList<Double>();
    for (var i = 0; i < points.size(); i++) {
      for (var j = i + 1; j < points.size(); j++) {
        slopes.add(perHour(points.get(i), points.get(j)));
      }
    }
    Collections.sort(slopes);
    return slopes.get(slopes.size() / 2);
  }

  /// How many more pairs rise than fall.
  private int sum() {
    var sum = 0;
    for (var i = 0; i < points.size(); i++) {
      for (var j = i + 1; j < points.size(); j++) {
        sum += Long.signum(points.get(j).value - points.get(i).value);
      }
    }
    return sum;
  }

  private int pairs() {
    return points.size() * (points.size() - 1) / 2;
  }

  private long gone() {
    return points.getFirst().value - points.getLast().value;
  }

  private Duration left(double slope, long floor) {
    var hours = Math.max(0, points.getLast().value - floor) / -slope;
    return Duration.ofMinutes(Math.round(Math.min(hours, 1e6) * 60));
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
