package io.cyanwatch.detection;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An incident that a rule would have opened.
///
/// @param site of its subject
/// @param to null while it lasts
/// @param told whether people would have been told of it
record Foretold(
    String subject, String site, Instant from, @Nullable Instant to, String summary, boolean told) {

  /// Incidents this close are the same: looks at a device take turns.
  private static final Duration NEAR = Duration.ofMinutes(2);

  /// @param again a fault that comes back within this time continues its incident
  boolean continuesAt(Instant at, Duration again) {
    return to != null && at.isBefore(to.plus(again));
  }

  Foretold until(@Nullable Instant end) {
    return new Foretold(subject, site, from, end, summary, told);
  }

  Foretold untold() {
    return new Foretold(subject, site, from, to, summary, false);
  }

  /// Whether an incident of the past is about the same.
  boolean matches(PastIncidents.Past past) {
    var end = past.resolvedAt();
    return subject.equals(past.subject())
        && (to == null || !past.openedAt().isAfter(to.plus(NEAR)))
        && (end == null || !from.isAfter(end.plus(NEAR)));
  }
}
