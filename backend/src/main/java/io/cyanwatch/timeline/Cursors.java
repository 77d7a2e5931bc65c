package io.cyanwatch.timeline;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Gatherers;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The rows of `timeline.cursor`.
@Repository
class Cursors {
  /// So many are written in one statement: what is sent at once is bounded.
  private static final int AT_ONCE = 256;

  private final JdbcClient jdbc;

  Cursors(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Locks the rows of these devices in the order of their numbers, making those that are missing.
  Map<Long, Cursor> lock(Collection<Long> devices) {
    var sorted = devices.stream().distinct().sorted().toArray(Long[]::new);
    var found = select(sorted, "for update");
    if (found.size() < sorted.length) {
      jdbc.sql(
              """
              insert into timeline.cursor (device, seen_at)
              select device, 'epoch' from unnest(:devices::bigint[]) as device order by device
              on conflict do nothing
              """)
          .param("devices", sorted)
          .update();
      found = select(sorted, "for update");
    }
    return found;
  }

  /// Locks those that nobody is writing to right now.
  Map<Long, Cursor> lockFree(Collection<Long> devices) {
    return select(
        devices.stream().distinct().sorted().toArray(Long[]::new), "for update skip locked");
  }

  /// Without a lock.
  Map<Long, Instant> seen(Collection<Long> devices) {
    var seen = HashMap.<Long, Instant>newHashMap(devices.size());
    jdbc.sql("select device, seen_at from timeline.cursor where device = any(:devices)")
        .param("devices", devices.toArray(Long[]::new))
        .query(
            row -> {
              seen.put(row.getLong(1), row.getTimestamp(2).toInstant());
            });
    return seen;
  }

  private Map<Long, Cursor> select(Long[] devices, String locking) {
    var found = HashMap.<Long, Cursor>newHashMap(devices.length);
    jdbc.sql(
            """
            select device, seen_at, last_nr, state from timeline.cursor
            where device = any(:devices) order by device
            """
                + locking)
        .param("devices", devices)
        .query(
            row -> {
              var cursor = cursor(row);
              found.put(cursor.device(), cursor);
            });
    return found;
  }

  private static Cursor cursor(ResultSet row) throws SQLException {
    return new Cursor(
        row.getLong(1),
        row.getTimestamp(2).toInstant(),
        row.getInt(3),
        CursorCodec.read(row.getBytes(4)));
  }

  void save(Collection<Cursor> cursors) {
    cursors.stream()
        .sorted(Comparator.comparingLong(Cursor::device))
        .gather(Gatherers.windowFixed(AT_ONCE))
        .forEach(this::save);
  }

  private void save(List<Cursor> sorted) {
    jdbc.sql(
            """
            update timeline.cursor c set last_nr = v.last_nr, state = v.state,
              seen_at = 'epoch'::timestamptz + v.seen * interval '1 microsecond'
            from unnest(:devices::bigint[], :seen::bigint[], :nrs::integer[], :states::bytea[])
              as v (device, seen, last_nr, state)
            where c.device = v.device
            """)
        .param("devices", sorted.stream().map(Cursor::device).toArray(Long[]::new))
        .param("seen", sorted.stream().map(c -> micros(c.seenAt())).toArray(Long[]::new))
        .param("nrs", sorted.stream().map(Cursor::lastNr).toArray(Integer[]::new))
        .param(
            "states", sorted.stream().map(c -> CursorCodec.write(c.boots())).toArray(byte[][]::new))
        .update();
  }

  /// Since 1970; as numbers, an array of times is cheap to send.
  private static long micros(Instant at) {
    return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
  }
}
