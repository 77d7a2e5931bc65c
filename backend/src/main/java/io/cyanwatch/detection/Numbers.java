package io.cyanwatch.detection;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The thresholds of a rule, each with its default and its limits.
record Numbers(SortedMap<String, Double> defaults, SortedMap<String, Limits> limits) {
  static final Numbers NONE = new Numbers(new TreeMap<>(), new TreeMap<>());

  Numbers {
    defaults = Collections.unmodifiableSortedMap(new TreeMap<>(defaults));
    limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
  }

  Numbers count(String name, int is, int least, int most) {
    return and(name, is, new Limits(least, most, true));
  }

  /// Its name ends in `_s`.
  Numbers time(String name, Duration is, Duration least, Duration most) {
    return and(name, s(is), new Limits(s(least), s(most), false));
  }

  Numbers factor(String name, double is, double least, double most) {
    return and(name, is, new Limits(least, most, false));
  }

  /// A part of one; none is no threshold.
  Numbers part(String name, double is) {
    return and(name, is, new Limits(1e-9, 1, false));
  }

  private Numbers and(String name, double is, Limits within) {
    within
        .complaint(is)
        .ifPresent(
            complaint -> {
              throw new IllegalArgumentException(
                  "The threshold %s is %s by default: %s".formatted(name, is, complaint));
            });
    var all = new TreeMap<>(defaults);
    all.put(name, is);
    var bounds = new TreeMap<>(limits);
    bounds.put(name, within);
    return new Numbers(all, bounds);
  }

  private static double s(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
