package io.cyanwatch.detection;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/// The numbers of one rule, by name. Names that end in `_s` are seconds.
record Thresholds(SortedMap<String, Double> values) {

  Thresholds {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  static Thresholds of(Map<String, Double> values) {
    return new Thresholds(new TreeMap<>(values));
  }

  double number(String name) {
    return Objects.requireNonNull(values.get(name), () -> "no threshold is called " + name);
  }

  int count(String name) {
    return (int) number(name);
  }

  Duration seconds(String name) {
    return Duration.ofMillis(Math.round(number(name) * 1000));
  }

  /// These, with those in their place.
  Thresholds with(Map<String, Double> others) {
    var all = new TreeMap<>(values);
    all.putAll(others);
    return new Thresholds(all);
  }

  /// For evidence: whole numbers without a point.
  SortedMap<String, Object> shown() {
    var shown = new TreeMap<String, Object>();
    values.forEach((name, value) -> shown.put(name, plain(value)));
    return shown;
  }

  private static Object plain(double value) {
    if (value == Math.rint(value)) {
      return (long) value;
    }
    return value;
  }
}
