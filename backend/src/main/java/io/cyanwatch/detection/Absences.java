package io.cyanwatch.detection;

import io.cyanwatch.detection.Hindsight.Recorded;
import io.cyanwatch.detection.Surroundings.Outage;
import io.cyanwatch.timeline.Timelines.Unwatched;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// When we were watching and when not, at any moment of the past.
record Absences(List<Unwatched> all) {
  static final Absences NONE = new Absences(List.of());

  /// Devices come back one after the other.
  private static final Duration COMING_BACK = Duration.ofMinutes(2);

  Absences {
    all = List.copyOf(all);
  }

  /// Since when we were watching at this moment, without a break; empty when we were not.
  Optional<Instant> since(Instant at) {
    var since = Instant.MIN;
    for (var absence : all) {
      if (absence.from().isAfter(at)) {
        break;
      }
      var to = absence.to();
      if (to == null || to.isAfter(at)) {
        return Optional.empty();
      }
      since = to.isAfter(since) ? to : since;
    }
    return Optional.of(since);
  }

  /// This moment if we were watching then, else when we began to watch again.
  Instant watching(Instant at) {
    for (var absence : all) {
      var to = absence.to();
      if (!absence.from().isAfter(at) && (to == null || to.isAfter(at))) {
        return to == null ? Instant.MAX : to;
      }
    }
    return at;
  }

  /// As what could explain what happened to a device.
  List<Recorded> asOutages() {
    return all.stream()
        .map(
            absence -> {
              var from = absence.from();
              var to = absence.to();
              var outage = new Outage(from, to == null ? null : to.plus(COMING_BACK));
              return new Recorded(outage, from, to);
            })
        .toList();
  }
}
