package io.cyanwatch.timeline;

import io.cyanwatch.timeline.Summary.Run;
import io.cyanwatch.timeline.Summary.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How the summaries of a device's day lie in `timeline.rollup`.
final class Summaries {
  private static final int VERSION = 1;

  private final Coder coder;
  private final Numbers counts = new Numbers();
  private final Numbers times = new Numbers();
  private final Numbers truths = new Numbers();
  private final Numbers generations = new Numbers();
  private final Tokens words = new Tokens();
  private final List<GaugeColumns> gauges = new ArrayList<>();

  /// So many gauges there were when this was written; new ones are added at the end.
  private int known = Gauge.values().length;

  private Summaries(Coder coder) {
    this.coder = coder;
    for (var n = 0; n < Gauge.values().length; n++) {
      gauges.add(new GaugeColumns());
    }
  }

  /// @param hours in order, all of the day that begins at `day`
  static byte[] encode(long day, List<Summary> hours) {
    var out = new ByteSink(1024).put(VERSION);
    var coder = Coder.encoder(out);
    new Summaries(coder).code(day, hours);
    coder.finish();
    return out.toBytes();
  }

  /// @throws ByteSource.Broken when these bytes are no summaries
  static List<Summary> decode(long day, byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != VERSION) {
      throw new ByteSource.Broken("Summaries of an unknown version.");
    }
    var rest = java.util.Arrays.copyOfRange(bytes, 1, bytes.length);
    return new Summaries(Coder.decoder(rest)).code(day, List.of());
  }

  private List<Summary> code(long day, List<Summary> hours) {
    var count = count(hours.size(), 24);
    known = count(known, gauges.size());
    var coded = new ArrayList<Summary>();
    for (var n = 0; n < count; n++) {
      coded.add(hour(day, given(hours, n)));
    }
    return coded;
  }

  private Summary hour(long day, @Nullable Summary given) {
    var hour = day + code(counts, () -> (of(given).hour() - day) / Sample.HOUR) * Sample.HOUR;
    var runs = new ArrayList<Run>();
    var at = hour;
    var runCount = count(given == null ? 0 : given.runs().size(), 1_000_000);
    for (var n = 0; n < runCount; n++) {
      runs.add(run(at, n, given));
      at = runs.getLast().to();
    }
    var steps = new ArrayList<Step>();
    at = hour;
    var stepCount = count(given == null ? 0 : given.steps().size(), 1_000_000);
    for (var n = 0; n < stepCount; n++) {
      steps.add(step(at, given(given == null ? List.of() : given.steps(), n)));
      at = steps.getLast().at();
    }
    var stats = new ArrayList<Stats>();
    for (var n = 0; n < gauges.size(); n++) {
      stats.add(
          n < known
              ? gauges.get(n).code(coder, given == null ? Stats.NONE : given.gauges().get(n))
              : Stats.NONE);
    }
    return new Summary(hour, runs, steps, stats);
  }

  private Run run(long at, int n, @Nullable Summary given) {
    var from = at + code(times, () -> of(given).runs().get(n).from() - at);
    var length = code(times, () -> of(given).runs().get(n).to() - from);
    return new Run(from, from + length);
  }

  private Step step(long before, @Nullable Step given) {
    var at = before + code(times, () -> of(given).at() - before);
    var wifi = truth(given == null ? null : given.wifi());
    var cloud = truth(given == null ? null : given.cloud());
    var listener = word(given == null ? null : given.listener());
    var generation = given == null ? null : given.generation();
    var present = code(truths, () -> generation == null ? 0 : 1) == 1;
    var number = present ? code(generations, () -> generation == null ? 0 : generation) : 0;
    return new Step(at, wifi, cloud, listener, present ? number : null);
  }

  private @Nullable Boolean truth(@Nullable Boolean given) {
    var coded = code(truths, () -> given == null ? 0 : given ? 1 : 2);
    return coded == 0 ? null : coded == 1;
  }

  private @Nullable String word(@Nullable String given) {
    if (code(truths, () -> given == null ? 0 : 1) == 0) {
      return null;
    }
    return words.text(coder, given == null ? "" : given);
  }

  private long code(Numbers numbers, Supplier<Number> value) {
    return numbers.code(coder, coder.encoding() ? value.get().longValue() : 0);
  }

  private int count(int count, int most) {
    var coded = counts.code(coder, count);
    if (coded < 0 || coded > most) {
      throw new ByteSource.Broken("Summaries of " + coded + " parts.");
    }
    return (int) coded;
  }

  private static <T> @Nullable T given(List<T> list, int n) {
    return n < list.size() ? list.get(n) : null;
  }

  /// Asked only when encoding, and then there is one.
  private static <T> T of(@Nullable T given) {
    return java.util.Objects.requireNonNull(given, "encoding means having something");
  }

  /// One gauge over the hours: each against the hour before.
  private static final class GaugeColumns {
    private final Numbers counts = new Numbers();
    private final Numbers mins = new Numbers();
    private final Numbers spans = new Numbers();
    private final Numbers sums = new Numbers();
    private Stats before = new Stats(0, 0, 0, 0);

    Stats code(Coder coder, Stats given) {
      var count = before.count() + counts.code(coder, given.count() - before.count());
      if (count == 0) {
        before = new Stats(0, before.min(), before.max(), before.sum());
        return Stats.NONE;
      }
      var min = before.min() + mins.code(coder, given.min() - before.min());
      var span = before.max() - before.min();
      var max = min + span + spans.code(coder, given.max() - given.min() - span);
      var middle = count * ((min + max) / 2);
      var sum = middle + sums.code(coder, given.sum() - middle);
      before = new Stats(count, min, max, sum);
      return before;
    }
  }
}
