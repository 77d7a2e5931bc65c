package io.cyanwatch.timeline;

import io.cyanwatch.timeline.BlockCodec.Beat;
import io.cyanwatch.timeline.Hours.Hot;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Compacts the closed hours of some devices, within the caller's transaction and snapshot: what is
/// read is what is deleted, and what comes in the meantime stays hot.
@Repository
class Slice {
  /// So many rows are held at once.
  private static final int ROWS = 20_000;

  private static final String COPY =
      "copy timeline.block (device, hour, records, body) from stdin (format binary)";

  private final JdbcClient jdbc;
  private final JdbcTemplate template;
  private final Hours hours;
  private final Rollups rollups;
  private final BlockCodec.Shapes shapes;

  Slice(
      JdbcClient jdbc,
      JdbcTemplate template,
      Hours hours,
      Rollups rollups,
      BlockCodec.Shapes shapes) {
    this.jdbc = jdbc;
    this.template = template;
    this.hours = hours;
    this.rollups = rollups;
    this.shapes = shapes;
  }

  /// The devices from `first` to `last`, and their hours before `before`.
  record Range(long first, long last, Timestamp before) {}

  /// @param records how many went from hot to compacted
  record Compacted(int records, int blocks) {}

  private record Place(long device, long hour) {}

  Compacted compact(Range range) {
    var patience = patience(range);
    var pending = new LinkedHashMap<Place, List<Hot>>();
    var done = new int[3];
    try (var rows =
        jdbc
            .sql(
                """
                select device, at, boot, seq, body from timeline.beat
                where device between :first and :last and at < :before
                order by device, at
                """)
            .param("first", range.first())
            .param("last", range.last())
            .param("before", range.before())
            .withFetchSize(5_000)
            .query((row, _) -> Map.entry(row.getLong("device"), Hot.of(row)))
            .stream()) {
      rows.forEach(
          row -> {
            var place = new Place(row.getKey(), Sample.hour(row.getValue().at()));
            if (done[2] >= ROWS && !pending.containsKey(place)) {
              done[1] += write(pending, patience);
              pending.clear();
              done[2] = 0;
            }
            pending.computeIfAbsent(place, _ -> new ArrayList<>()).add(row.getValue());
            done[0]++;
            done[2]++;
          });
    }
    done[1] += write(pending, patience);
    if (done[0] > 0) {
      delete(range);
    }
    return new Compacted(done[0], done[1]);
  }

  private void delete(Range range) {
    jdbc.sql(
            """
            delete from timeline.beat
            where device between :first and :last and at < :before
            """)
        .param("first", range.first())
        .param("last", range.last())
        .param("before", range.before())
        .update();
  }

  /// Two and a half of each device's intervals.
  private Map<Long, Duration> patience(Range range) {
    var patience = new HashMap<Long, Duration>();
    jdbc.sql(
            """
            select distinct on (device) device, coalesce(interval_ms, 30000) * 5 / 2 as millis
            from timeline.boot where device between :first and :last
            order by device, nr desc
            """)
        .param("first", range.first())
        .param("last", range.last())
        .query(
            row -> {
              patience.put(row.getLong("device"), Duration.ofMillis(row.getLong("millis")));
            });
    return patience;
  }

  private int write(Map<Place, List<Hot>> places, Map<Long, Duration> patience) {
    if (places.isEmpty()) {
      return 0;
    }
    var anatomy = new Shape.Anatomy();
    var earlier = taken(places.keySet());
    var summaries = new LinkedHashMap<Long, List<Summary>>();
    var rows = new BinaryCopy(places.size() * 2_048);
    places.forEach(
        (place, hot) -> {
          var beats = hours.all(place.hour(), hot, earlier.get(place), anatomy);
          var patient = patience.getOrDefault(place.device(), TimelineReads.PATIENCE);
          summaries
              .computeIfAbsent(place.device(), _ -> new ArrayList<>())
              .add(Summary.of(place.hour(), beats, patient));
          row(rows, place, beats);
        });
    template.execute(
        (ConnectionCallback<Boolean>)
            connection -> {
              rows.send(connection, COPY);
              return true;
            });
    rollups.put(summaries);
    return places.size();
  }

  private void row(BinaryCopy rows, Place place, List<Beat> beats) {
    rows.row(4)
        .bigint(place.device())
        .millis(place.hour())
        .integer(beats.size())
        .bytes(BlockCodec.encode(place.hour(), beats, shapes));
  }

  /// Takes out the blocks of these hours, where late records meet earlier ones.
  private Map<Place, byte[]> taken(java.util.Set<Place> places) {
    var blocks = new HashMap<Place, byte[]>();
    var times = places.stream().mapToLong(Place::hour).summaryStatistics();
    jdbc.sql(
            """
            delete from timeline.block b
            using unnest(:devices::bigint[], :hours::timestamptz[]) as p (device, hour)
            where b.device = p.device and b.hour = p.hour
              and b.hour >= :first and b.hour <= :last
            returning b.device, b.hour, b.body
            """)
        .param("devices", places.stream().map(Place::device).toArray(Long[]::new))
        .param("hours", places.stream().map(p -> Hours.time(p.hour())).toArray(Timestamp[]::new))
        .param("first", Hours.time(times.getMin()))
        .param("last", Hours.time(times.getMax()))
        .query(
            row -> {
              var place = new Place(row.getLong("device"), row.getTimestamp("hour").getTime());
              blocks.put(place, row.getBytes("body"));
            });
    return blocks;
  }
}
