package io.cyanwatch.timeline;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param retention how long heartbeats stay, hot or compacted
/// @param rollups how long their summaries by the hour stay
/// @param events how long everything that is no heartbeat stays
/// @param compactAfter so long after its end an hour is compacted
/// @param frames for so many devices a heartbeat is stored as a difference; about 500 bytes each
@ConfigurationProperties("cyanwatch.timeline")
record TimelineProperties(
    @DefaultValue("30d") Duration retention,
    @DefaultValue("400d") Duration rollups,
    @DefaultValue("400d") Duration events,
    @DefaultValue("1h") Duration compactAfter,
    @DefaultValue("100000") int frames) {

  TimelineProperties {
    if (retention.toDays() < 1) {
      throw new IllegalArgumentException(
          "cyanwatch.timeline.retention must be at least one day, was " + retention);
    }
    atLeast("rollups", rollups, retention);
    atLeast("events", events, retention);
    if (compactAfter.isNegative() || compactAfter.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "cyanwatch.timeline.compact-after must be between 0 and a day, was " + compactAfter);
    }
    if (frames < 0) {
      throw new IllegalArgumentException(
          "cyanwatch.timeline.frames must not be negative, was " + frames);
    }
  }

  private static void atLeast(String name, Duration value, Duration retention) {
    if (value.compareTo(retention) < 0) {
      throw new IllegalArgumentException(
          "cyanwatch.timeline.%s must not be shorter than cyanwatch.timeline.retention (%s), was %s"
              .formatted(name, retention, value));
    }
  }
}
