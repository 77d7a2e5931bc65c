package io.cyanwatch.timeline;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/// Makes and drops partitions without keeping anybody waiting: a new one is made apart and then
/// attached, an old one is detached concurrently, and no lock is waited for longer than
/// [#PATIENCE].
@Repository
class Partitions {
  private static final Logger log = LoggerFactory.getLogger(Partitions.class);
  private static final String PATIENCE = "2s";
  private static final int TRIES = 3;
  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd");
  private static final long LOCK = 0x6379_616e_6461_7973L;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;

  Partitions(JdbcTemplate jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /// A partitioned table of the schema `timeline`.
  ///
  /// @param unit what a partition covers: days or months, in UTC
  record Table(String name, ChronoUnit unit) {

    LocalDate start(Instant at) {
      var day = LocalDate.ofInstant(at, ZoneOffset.UTC);
      return unit == ChronoUnit.MONTHS ? day.withDayOfMonth(1) : day;
    }

    private LocalDate next(LocalDate start) {
      return start.plus(1, unit);
    }

    private String partition(LocalDate start) {
      return name + "_" + NAME.format(start);
    }
  }

  /// Makes what is missing from the partition of `from` to that of `to`.
  void make(Table table, Instant from, Instant to) {
    var last = table.start(to);
    var known = list("select relname from pg_class where relnamespace = 'timeline'::regnamespace");
    for (var start = table.start(from); !start.isAfter(last); start = table.next(start)) {
      if (!known.contains(table.partition(start))) {
        var missing = start;
        patiently(() -> transaction.executeWithoutResult(_ -> make(table, missing)));
      }
    }
  }

  private void make(Table table, LocalDate start) {
    jdbc.execute("set local lock_timeout = '" + PATIENCE + "'");
    jdbc.execute("select pg_advisory_xact_lock(" + LOCK + ")");
    var name = table.partition(start);
    if (!list("select relname from pg_class where relname = '" + name + "'").isEmpty()) {
      return; // Another backend was faster.
    }
    jdbc.execute(
        "create table timeline.%s (like timeline.%s including all)".formatted(name, table.name()));
    jdbc.execute(
        "alter table timeline.%s attach partition timeline.%s for values from ('%s') to ('%s')"
            .formatted(table.name(), name, instant(start), instant(table.next(start))));
  }

  /// Drops what lies wholly before `first`.
  void drop(Table table, Instant first) {
    finishDetaching(table);
    var oldest = table.partition(table.start(first));
    for (var name : attached(table)) {
      if (name.compareTo(oldest) < 0) {
        outside(
            "alter table timeline.%s detach partition timeline.%s concurrently"
                .formatted(table.name(), name));
      }
    }
    for (var name : detached(table)) {
      if (name.compareTo(oldest) < 0) {
        outside("drop table timeline." + name);
        log.info("Dropped {}: too old.", name);
      }
    }
  }

  /// A detaching that was broken off half-way is completed.
  private void finishDetaching(Table table) {
    list("""
            select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'timeline.%s'::regclass and i.inhdetachpending
            """
            .formatted(table.name()))
        .forEach(
            name ->
                outside(
                    "alter table timeline.%s detach partition timeline.%s finalize"
                        .formatted(table.name(), name)));
  }

  List<String> attached(Table table) {
    return list(
        """
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'timeline.%s'::regclass and not i.inhdetachpending order by c.relname
        """
            .formatted(table.name()));
  }

  /// What was a partition once and is not dropped yet.
  private List<String> detached(Table table) {
    return list(
        """
        select c.relname from pg_class c
        where c.relnamespace = 'timeline'::regnamespace and c.relkind = 'r'
          and c.relname ~ '^%s_[0-9]{8}$'
          and not exists (select from pg_inherits i where i.inhrelid = c.oid)
        order by c.relname
        """
            .formatted(table.name()));
  }

  /// Gives back the space of a partition in which nothing is left, if nobody is using it.
  void empty(Table table, Instant before) {
    var current = table.partition(table.start(before));
    for (var name : attached(table)) {
      if (name.compareTo(current) < 0) {
        empty(name);
      }
    }
  }

  private void empty(String name) {
    if (jdbc.queryForList(
            "select 1 where pg_relation_size('timeline.%s') > 0 and not exists (select from timeline.%s)"
                .formatted(name, name))
        .isEmpty()) {
      return;
    }
    try {
      transaction.executeWithoutResult(
          _ -> {
            jdbc.execute("set local lock_timeout = '100ms'");
            jdbc.execute("lock table timeline." + name + " in access exclusive mode");
            if (jdbc.queryForList("select 1 from timeline." + name + " limit 1").isEmpty()) {
              jdbc.execute("truncate timeline." + name);
            }
          });
    } catch (DataAccessException busy) {
      log.debug("{} is in use; its space comes back later.", name);
    }
  }

  private List<String> list(String sql) {
    return jdbc.queryForList(sql, String.class);
  }

  /// Runs what may not be part of a transaction.
  private void outside(String sql) {
    patiently(
        () ->
            jdbc.execute(
                (ConnectionCallback<Boolean>)
                    connection -> {
                      try (var statement = connection.createStatement()) {
                        statement.execute("set lock_timeout = '" + PATIENCE + "'");
                        try {
                          statement.execute(sql);
                        } finally {
                          statement.execute("reset lock_timeout");
                        }
                      }
                      return true;
                    }));
  }

  /// Some tries; then it is left to the next round.
  private static void patiently(Runnable work) {
    for (var tries = 1; ; tries++) {
      try {
        work.run();
        return;
      } catch (DataAccessException e) {
        if (tries == TRIES) {
          throw e;
        }
        log.info("Trying again: {}", e.getMessage());
      }
    }
  }

  private static Instant instant(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
