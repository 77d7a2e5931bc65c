package io.cyanwatch.timeline;

import io.cyanwatch.timeline.BlockCodec.Beat;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedCollection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Heartbeats by the hour, wherever they lie: still hot, in a block, or told by a summary.
/// Times are milliseconds since 1970; whoever reads two of them wants them from one snapshot.
@Repository
class Hours {
  private static final Logger log = LoggerFactory.getLogger(Hours.class);

  /// As the index has it.
  static final String HOUR = "date_bin('1 hour', at, timestamptz '2000-01-01 00:00:00+00')";

  private final JdbcClient jdbc;
  private final BlockCodec.Shapes shapes;
  private final Counter unreadable;

  Hours(JdbcClient jdbc, BlockCodec.Shapes shapes, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.shapes = shapes;
    this.unreadable = meters.counter("cyanwatch.timeline.unreadable");
  }

  /// A row of `timeline.beat`.
  record Hot(long at, int boot, long seq, byte[] body) {

    static Hot of(java.sql.ResultSet row) throws java.sql.SQLException {
      return new Hot(
          row.getTimestamp("at").getTime(),
          row.getInt("boot"),
          Integer.toUnsignedLong(row.getInt("seq")),
          row.getBytes("body"));
    }
  }

  /// The rows that are not compacted, of whole hours.
  Map<Long, List<Hot>> hot(long device, long from, long to) {
    var hours = new HashMap<Long, List<Hot>>();
    jdbc.sql(
            """
            select at, boot, seq, body from timeline.beat
            where device = :device and at >= :from and at < :to
              and %1$s >= :from and %1$s < :to
            """
                .formatted(HOUR))
        .param("device", device)
        .param("from", time(Sample.hour(from)))
        .param("to", time(Sample.hour(to - 1) + Sample.HOUR))
        .query(
            row -> {
              var hot = Hot.of(row);
              hours.computeIfAbsent(Sample.hour(hot.at()), _ -> new ArrayList<>()).add(hot);
            });
    return hours;
  }

  /// The blocks of these hours.
  Map<Long, byte[]> blocks(long device, Collection<Long> hours) {
    var blocks = new HashMap<Long, byte[]>();
    if (!hours.isEmpty()) {
      jdbc.sql(
              """
              select hour, body from timeline.block
              where device = :device and hour = any (:hours)
              """)
          .param("device", device)
          .param("hours", hours.stream().map(Hours::time).toArray(Timestamp[]::new))
          .query(
              row -> {
                blocks.put(row.getTimestamp("hour").getTime(), row.getBytes("body"));
              });
    }
    return blocks;
  }

  /// The blocks of all hours that begin within the stretch, or in which it begins.
  Map<Long, byte[]> blocks(long device, long from, long to) {
    var blocks = new HashMap<Long, byte[]>();
    jdbc.sql(
            """
            select hour, body from timeline.block
            where device = :device and hour >= :from and hour < :to
            """)
        .param("device", device)
        .param("from", time(Sample.hour(from)))
        .param("to", time(to))
        .query(
            row -> {
              blocks.put(row.getTimestamp("hour").getTime(), row.getBytes("body"));
            });
    return blocks;
  }

  /// The hours that have a block.
  List<Long> compacted(long device, long from, long to) {
    return jdbc.sql(
            """
            select hour from timeline.block
            where device = :device and hour >= :from and hour < :to order by hour
            """)
        .param("device", device)
        .param("from", time(Sample.hour(from)))
        .param("to", time(to))
        .query((row, _) -> row.getTimestamp("hour").getTime())
        .list();
  }

  /// The hours that have rows which are not compacted.
  List<Long> uncompacted(long device, long from, long to) {
    return jdbc.sql(
            """
            select distinct %1$s as hour from timeline.beat
            where device = :device and at >= :from and at < :to
            """
                .formatted(HOUR))
        .param("device", device)
        .param("from", time(from))
        .param("to", time(to))
        .query((row, _) -> row.getTimestamp("hour").getTime())
        .list();
  }

  /// What is told of the hours that were compacted, also of those whose records are gone.
  Map<Long, Summary> summaries(long device, long from, long to) {
    var hours = new HashMap<Long, Summary>();
    jdbc.sql(
            """
            select day, hours from timeline.rollup
            where device = :device and day >= :from and day < :to
            """)
        .param("device", device)
        .param("from", time(Rollups.day(from)))
        .param("to", time(to))
        .query(
            row -> {
              for (var one : readable(row.getTimestamp("day").getTime(), row.getBytes("hours"))) {
                if (one.hour() >= Sample.hour(from) && one.hour() < to) {
                  hours.put(one.hour(), one);
                }
              }
            });
    return hours;
  }

  private List<Summary> readable(long day, byte[] bytes) {
    try {
      return Summaries.decode(day, bytes);
    } catch (ByteSource.Broken e) {
      lost(e);
      return List.of();
    }
  }

  /// All heartbeats of an hour, in order. What cannot be read is counted and left out.
  List<Beat> beats(
      long hour, SequencedCollection<Hot> hot, byte @Nullable [] block, Shape.Anatomy anatomy) {
    try {
      return all(hour, hot, block, anatomy);
    } catch (ByteSource.Broken e) {
      lost(e);
      return all(hour, hot, null, anatomy);
    }
  }

  /// The same, but fails where the block cannot be read.
  List<Beat> all(
      long hour, SequencedCollection<Hot> hot, byte @Nullable [] block, Shape.Anatomy anatomy) {
    var beats = new ArrayList<Beat>();
    if (block != null) {
      beats.addAll(BlockCodec.decode(hour, block, shapes));
    }
    var frames = new Wholes(beats, hot);
    for (var row : hot) {
      try {
        beats.add(Beat.of(frames.read(row), anatomy));
      } catch (ByteSource.Broken e) {
        lost(e);
      }
    }
    beats.sort((a, b) -> Sample.IN_ORDER.compare(a.sample(), b.sample()));
    return beats;
  }

  private void lost(ByteSource.Broken e) {
    unreadable.increment();
    log.error("Stored bytes cannot be read; the rest of their hour can: {}", e.getMessage());
  }

  /// What differences refer to: a late one may find its frame compacted already.
  private static final class Wholes {
    private final Map<Key, Sample> known = new HashMap<>();
    private final Map<Key, Hot> whole = new HashMap<>();

    private record Key(int boot, long seq) {}

    Wholes(List<Beat> compacted, Collection<Hot> hot) {
      if (!hot.isEmpty()) {
        compacted.forEach(
            beat -> known.put(new Key(beat.sample().boot(), beat.sample().seq()), beat.sample()));
      }
      for (var row : hot) {
        if (BeatRow.isWhole(row.body())) {
          whole.put(new Key(row.boot(), row.seq()), row);
        }
      }
    }

    Sample read(Hot row) {
      return BeatRow.read(
          row.at(), row.boot(), row.seq(), row.body(), seq -> frame(new Key(row.boot(), seq)));
    }

    private @Nullable Sample frame(Key key) {
      var row = whole.get(key);
      return row == null ? known.get(key) : known.computeIfAbsent(key, _ -> read(row));
    }
  }

  static Timestamp time(long millis) {
    return new Timestamp(millis);
  }
}
