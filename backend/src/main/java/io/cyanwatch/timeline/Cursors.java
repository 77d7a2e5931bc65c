package io.cyanwatch.timeline;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The rows of `timeline.cursor`.
@Repository
class Cursors {
  private static final TypeReference<List<Cursor.Boot>> BOOTS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json;

  Cursors(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /// Locks the rows of these devices in the order of their numbers, making those that are missing.
  Map<Long, Cursor> lock(Collection<Long> devices) {
    var sorted = devices.stream().distinct().sorted().toArray(Long[]::new);
    var found = select(sorted);
    if (found.size() < sorted.length) {
      jdbc.sql(
              """
              insert into timeline.cursor (device, seen_at, boots)
              select device, 'epoch', '[]' from unnest(:devices::bigint[]) as device order by device
              on conflict do nothing
              """)
          .param("devices", sorted)
          .update();
      found = select(sorted);
    }
    return found;
  }

  private Map<Long, Cursor> select(Long[] devices) {
    var found = new HashMap<Long, Cursor>();
    jdbc.sql(
            """
            select device, seen_at, boots from timeline.cursor where device = any(:devices)
            order by device for update
            """)
        .param("devices", devices)
        .query(
            row -> {
              var device = row.getLong("device");
              var seenAt = row.getTimestamp("seen_at").toInstant();
              found.put(
                  device,
                  new Cursor(device, seenAt, json.readValue(row.getString("boots"), BOOTS)));
            });
    return found;
  }

  void save(Collection<Cursor> cursors) {
    var sorted = cursors.stream().sorted((a, b) -> Long.compare(a.device(), b.device())).toList();
    jdbc.sql(
            """
            update timeline.cursor c set seen_at = v.seen_at, boots = v.boots
            from unnest(:devices::bigint[], :seen::timestamptz[], :boots::text[])
              as v (device, seen_at, boots)
            where c.device = v.device
            """)
        .param("devices", array(sorted.stream().map(Cursor::device), Long[]::new))
        .param(
            "seen", array(sorted.stream().map(c -> Timestamp.from(c.seenAt())), Timestamp[]::new))
        .param(
            "boots",
            array(sorted.stream().map(c -> json.writeValueAsString(c.boots())), String[]::new))
        .update();
  }

  Map<Long, Instant> seenAt(Collection<Long> devices) {
    var seen = new HashMap<Long, Instant>();
    jdbc.sql("select device, seen_at from timeline.cursor where device = any(:devices)")
        .param("devices", devices.toArray(Long[]::new))
        .query(
            row -> {
              seen.put(row.getLong("device"), row.getTimestamp("seen_at").toInstant());
            });
    return seen;
  }

  private static <T> T[] array(Stream<T> values, java.util.function.IntFunction<T[]> maker) {
    return values.toArray(maker);
  }
}
