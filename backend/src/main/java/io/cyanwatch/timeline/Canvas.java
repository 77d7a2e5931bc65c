package io.cyanwatch.timeline;

import io.cyanwatch.timeline.BlockCodec.Beat;
import io.cyanwatch.timeline.Summary.Run;
import io.cyanwatch.timeline.Summary.Step;
import io.cyanwatch.timeline.Timelines.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a stretch of time looks like, hour by hour put together.
final class Canvas {
  private final long earliest;
  private final long from;
  private final long to;
  private final long width;
  private final List<Run> runs = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final Map<Gauge, TreeMap<Long, Stats>> gauges = new EnumMap<>(Gauge.class);

  /// @param lookBack a lane's value at `from` may be so old
  /// @param width of a bin, in milliseconds; the first begins at `from`
  Canvas(Instant from, Instant to, Duration lookBack, long width) {
    this.earliest = from.minus(lookBack).toEpochMilli();
    this.from = from.toEpochMilli();
    this.to = to.toEpochMilli();
    this.width = width;
  }

  /// An hour told by its summary: its gauges go into the bin in which it begins.
  void add(Summary hour) {
    lanes(hour);
    if (hour.hour() + Sample.HOUR > from && hour.hour() < to) {
      var stats = hour.gauges().iterator();
      for (var gauge : Gauge.values()) {
        put(gauge, Math.max(hour.hour(), from), stats.next());
      }
    }
  }

  /// An hour told by its records, which are in order.
  void add(long hour, List<Beat> beats, Duration patience) {
    var within =
        beats.stream()
            .filter(beat -> beat.sample().at() < to && beat.sample().at() >= earliest)
            .toList();
    lanes(Summary.of(hour, within, patience));
    for (var gauge : Gauge.values()) {
      for (var beat : within) {
        if (beat.sample().at() >= from) {
          beat.values()
              .number(gauge.path())
              .ifPresent(v -> put(gauge, beat.sample().at(), Stats.NONE.with(v)));
        }
      }
    }
  }

  private void put(Gauge gauge, long at, Stats stats) {
    if (stats.count() > 0) {
      gauges
          .computeIfAbsent(gauge, _ -> new TreeMap<>())
          .merge(from + (at - from) / width * width, stats, Stats::with);
    }
  }

  private void lanes(Summary hour) {
    if (hour.runs().stream().anyMatch(run -> run.to() >= earliest)) {
      runs.addAll(hour.runs());
      steps.addAll(hour.steps());
    }
  }

  List<Span> lane(Function<Step, @Nullable Boolean> value, String yes, String no) {
    return Lanes.spans(
        steps.stream()
            .map(
                step -> {
                  var said = value.apply(step);
                  var word = said == null ? null : said ? yes : no;
                  return new Lanes.Step(Instant.ofEpochMilli(step.at()), word, null);
                })
            .toList(),
        Instant.ofEpochMilli(from),
        Instant.ofEpochMilli(to));
  }

  List<Span> listener() {
    return Lanes.spans(
        steps.stream()
            .map(
                step ->
                    new Lanes.Step(
                        Instant.ofEpochMilli(step.at()), step.listener(), step.generation()))
            .toList(),
        Instant.ofEpochMilli(from),
        Instant.ofEpochMilli(to));
  }

  /// @param others signs that are no heartbeats
  List<Span> power(List<Lanes.Sign> others, Duration patience) {
    var end = Instant.ofEpochMilli(to);
    var steps = Lanes.power(signs(others), end, patience);
    return Lanes.spans(steps, Instant.ofEpochMilli(from), end);
  }

  /// Both ends of each run, and what lies between runs. Inside of a run the device went on
  /// speaking: nothing that is said of it there can be a goodbye of this connection.
  private List<Lanes.Sign> signs(List<Lanes.Sign> others) {
    var signs = new ArrayList<Lanes.Sign>();
    for (var run : runs) {
      var begin = Instant.ofEpochMilli(run.from());
      var end = Instant.ofEpochMilli(run.to());
      signs.add(new Lanes.Sign(begin, true, null));
      signs.add(new Lanes.Sign(end, true, begin));
    }
    others.stream().filter(sign -> !inside(sign.at().toEpochMilli())).forEach(signs::add);
    signs.sort(Comparator.comparing(Lanes.Sign::at).thenComparing(sign -> !sign.alive()));
    return before(signs);
  }

  private boolean inside(long at) {
    return runs.stream().anyMatch(run -> run.from() < at && at < run.to());
  }

  /// Tells each sign of the one before; a run's end needs none, for there was no silence.
  private static List<Lanes.Sign> before(List<Lanes.Sign> signs) {
    var told = new ArrayList<Lanes.Sign>();
    @Nullable Instant last = null;
    for (var sign : signs) {
      told.add(new Lanes.Sign(sign.at(), sign.alive(), sign.before() == null ? last : sign.at()));
      last = sign.at();
    }
    return told;
  }

  /// By key: `[time, min, avg, max]` for each bin that has values.
  Map<String, List<List<Object>>> gauges() {
    var curves = new LinkedHashMap<String, List<List<Object>>>();
    gauges.forEach(
        (gauge, bins) -> {
          var points = new ArrayList<List<Object>>();
          bins.forEach((at, stats) -> points.add(point(Instant.ofEpochMilli(at), stats)));
          curves.put(gauge.key(), points);
        });
    return curves;
  }

  private static List<Object> point(Instant at, Stats stats) {
    return List.of(at, stats.min(), stats.average(), stats.max());
  }
}
