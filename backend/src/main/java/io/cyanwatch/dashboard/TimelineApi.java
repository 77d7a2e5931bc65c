package io.cyanwatch.dashboard;

import io.cyanwatch.access.Problem;
import io.cyanwatch.timeline.Timelines;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// A device's timeline, ready to be drawn.
@RestController
class TimelineApi {
  private static final Duration USUAL = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int MOST_POINTS = 5000;

  private final DeviceReads devices;
  private final DeviceMarks marks;
  private final Timelines timelines;
  private final Clock clock;

  TimelineApi(DeviceReads devices, DeviceMarks marks, Timelines timelines, Clock clock) {
    this.devices = devices;
    this.marks = marks;
    this.timelines = timelines;
    this.clock = clock;
  }

  @GetMapping("/api/v1/devices/{id}/timeline")
  TimelineView timeline(
      @PathVariable String id,
      @RequestParam(defaultValue = "") String from,
      @RequestParam(defaultValue = "") String to,
      @RequestParam(defaultValue = "600") int points) {
    var nr = devices.nr(id).orElseThrow(() -> Problem.notFound("device", id));
    if (points < 1 || points > MOST_POINTS) {
      throw Problem.badField("points", "points is 1 to " + MOST_POINTS + ".");
    }
    var end = to.isEmpty() ? clock.instant() : instant("to", to);
    var start = from.isEmpty() ? end.minus(USUAL) : instant("from", from);
    if (!start.isBefore(end)) {
      throw Problem.badField("from", "from must lie before to.");
    }
    if (Duration.between(start, end).compareTo(LONGEST) > 0) {
      throw Problem.badField("from", "A timeline covers at most a year.");
    }
    return read(id, nr, start, end, points);
  }

  private TimelineView read(String id, long nr, Instant from, Instant to, int points) {
    var drawn = timelines.draw(nr, from, notBeyondNow(from, to), points);
    return new TimelineView(
        id,
        from,
        to,
        drawn.lanes(),
        drawn.gauges(),
        drawn.events(),
        drawn.boots(),
        marks.incidents(nr, from, to),
        marks.commands(nr, from, to),
        drawn.unwatched());
  }

  /// Nothing is known of the future, not even that a device will be silent in it.
  private Instant notBeyondNow(Instant from, Instant to) {
    var now = clock.instant();
    if (!now.isBefore(to)) {
      return to;
    }
    return now.isAfter(from) ? now : from.plusMillis(1);
  }

  private static Instant instant(String field, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) {
      throw Problem.badField(field, "A time looks like 2026-01-31T12:00:00Z.");
    }
  }
}
