package io.cyanwatch.timeline;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Keeps the daily partitions of `timeline.record`: made ahead, dropped when too old.
@Component
class Days implements InitializingBean {
  private static final Logger log = LoggerFactory.getLogger(Days.class);
  private static final int AHEAD = 7;
  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd");

  private final JdbcClient jdbc;
  private final Clock clock;
  private final TimelineProperties properties;

  Days(JdbcClient jdbc, Clock clock, TimelineProperties properties) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.properties = properties;
  }

  @Override
  public void afterPropertiesSet() {
    keep();
  }

  /// The first moment for which there is a partition.
  Instant first(Instant now) {
    return start(day(now).minusDays(properties.retention().toDays()));
  }

  @Scheduled(fixedDelayString = "PT6H", initialDelayString = "PT6H")
  void keep() {
    var today = day(clock.instant());
    var first = today.minusDays(properties.retention().toDays());
    for (var day = first; !day.isAfter(today.plusDays(AHEAD)); day = day.plusDays(1)) {
      make(day);
    }
    dropBefore(first);
  }

  private void make(LocalDate day) {
    var name = "timeline.record_" + NAME.format(day);
    var missing =
        jdbc.sql("select to_regclass(:name) is null")
            .param("name", name)
            .query(Boolean.class)
            .single();
    if (missing) {
      jdbc.sql(
              "create table %s partition of timeline.record for values from ('%s') to ('%s')"
                  .formatted(name, start(day), start(day.plusDays(1))))
          .update();
    }
  }

  private void dropBefore(LocalDate first) {
    jdbc.sql(
            """
            select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'timeline.record'::regclass and c.relname < :first
            order by c.relname
            """)
        .param("first", "record_" + NAME.format(first))
        .query(String.class)
        .list()
        .forEach(
            name -> {
              jdbc.sql("drop table timeline." + name).update();
              log.info("Dropped {}: older than {}.", name, properties.retention());
            });
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
