package io.cyanwatch.detection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cyanwatch.detection.DeviceState.Trace;
import io.cyanwatch.timeline.Observation.Beat;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How long this device usually waits for a visitor, sampled every five minutes.
///
/// @param ages samples of the time since the last accept, counted by quarter octaves of seconds
/// @param slot the five minutes that were sampled last
/// @param open samples of the wait that is not over yet: a silence must not teach itself as a habit
/// @param quiet since when nobody came for far longer than usual
/// @param quietIdle how long nobody had come by then, in seconds
/// @param harmless so long a wait was proven harmless by a probe from outside, in seconds
/// @param proven when that was; null since it is quiet again
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Rhythm(
    Map<Integer, Integer> ages,
    long slot,
    @Nullable Wait open,
    @Nullable Trace quiet,
    long quietIdle,
    long harmless,
    @Nullable Instant proven) {
  static final Rhythm NONE = new Rhythm(Map.of(), 0, null, null, 0, 0, null);

  /// @param began when somebody came last, in seconds since 1970
  /// @param first idle seconds at its first sample; the others follow every five minutes
  record Wait(long began, long first, int samples) {
    /// Clocks are set and idle seconds are rounded.
    private static final long GRAIN = 5;

    private boolean goesOn(Beat beat, long idle) {
      return began(beat, idle) <= began + GRAIN;
    }

    private static long began(Beat beat, long idle) {
      return beat.stamp().at().getEpochSecond() - idle;
    }
  }

  /// Two hours of history are the least to speak of a habit.
  static final int ENOUGH = 24;

  private static final long SLOT_SECONDS = 300;
  private static final int WEEK = 2016;
  private static final Duration LEAST = Duration.ofMinutes(10);

  Rhythm {
    ages = Map.copyOf(Absent.or(ages, Map.of()));
  }

  Rhythm beat(Beat beat) {
    var idle = beat.vitals().idle();
    if (idle == null) {
      return this;
    }
    if (samples() >= ENOUGH && idle > patience().toSeconds()) {
      var since = quiet == null ? Trace.of(beat.stamp()) : quiet;
      return quiet == null ? new Rhythm(ages, slot, open, since, idle, harmless, null) : this;
    }
    var now = beat.stamp().at().getEpochSecond() / SLOT_SECONDS;
    if (now == slot) {
      return quiet == null ? this : new Rhythm(ages, slot, open, null, 0, harmless, proven);
    }
    return open != null && open.goesOn(beat, idle)
        ? new Rhythm(
            ages,
            now,
            new Wait(open.began, open.first, open.samples + 1),
            null,
            0,
            harmless,
            proven)
        : new Rhythm(
            learned(), now, new Wait(Wait.began(beat, idle), idle, 1), null, 0, harmless, proven);
  }

  /// With the wait that is over now.
  private Map<Integer, Integer> learned() {
    var learned = ages;
    for (var n = 0; open != null && n < Math.min(open.samples, WEEK); n++) {
      learned = with(learned, open.first + n * SLOT_SECONDS);
    }
    return learned;
  }

  /// A probe found the door open although nobody had come: so long a wait means nothing.
  Rhythm provenHarmless(Instant at) {
    if (quiet == null) {
      return this;
    }
    var waited = quietIdle + Math.max(0, Duration.between(quiet.at(), at).toSeconds());
    return new Rhythm(ages, slot, open, null, 0, Math.max(harmless, waited), at);
  }

  /// A new boot has no visitors yet, and nobody knows how the wait before it would have ended.
  Rhythm reboot() {
    return quiet == null && open == null
        ? this
        : new Rhythm(ages, slot, null, null, 0, harmless, proven);
  }

  int samples() {
    return samples(ages);
  }

  private static int samples(Map<Integer, Integer> ages) {
    return ages.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// The wait that 99 of 100 samples did not exceed, in seconds.
  long usual() {
    var left = Math.max(1, samples() / 100);
    var reversed = new TreeMap<Integer, Integer>(Collections.reverseOrder());
    reversed.putAll(ages);
    for (var entry : reversed.entrySet()) {
      left -= entry.getValue();
      if (left <= 0) {
        return Math.round(Math.pow(2, (entry.getKey() + 1) / 4.0));
      }
    }
    return 0;
  }

  /// Longer than this is unusual.
  Duration patience() {
    return Duration.ofSeconds(Math.max(LEAST.toSeconds(), Math.max(3 * usual(), 2 * harmless)));
  }

  private static Map<Integer, Integer> with(Map<Integer, Integer> ages, long idle) {
    var bucket = (int) Math.floor(4 * Math.log(idle + 1.0) / Math.log(2));
    var grown = new HashMap<>(ages);
    grown.merge(bucket, 1, Integer::sum);
    if (samples(ages) < WEEK) {
      return grown;
    }
    grown.replaceAll((_, count) -> count / 2); // Old habits fade.
    grown.values().removeIf(count -> count == 0);
    return grown;
  }
}
