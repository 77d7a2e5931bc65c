package io.cyanwatch.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/// When a failed delivery is tried again: a little over three days, then never.
final class Schedule {
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(14),
          Duration.ofHours(20),
          Duration.ofHours(24));

  /// A receiver may ask for patience, but not for more than this.
  static final Duration MOST_PATIENT = Duration.ofHours(24);

  /// Pauses grow by up to this share, so that what failed together does not return together.
  static final double JITTER = 0.2;

  private Schedule() {}

  /// @param failures how often it failed, this time included
  /// @param patience the least pause that the receiver asked for
  /// @param chance from 0 to 1, spreads the pauses
  /// @return empty when it has been tried often enough
  static Optional<Duration> pause(int failures, Duration patience, double chance) {
    if (failures < 1) {
      throw new IllegalArgumentException("a pause follows a failure, had " + failures);
    }
    if (failures > PAUSES.size()) {
      return Optional.empty();
    }
    var planned = PAUSES.get(failures - 1);
    var bounded = patience.compareTo(MOST_PATIENT) > 0 ? MOST_PATIENT : patience;
    var pause = bounded.compareTo(planned) > 0 ? bounded : planned;
    return Optional.of(pause.plusMillis((long) (pause.toMillis() * JITTER * chance)));
  }

  /// Reads `Retry-After`: seconds or a date. Zero for what nobody can read or lies in the past.
  static Duration patience(String retryAfter, Instant now) {
    var text = retryAfter.strip();
    if (text.matches("\\d+")) {
      return text.length() > 9 ? MOST_PATIENT : Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      var until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
    } catch (DateTimeException _) {
      return Duration.ZERO;
    }
  }
}
