package io.cyanwatch.timeline;

import io.cyanwatch.access.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/// A stretch of time that somebody asks for.
public record Stretch(Instant from, Instant to) {
  private static final Duration USUAL = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofDays(400);

  /// Reads the query parameters `from` and `to`; without them, the last hour.
  ///
  /// @throws Problem naming the field that is wrong
  public static Stretch of(String from, String to, Instant now) {
    var end = to.isEmpty() ? now : instant("to", to);
    var start = from.isEmpty() ? end.minus(USUAL) : instant("from", from);
    if (!start.isBefore(end)) {
      throw Problem.badField("from", "from must lie before to.");
    }
    if (Duration.between(start, end).compareTo(LONGEST) > 0) {
      throw Problem.badField("from", "from may lie at most 400 days before to.");
    }
    return new Stretch(start, end);
  }

  /// Not before 1970 and not after 2286: what lies beyond is a slip, and overflows elsewhere.
  private static Instant instant(String field, String text) {
    try {
      var instant = Instant.parse(text);
      if (instant.getEpochSecond() >= 0 && instant.getEpochSecond() < 10_000_000_000L) {
        return instant;
      }
    } catch (DateTimeParseException _) {
      // Said below.
    }
    throw Problem.badField(field, "A time looks like 2026-01-31T12:00:00Z.");
  }
}
