package io.cyanwatch.timeline;

import io.cyanwatch.fleet.DeviceRef;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Draws and lists what was said, whether it is hot, compacted or only summed up. Each read
/// sees one snapshot: what moves from hot to compacted meanwhile is neither missed nor seen
/// twice.
@Repository
class TimelineReads implements Timelines {
  /// Two and a half of the usual intervals.
  static final Duration PATIENCE = Duration.ofSeconds(75);

  /// A lane's value at the start of a stretch is looked for this far back.
  private static final Duration LOOK_BACK = Duration.ofHours(1);

  /// Bins from this width on are whole hours, and made of summaries.
  private static final long COARSE = Duration.ofMinutes(20).toMillis();

  private final JdbcClient jdbc;
  private final Hours hours;
  private final Happenings happenings;
  private final Notices notices;
  private final NewestHealth newest;
  private final RecordStream records;
  private final Recollection recollection;
  private final TransactionTemplate snapshot;
  private final DistributionSummary rowsRead;

  TimelineReads(
      JdbcClient jdbc,
      Hours hours,
      Happenings happenings,
      Notices notices,
      NewestHealth newest,
      RecordStream records,
      Recollection recollection,
      PlatformTransactionManager transactions,
      MeterRegistry meters) {
    this.jdbc = jdbc;
    this.hours = hours;
    this.happenings = happenings;
    this.notices = notices;
    this.newest = newest;
    this.records = records;
    this.recollection = recollection;
    this.snapshot = snapshot(transactions);
    this.rowsRead = meters.summary("cyanwatch.timeline.draw.rows");
  }

  static TransactionTemplate snapshot(PlatformTransactionManager transactions) {
    var template = new TransactionTemplate(transactions);
    template.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    template.setReadOnly(true);
    return template;
  }

  @Override
  public Drawing draw(long device, Instant from, Instant to, int points) {
    return snapshot.execute(_ -> drawn(device, from, to, points));
  }

  private Drawing drawn(long device, Instant from, Instant to, int points) {
    var patience = patience(device);
    var width = width(from, to, points);
    var canvas = new Canvas(from, to, LOOK_BACK, width);
    var read = hours(canvas, device, from, to, width >= COARSE, patience);
    var found = happenings.within(device, from.minus(LOOK_BACK), to);
    var boots = bootsWithin(device, from, to);
    rowsRead.record(read + found.size() + boots.size());
    var lanes = new LinkedHashMap<String, List<Span>>();
    lanes.put("power", canvas.power(found.stream().map(Happenings.Found::sign).toList(), patience));
    lanes.put("wifi", canvas.lane(Summary.Step::wifi, "ready", "lost"));
    lanes.put("cloud", canvas.lane(Summary.Step::cloud, "up", "down"));
    lanes.put("listener", canvas.listener());
    var events =
        found.stream()
            .map(Happenings.Found::happening)
            .filter(event -> !event.at().isBefore(from))
            .toList();
    return new Drawing(
        lanes,
        canvas.gauges(),
        notices.among(events, device, from, to),
        boots,
        unwatched(from, to));
  }

  /// At most `points` bins; wide ones are whole hours.
  private static long width(Instant from, Instant to, int points) {
    var least = Duration.between(from, to).toMillis() / points + 1;
    return least < COARSE ? least : Math.ceilDiv(least, Sample.HOUR) * Sample.HOUR;
  }

  /// @return how many rows were read
  private int hours(
      Canvas canvas, long device, Instant from, Instant to, boolean coarse, Duration patience) {
    var begin = from.minus(LOOK_BACK).toEpochMilli();
    var end = to.toEpochMilli();
    var hot = hours.hot(device, begin, end);
    var told = hours.summaries(device, begin, end);
    var all = new TreeSet<>(hot.keySet());
    all.addAll(told.keySet());
    var looked = new TreeSet<>(all);
    looked.removeIf(hour -> coarse && !hot.containsKey(hour) && whole(hour, from, to));
    var blocks = hours.blocks(device, looked);
    var anatomy = new Shape.Anatomy();
    for (var hour : all) {
      var summary = told.get(hour);
      if (summary == null || hot.containsKey(hour) || blocks.containsKey(hour)) {
        var rows = hot.getOrDefault(hour, List.of());
        canvas.add(hour, hours.beats(hour, rows, blocks.get(hour), anatomy), patience);
      } else {
        canvas.add(summary);
      }
    }
    return hot.values().stream().mapToInt(List::size).sum()
        + blocks.size()
        + (int) told.keySet().stream().mapToLong(Rollups::day).distinct().count();
  }

  /// Whether no part of the hour is left out of the stretch, or all of it is.
  private static boolean whole(long hour, Instant from, Instant to) {
    return (hour >= from.toEpochMilli() || hour + Sample.HOUR <= from.toEpochMilli())
        && hour + Sample.HOUR <= to.toEpochMilli();
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
        .orElse(PATIENCE);
  }

  private List<Boot> bootsWithin(long device, Instant from, Instant to) {
    return boots(device, 500).stream()
        .filter(boot -> !boot.at().isBefore(from) && boot.at().isBefore(to))
        .toList()
        .reversed();
  }

  @Override
  public List<Unwatched> unwatched(Instant from, Instant to) {
    return jdbc.sql(
            """
            select from_at, to_at, reason from timeline.unwatched
            where from_at < :to and (to_at is null or to_at > :from) order by from_at
            """)
        .param("from", Hours.time(from.toEpochMilli()))
        .param("to", Hours.time(to.toEpochMilli()))
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
    return snapshot.execute(_ -> newest.of(device));
  }

  @Override
  public Map<Long, Entry> newestHealth(Collection<Long> devices) {
    return snapshot.execute(_ -> newest.of(devices));
  }

  @Override
  public void records(long device, Instant from, Instant to, Consumer<Entry> sink) {
    records.read(device, from, to, sink);
  }

  @Override
  public void history(DeviceRef device, Instant from, Instant to, Consumer<Heard> sink) {
    recollection.read(device, from, to, sink);
  }
}
