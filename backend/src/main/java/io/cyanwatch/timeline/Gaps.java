package io.cyanwatch.timeline;

import io.cyanwatch.fleet.DeviceRemoved;
import io.cyanwatch.timeline.Boots.BootNr;
import io.cyanwatch.timeline.Notices.Notice;
import io.cyanwatch.timeline.Sifting.Hole;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Waits for what was jumped over. What does not come within the reorder window becomes a gap on
/// the timeline; it is still taken when it comes after all.
@Component
class Gaps {
  private static final int AT_ONCE = 1000;

  /// More holes than this of one boot are told as one.
  private static final int TOLD_APART = 16;

  private final JdbcClient jdbc;
  private final Cursors cursors;
  private final Boots boots;
  private final Notices notices;
  private final GapProperties properties;
  private final Clock clock;
  private final Counter missing;

  Gaps(
      JdbcClient jdbc,
      Cursors cursors,
      Boots boots,
      Notices notices,
      GapProperties properties,
      Clock clock,
      MeterRegistry meters) {
    this.jdbc = jdbc;
    this.cursors = cursors;
    this.boots = boots;
    this.notices = notices;
    this.properties = properties;
    this.clock = clock;
    this.missing =
        Counter.builder("cyanwatch.ingest.missing")
            .description("records that never came, by their sequence numbers")
            .register(meters);
  }

  /// From now on these are waited for.
  void expect(List<Hole> holes) {
    if (holes.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into timeline.hole (device, boot, from_seq, to_seq, at, due_at)
            select device, boot, from_seq, to_seq, at, :due
            from unnest(:devices::bigint[], :boots::integer[], :froms::bigint[], :tos::bigint[],
              :ats::timestamptz[]) as v (device, boot, from_seq, to_seq, at)
            on conflict do nothing
            """)
        .param("due", Timestamp.from(clock.instant().plus(properties.reorderWindow())))
        .param("devices", holes.stream().map(Hole::device).toArray(Long[]::new))
        .param("boots", holes.stream().map(Hole::boot).toArray(Integer[]::new))
        .param("froms", holes.stream().map(Hole::from).toArray(Long[]::new))
        .param("tos", holes.stream().map(Hole::to).toArray(Long[]::new))
        .param("ats", holes.stream().map(h -> Timestamp.from(h.at())).toArray(Timestamp[]::new))
        .update();
  }

  @Scheduled(fixedDelayString = "PT1S", initialDelayString = "PT2S")
  @Transactional
  void lookAtThoseDue() {
    judge(clock.instant());
  }

  /// Locks devices before holes, as a writer does.
  void judge(Instant now) {
    var devices =
        jdbc.sql(
                "select device from timeline.hole where due_at <= :now order by due_at limit :most")
            .param("now", Timestamp.from(now))
            .param("most", AT_ONCE)
            .query(Long.class)
            .list();
    if (!devices.isEmpty()) {
      var locked = cursors.lockFree(devices);
      notices.add(gaps(take(locked, now), locked));
    }
  }

  private List<Hole> take(Map<Long, Cursor> locked, Instant now) {
    return jdbc.sql(
            """
            delete from timeline.hole where device = any(:devices) and due_at <= :now
            returning device, boot, from_seq, to_seq, at
            """)
        .param("devices", locked.keySet().toArray(Long[]::new))
        .param("now", Timestamp.from(now))
        .query(
            (row, _) ->
                new Hole(
                    row.getLong("device"),
                    row.getInt("boot"),
                    row.getLong("from_seq"),
                    row.getLong("to_seq"),
                    row.getTimestamp("at").toInstant()))
        .list();
  }

  private List<Notice> gaps(List<Hole> holes, Map<Long, Cursor> locked) {
    var byBoot = new LinkedHashMap<BootNr, List<Hole>>();
    for (var hole : holes) {
      byBoot
          .computeIfAbsent(new BootNr(hole.device(), hole.boot()), _ -> new ArrayList<>())
          .add(hole);
    }
    var old = boots.byNr(byBoot.keySet().stream().filter(nr -> in(locked, nr).isEmpty()).toList());
    var gaps = new ArrayList<Notice>();
    byBoot.forEach(
        (nr, those) ->
            in(locked, nr)
                .or(() -> Optional.ofNullable(old.get(nr)))
                .ifPresent(boot -> gaps.addAll(gaps(nr, boot, those))));
    return gaps;
  }

  private static Optional<Cursor.Boot> in(Map<Long, Cursor> locked, BootNr nr) {
    return Optional.ofNullable(locked.get(nr.device())).flatMap(cursor -> cursor.boot(nr.nr()));
  }

  private List<Notice> gaps(BootNr nr, Cursor.Boot boot, List<Hole> holes) {
    var gaps = new ArrayList<Notice>();
    var all = SeqSet.EMPTY;
    for (var hole : holes) {
      var still = boot.missing(hole.from(), hole.to());
      all = all.with(still);
      for (var range : still.ranges()) {
        gaps.add(gap(nr, hole.at(), range[0], range[1], range[1] - range[0] + 1));
      }
    }
    missing.increment((double) all.size());
    if (gaps.size() <= TOLD_APART) {
      return gaps;
    }
    var from = all.ranges().getFirst()[0];
    return List.of(gap(nr, holes.getLast().at(), from, all.max(), all.size()));
  }

  private static Notice gap(BootNr nr, Instant at, long from, long to, long missing) {
    Map<String, Object> detail = Map.of("from", from, "to", to, "missing", missing);
    return new Notice(nr.device(), nr.nr(), at, "gap", detail);
  }

  @EventListener
  void on(DeviceRemoved removed) {
    for (var table : List.of("timeline.hole", "timeline.notice")) {
      jdbc.sql("delete from %s where device = :device".formatted(table))
          .param("device", removed.device().nr())
          .update();
    }
  }
}
