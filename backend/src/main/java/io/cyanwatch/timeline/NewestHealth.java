package io.cyanwatch.timeline;

import io.cyanwatch.timeline.Hours.Hot;
import io.cyanwatch.timeline.Timelines.Entry;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Finds the last heartbeat of devices. Within the caller's snapshot.
@Repository
class NewestHealth {
  private final JdbcClient jdbc;
  private final Hours hours;
  private final Bodies bodies;

  NewestHealth(JdbcClient jdbc, Hours hours, Bodies bodies) {
    this.jdbc = jdbc;
    this.hours = hours;
    this.bodies = bodies;
  }

  Optional<Entry> of(long device) {
    return jdbc.sql(
            """
            select hour from (
              (select %1$s as hour from timeline.beat where device = :device
               order by %1$s desc limit 1)
              union all
              (select hour from timeline.block where device = :device order by hour desc limit 1)) h
            order by hour desc limit 1
            """
                .formatted(Hours.HOUR))
        .param("device", device)
        .query((row, _) -> row.getTimestamp("hour").getTime())
        .optional()
        .flatMap(hour -> lastOf(device, hour));
  }

  private Optional<Entry> lastOf(long device, long hour) {
    var hot = hours.hot(device, hour, hour + 1).getOrDefault(hour, List.of());
    var block = hours.blocks(device, List.of(hour)).get(hour);
    var beats = hours.beats(hour, hot, block, new Shape.Anatomy());
    return beats.isEmpty()
        ? Optional.empty()
        : boot(device, beats.getLast().sample().boot())
            .map(boot -> RecordStream.entry(beats.getLast().sample(), boot, bodies));
  }

  private Optional<String> boot(long device, int nr) {
    return jdbc.sql("select boot from timeline.boot where device = :device and nr = :nr")
        .param("device", device)
        .param("nr", nr)
        .query(String.class)
        .optional();
  }

  /// Of those that sent one within the last day in which they were heard.
  Map<Long, Entry> of(Collection<Long> devices) {
    var newest = new HashMap<Long, Entry>();
    var last = lastRows(devices);
    var frames = frames(last);
    for (var row : last) {
      var rows = frames.getOrDefault(row.device(), List.of(row.hot()));
      hours.beats(Sample.hour(row.hot().at()), rows, null, new Shape.Anatomy()).stream()
          .filter(beat -> beat.sample().seq() == row.hot().seq())
          .forEach(
              beat ->
                  newest.put(row.device(), RecordStream.entry(beat.sample(), row.boot(), bodies)));
    }
    var silent = devices.stream().filter(device -> !newest.containsKey(device)).toList();
    newest.putAll(compacted(silent));
    return newest;
  }

  /// @param boot what the device calls it
  private record Row(long device, Hot hot, String boot) {}

  private List<Row> lastRows(Collection<Long> devices) {
    return jdbc.sql(
            """
            select c.device, h.at, h.boot, h.seq, h.body, b.boot as name
            from timeline.cursor c
            cross join lateral (
              select t.at, t.boot, t.seq, t.body from timeline.beat t
              where t.device = c.device and t.at >= c.seen_at - interval '2 hours'
                and t.at <= c.seen_at + interval '1 day'
              order by t.at desc, t.boot desc limit 1) h
            join timeline.boot b on b.device = c.device and b.nr = h.boot
            where c.device = any (:devices)
            """)
        .param("devices", devices.toArray(Long[]::new))
        .query((row, _) -> new Row(row.getLong("device"), Hot.of(row), row.getString("name")))
        .list();
  }

  /// For each row that is a difference: itself and its frame.
  private Map<Long, List<Hot>> frames(List<Row> rows) {
    var open = rows.stream().filter(row -> !BeatRow.isWhole(row.hot().body())).toList();
    var found = new HashMap<Long, List<Hot>>();
    if (open.isEmpty()) {
      return found;
    }
    open.forEach(row -> found.put(row.device(), new ArrayList<>(List.of(row.hot()))));
    jdbc.sql(
            """
            select p.device, t.at, t.boot, t.seq, t.body
            from unnest(:devices::bigint[], :hours::timestamptz[], :boots::int[], :seqs::int[])
              as p (device, hour, boot, seq)
            join timeline.beat t on t.device = p.device and %s = p.hour
              and t.at >= p.hour and t.at < p.hour + interval '1 hour'
              and t.boot = p.boot and t.seq = p.seq
            """
                .formatted(Hours.HOUR.replace("at,", "t.at,")))
        .param("devices", open.stream().map(Row::device).toArray(Long[]::new))
        .param(
            "hours",
            open.stream()
                .map(row -> Hours.time(Sample.hour(row.hot().at())))
                .toArray(Timestamp[]::new))
        .param("boots", open.stream().map(row -> row.hot().boot()).toArray(Integer[]::new))
        .param(
            "seqs",
            open.stream()
                .map(row -> (int) BeatRow.frameOf(row.hot().body(), row.hot().seq()))
                .toArray(Integer[]::new))
        .query(
            row -> {
              found.computeIfAbsent(row.getLong("device"), _ -> new ArrayList<>()).add(Hot.of(row));
            });
    // What is missing here was compacted in the meantime, and is found there.
    found.values().removeIf(both -> both.size() < 2);
    return found;
  }

  private Map<Long, Entry> compacted(List<Long> devices) {
    var newest = new HashMap<Long, Entry>();
    if (devices.isEmpty()) {
      return newest;
    }
    jdbc.sql(
            """
            select c.device, k.hour, k.body from timeline.cursor c
            cross join lateral (
              select b.hour, b.body from timeline.block b
              where b.device = c.device and b.hour >= c.seen_at - interval '1 day'
                and b.hour <= c.seen_at + interval '1 day'
              order by b.hour desc limit 1) k
            where c.device = any (:devices)
            """)
        .param("devices", devices.toArray(Long[]::new))
        .query(
            (row, _) ->
                new Compacted(
                    row.getLong("device"),
                    row.getTimestamp("hour").getTime(),
                    row.getBytes("body")))
        .list()
        .forEach(block -> last(block).ifPresent(entry -> newest.put(block.device(), entry)));
    return newest;
  }

  private record Compacted(long device, long hour, byte[] block) {}

  private Optional<Entry> last(Compacted compacted) {
    var beats = hours.beats(compacted.hour(), List.of(), compacted.block(), new Shape.Anatomy());
    return beats.isEmpty()
        ? Optional.empty()
        : boot(compacted.device(), beats.getLast().sample().boot())
            .map(boot -> RecordStream.entry(beats.getLast().sample(), boot, bodies));
  }
}
