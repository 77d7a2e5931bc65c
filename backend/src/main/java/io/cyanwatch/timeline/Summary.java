package io.cyanwatch.timeline;

import io.cyanwatch.timeline.BlockCodec.Beat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is drawn of one device's hour without looking at its records.
///
/// @param hour when it begins, in milliseconds since 1970
/// @param runs stretches without silence, each of one connection
/// @param steps where a lane changes; the first is the first record
/// @param gauges in the order of [Gauge]
record Summary(long hour, List<Run> runs, List<Step> steps, List<Stats> gauges) {
  Summary {
    runs = List.copyOf(runs);
    steps = List.copyOf(steps);
    gauges = List.copyOf(gauges);
  }

  /// The device spoke from here to there. Milliseconds since 1970.
  record Run(long from, long to) {}

  /// From here on, these values. Milliseconds since 1970.
  record Step(
      long at,
      @Nullable Boolean wifi,
      @Nullable Boolean cloud,
      @Nullable String listener,
      @Nullable Long generation) {

    static Step of(Beat beat) {
      var values = beat.values();
      return new Step(
          beat.sample().at(),
          or(values.flag("wifi.ready")),
          or(values.flag("cloud.up")),
          or(values.text("listener.state")),
          or(values.number("listener.gen")));
    }

    private static <T> @Nullable T or(Optional<T> value) {
      return value.orElse(null);
    }

    boolean says(Step other) {
      return equals(new Step(at, other.wifi, other.cloud, other.listener, other.generation));
    }
  }

  /// @param beats in order, all of one hour
  /// @param patience longer silence ends a run
  static Summary of(long hour, List<Beat> beats, Duration patience) {
    var steps = new ArrayList<Step>();
    for (var beat : beats) {
      var step = Step.of(beat);
      if (steps.isEmpty() || !step.says(steps.getLast())) {
        steps.add(step);
      }
    }
    var gauges = new ArrayList<Stats>();
    for (var gauge : Gauge.values()) {
      gauges.add(stats(gauge, beats));
    }
    return new Summary(hour, runs(beats, patience.toMillis()), steps, gauges);
  }

  private static Stats stats(Gauge gauge, List<Beat> beats) {
    var stats = Stats.NONE;
    for (var beat : beats) {
      var value = beat.values().number(gauge.path());
      if (value.isPresent()) {
        stats = stats.with(value.get());
      }
    }
    return stats;
  }

  private static List<Run> runs(List<Beat> beats, long patience) {
    var runs = new ArrayList<Run>();
    @Nullable Sample before = null;
    for (var beat : beats) {
      var now = beat.sample();
      if (before == null || !joined(before, now, patience)) {
        runs.add(new Run(now.at(), now.at()));
      } else {
        runs.set(runs.size() - 1, new Run(runs.getLast().from(), now.at()));
      }
      before = now;
    }
    return runs;
  }

  /// A goodbye ends its connection, so no run goes over one.
  private static boolean joined(Sample before, Sample now, long patience) {
    return before.boot() == now.boot()
        && before.conn() == now.conn()
        && now.at() - before.at() <= patience;
  }
}
