package io.cyanwatch.timeline;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// Draws from `timeline.record`, letting the database leave out what did not change.
@Repository
@Transactional(readOnly = true)
class TimelineReads implements Timelines {
  /// A lane's value at the start of a stretch is looked for this far back.
  private static final Duration LOOK_BACK = Duration.ofHours(1);

  private static final int MAX_EVENTS = 2000;

  private final JdbcClient jdbc;
  private final Rows rows;
  private final Notices notices;

  TimelineReads(JdbcClient jdbc, Rows rows, Notices notices) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.notices = notices;
  }

  @Override
  public Drawing draw(long device, Instant from, Instant to, int points) {
    var lanes = new LinkedHashMap<String, List<Span>>();
    lanes.put("power", Lanes.spans(power(device, from, to), from, to));
    lanes.put("wifi", lane(device, from, to, "wifi", "'ready'", "'lost'"));
    lanes.put("cloud", lane(device, from, to, "cloud", "'up'", "'down'"));
    lanes.put("listener", Lanes.spans(listener(device, from, to), from, to));
    return new Drawing(
        lanes,
        gauges(device, from, to, points),
        notices.among(events(device, from, to), device, from, to),
        bootsWithin(device, from, to),
        unwatched(from, to));
  }

  private List<Lanes.Step> power(long device, Instant from, Instant to) {
    var signs =
        jdbc.sql(
                """
                select at, alive, before from (
                  select at, kind not in (4, 7) as alive,
                    lag(at) over w as before, lead(at) over w as after,
                    lag(kind not in (4, 7)) over w as was_alive
                  from timeline.record where device = :device and at >= :from and at < :to
                  window w as (order by at, boot, kind in (4, 7), seq)) r
                where before is null or after is null or alive is distinct from was_alive
                  or at - before > :patience or after - at > :patience
                order by at
                """)
            .param("device", device)
            .param("from", Timestamp.from(from.minus(LOOK_BACK)))
            .param("to", Timestamp.from(to))
            .param("patience", Rows.interval(patience(device)))
            .query(Rows::sign)
            .list();
    return Lanes.power(signs, to, patience(device));
  }

  /// Two and a half heartbeats.
  private Duration patience(long device) {
    return jdbc.sql(
            """
            select coalesce(interval_ms, 30000) from timeline.boot where device = :device
            order by nr desc limit 1
            """)
        .param("device", device)
        .query(Long.class)
        .optional()
        .map(millis -> Duration.ofMillis(millis * 5 / 2))
        .orElse(Duration.ofSeconds(75));
  }

  private List<Span> lane(
      long device, Instant from, Instant to, String column, String yes, String no) {
    var steps =
        jdbc.sql(
                """
                select at, case when %1$s then %2$s when not %1$s then %3$s end as value from (
                  select at, %1$s, lag(%1$s) over (order by at, boot, seq) as before,
                    row_number() over (order by at, boot, seq) as n
                  from timeline.record
                  where device = :device and at >= :from and at < :to and kind = 2) r
                where n = 1 or %1$s is distinct from before order by at
                """
                    .formatted(column, yes, no))
            .param("device", device)
            .param("from", Timestamp.from(from.minus(LOOK_BACK)))
            .param("to", Timestamp.from(to))
            .query(
                (row, _) ->
                    new Lanes.Step(
                        row.getTimestamp("at").toInstant(), row.getString("value"), null))
            .list();
    return Lanes.spans(steps, from, to);
  }

  private List<Lanes.Step> listener(long device, Instant from, Instant to) {
    return jdbc.sql(
            """
            select at, listener, generation from (
              select at, listener, generation, boot, lag(listener) over w as l,
                lag(generation) over w as g, lag(boot) over w as b, row_number() over w as n
              from timeline.record
              where device = :device and at >= :from and at < :to and kind = 2
              window w as (order by at, boot, seq)) r
            where n = 1 or listener is distinct from l or generation is distinct from g
              or boot is distinct from b
            order by at
            """)
        .param("device", device)
        .param("from", Timestamp.from(from.minus(LOOK_BACK)))
        .param("to", Timestamp.from(to))
        .query(
            (row, _) ->
                new Lanes.Step(
                    row.getTimestamp("at").toInstant(),
                    row.getString("listener"),
                    row.getObject("generation", Long.class)))
        .list();
  }

  private Map<String, List<List<Object>>> gauges(
      long device, Instant from, Instant to, int points) {
    var step = Duration.between(from, to).dividedBy(points).plusMillis(1);
    return rows.gauges(device, from, to, step);
  }

  private List<Happening> events(long device, Instant from, Instant to) {
    return jdbc.sql(
            """
            select r.at, r.kind, r.name, b.boot, r.body from timeline.record r
            join timeline.boot b on b.device = r.device and b.nr = r.boot
            where r.device = :device and r.at >= :from and r.at < :to and r.kind <> 2
            order by r.at desc, r.boot desc, r.seq desc limit :limit
            """)
        .param("device", device)
        .param("from", Timestamp.from(from))
        .param("to", Timestamp.from(to))
        .param("limit", MAX_EVENTS)
        .query(rows::happening)
        .list()
        .reversed();
  }

  private List<Boot> bootsWithin(long device, Instant from, Instant to) {
    return boots(device, 500).stream()
        .filter(boot -> !boot.at().isBefore(from) && boot.at().isBefore(to))
        .toList()
        .reversed();
  }

  private List<Unwatched> unwatched(Instant from, Instant to) {
    return jdbc.sql(
            """
            select from_at, to_at, reason from timeline.unwatched
            where from_at < :to and (to_at is null or to_at > :from) order by from_at
            """)
        .param("from", Timestamp.from(from))
        .param("to", Timestamp.from(to))
        .query(Rows::unwatched)
        .list();
  }

  @Override
  public List<Boot> boots(long device, int limit) {
    return jdbc.sql(
            "select * from timeline.boot where device = :device order by nr desc limit :limit")
        .param("device", device)
        .param("limit", limit)
        .query(Rows::boot)
        .list();
  }

  @Override
  public Optional<Entry> newestHealth(long device) {
    return jdbc.sql(
            """
            select r.*, b.boot as boot_id from timeline.record r
            join timeline.boot b on b.device = r.device and b.nr = r.boot
            where r.device = :device and r.kind = 2 order by r.at desc limit 1
            """)
        .param("device", device)
        .query(rows::entry)
        .optional();
  }

  @Override
  public void records(long device, Instant from, Instant to, Consumer<Entry> sink) {
    try (var entries =
        jdbc
            .sql(
                """
                select r.*, b.boot as boot_id from timeline.record r
                join timeline.boot b on b.device = r.device and b.nr = r.boot
                where r.device = :device and r.at >= :from and r.at < :to and r.kind <> 7
                order by r.at, r.boot, r.seq
                """)
            .param("device", device)
            .param("from", Timestamp.from(from))
            .param("to", Timestamp.from(to))
            .withFetchSize(500)
            .query(rows::entry)
            .stream()) {
      entries.forEach(sink);
    }
  }
}
