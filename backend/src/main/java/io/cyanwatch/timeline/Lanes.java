package io.cyanwatch.timeline;

import io.cyanwatch.timeline.Timelines.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Turns moments into spans.
final class Lanes {
  private Lanes() {}

  /// From here on, this value. A null value ends the span and starts none.
  record Step(Instant at, @Nullable String value, @Nullable Long generation) {}

  /// Joins steps, oldest first, into spans that end at `to`.
  static List<Span> spans(List<Step> steps, Instant from, Instant to) {
    var spans = new ArrayList<Span>();
    @Nullable Step open = null;
    for (var step : steps) {
      if (open != null && same(open, step)) {
        continue;
      }
      close(spans, open, step.at(), from);
      open = step;
    }
    close(spans, open, to, from);
    return spans;
  }

  private static boolean same(Step a, Step b) {
    return Objects.equals(a.value(), b.value()) && Objects.equals(a.generation(), b.generation());
  }

  private static void close(List<Span> spans, @Nullable Step open, Instant end, Instant from) {
    if (open == null || open.value() == null || !end.isAfter(from)) {
      return;
    }
    var start = open.at().isBefore(from) ? from : open.at();
    if (end.isAfter(start)) {
      spans.add(new Span(start, end, open.value(), open.generation()));
    }
  }

  /// A sign of life, or its opposite.
  ///
  /// @param alive false for a will or a goodbye
  /// @param before when the sign before this one came, be it in the list or left out; null for the
  /// first
  record Sign(Instant at, boolean alive, @Nullable Instant before) {}

  /// Online from sign to sign; offline after a goodbye, a will, or more silence than `patience`.
  /// Signs that change nothing may be left out.
  static List<Step> power(List<Sign> signs, Instant to, Duration patience) {
    var steps = new ArrayList<Step>();
    var online = false;
    @Nullable Instant last = null;
    for (var sign : signs) {
      silence(steps, online ? sign.before() : null, sign.at(), patience);
      steps.add(new Step(sign.at(), sign.alive() ? "online" : "offline", null));
      online = sign.alive();
      last = sign.at();
    }
    silence(steps, online ? last : null, to, patience);
    return steps;
  }

  private static void silence(
      List<Step> steps, @Nullable Instant last, Instant next, Duration patience) {
    if (last != null && Duration.between(last, next).compareTo(patience) > 0) {
      steps.add(new Step(last.plus(patience), "offline", null));
    }
  }
}
