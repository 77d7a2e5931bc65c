package io.cyanwatch.dashboard;

import io.cyanwatch.access.Problem;
import io.cyanwatch.timeline.Stretch;
import io.cyanwatch.timeline.Timelines;
import java.time.Clock;
import java.time.Instant;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// A device's timeline, ready to be drawn.
@RestController
class TimelineApi {
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
    var asked = Stretch.of(from, to, clock.instant());
    return read(id, nr, asked.from(), asked.to(), points);
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
}
