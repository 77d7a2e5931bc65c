package io.cyanwatch.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Nobody is told of what all matchers match, from then until then; again each day or week if it
/// repeats.
///
/// @param endedAt when somebody ended it before its time
@JsonInclude(JsonInclude.Include.NON_NULL)
record Silence(
    UUID id,
    List<Matcher> matchers,
    Instant from,
    Instant until,
    Repeat repeat,
    String comment,
    String author,
    Instant createdAt,
    @Nullable Instant endedAt) {

  enum Repeat {
    NONE,
    DAILY,
    WEEKLY;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    Optional<Duration> period() {
      return switch (this) {
        case NONE -> Optional.empty();
        case DAILY -> Optional.of(Duration.ofDays(1));
        case WEEKLY -> Optional.of(Duration.ofDays(7));
      };
    }
  }

  /// One condition on an incident.
  ///
  /// @param name `kind`, `device`, `subject`, `site`, `access_point` or `severity`
  /// @param value the whole value, or a regular expression for it
  record Matcher(String name, String value, boolean regex, boolean equal) {

    boolean matches(Incident incident) {
      var is = valueOf(incident);
      var hit = regex ? Pattern.matches(value, is) : value.equals(is);
      return hit == equal;
    }

    private String valueOf(Incident incident) {
      return switch (name) {
        case "kind" -> incident.kind();
        case "device" -> incident.aboutADevice() ? incident.subject() : "";
        case "subject" -> incident.subject();
        case "site" -> incident.site();
        case "access_point" -> Optional.ofNullable(incident.accessPoint()).orElse("");
        case "severity" -> incident.severity();
        default -> "";
      };
    }
  }

  boolean matches(Incident incident) {
    return matchers.stream().allMatch(matcher -> matcher.matches(incident));
  }

  /// Until when it keeps quiet now; empty when it does not. Its end is not part of it.
  Optional<Instant> quietUntil(Instant now) {
    if (now.isBefore(from) || (endedAt != null && !now.isBefore(endedAt))) {
      return Optional.empty();
    }
    var shift =
        repeat
            .period()
            .map(period -> period.multipliedBy(Duration.between(from, now).dividedBy(period)))
            .orElse(Duration.ZERO);
    var end = until.plus(shift);
    return now.isBefore(end) ? Optional.of(end) : Optional.empty();
  }
}
