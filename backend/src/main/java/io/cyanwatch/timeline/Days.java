package io.cyanwatch.timeline;

import io.cyanwatch.timeline.Partitions.Table;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/// Keeps a partition for every day or month that may be written: made ahead, dropped when too old.
@Component
class Days implements InitializingBean {
  static final Table BEAT = new Table("beat", ChronoUnit.DAYS);
  static final Table BLOCK = new Table("block", ChronoUnit.DAYS);
  static final Table EVENT = new Table("event", ChronoUnit.MONTHS);
  static final Table ROLLUP = new Table("rollup", ChronoUnit.MONTHS);

  private static final Duration AHEAD = Duration.ofDays(7);

  private final Partitions partitions;
  private final Clock clock;
  private final TimelineProperties properties;

  Days(Partitions partitions, Clock clock, TimelineProperties properties) {
    this.partitions = partitions;
    this.clock = clock;
    this.properties = properties;
  }

  @Override
  public void afterPropertiesSet() {
    make(clock.instant());
  }

  /// The first moment for which there is a partition.
  Instant first(Instant now) {
    return now.minus(properties.retention()).truncatedTo(ChronoUnit.DAYS);
  }

  void keep(Instant now) {
    make(now);
    drop(now);
    partitions.empty(BEAT, now);
  }

  /// Nothing is dated before what heartbeats may be, so the others need nothing older either.
  private void make(Instant now) {
    var to = now.plus(AHEAD);
    partitions.make(BEAT, first(now), to);
    partitions.make(BLOCK, first(now), to);
    partitions.make(EVENT, first(now), to);
    partitions.make(ROLLUP, first(now), to);
  }

  private void drop(Instant now) {
    partitions.drop(BEAT, first(now));
    partitions.drop(BLOCK, first(now));
    partitions.drop(EVENT, now.minus(properties.events()));
    partitions.drop(ROLLUP, now.minus(properties.rollups()));
  }
}
