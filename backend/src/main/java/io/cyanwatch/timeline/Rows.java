package io.cyanwatch.timeline;

import io.cyanwatch.timeline.Timelines.Boot;
import io.cyanwatch.timeline.Timelines.Entry;
import io.cyanwatch.timeline.Timelines.Happening;
import io.cyanwatch.timeline.Timelines.Unwatched;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGInterval;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.cbor.CBORMapper;

/// From rows of the timeline to what is read of them.
@Repository
class Rows {
  private static final List<String> KINDS =
      List.of("", "birth", "health", "event", "bye", "reply", "probe", "will");
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final CBORMapper cbor = new CBORMapper();

  Rows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Map<String, List<List<Object>>> gauges(long device, Instant from, Instant to, Duration step) {
    var gauges = new LinkedHashMap<String, List<List<Object>>>();
    for (var gauge : Gauge.values()) {
      gauges.put(gauge.key(), new ArrayList<>());
    }
    jdbc.sql(gaugeSql())
        .param("device", device)
        .param("from", Timestamp.from(from))
        .param("to", Timestamp.from(to))
        .param("step", interval(step))
        .query(
            row -> {
              var at = row.getTimestamp("t").toInstant();
              for (var gauge : Gauge.values()) {
                var key = gauge.key();
                var average = row.getBigDecimal("avg_" + key);
                if (average != null) {
                  point(gauges, key, at, row.getLong("min_" + key), average.doubleValue(), row);
                }
              }
            });
    gauges.values().removeIf(List::isEmpty);
    return gauges;
  }

  private static void point(
      Map<String, List<List<Object>>> gauges,
      String key,
      Instant at,
      long min,
      double average,
      ResultSet row)
      throws SQLException {
    var points = gauges.getOrDefault(key, List.of());
    points.add(List.of(at, min, Math.round(average * 10) / 10.0, row.getLong("max_" + key)));
  }

  private static String gaugeSql() {
    var columns = new StringBuilder();
    for (var gauge : Gauge.values()) {
      columns.append(
          ", min(%1$s) as min_%1$s, avg(%1$s) as avg_%1$s, max(%1$s) as max_%1$s"
              .formatted(gauge.key()));
    }
    return """
    select date_bin(:step, at, :from) as t%s
    from timeline.record
    where device = :device and at >= :from and at < :to and kind = 2
    group by 1 order by 1
    """
        .formatted(columns);
  }

  Happening happening(ResultSet row, int n) throws SQLException {
    return new Happening(
        row.getTimestamp("at").toInstant(),
        KINDS.get(row.getInt("kind")),
        text(row.getString("name")),
        row.getString("boot"),
        body(row.getBytes("body")));
  }

  Entry entry(ResultSet row, int n) throws SQLException {
    return new Entry(
        KINDS.get(row.getInt("kind")),
        row.getString("boot_id"),
        row.getLong("seq"),
        row.getLong("conn"),
        row.getLong("up"),
        body(row.getBytes("body")),
        row.getTimestamp("received_at").toInstant(),
        row.getTimestamp("at").toInstant(),
        row.getLong("error_ms"));
  }

  /// What we stored we can read; a broken page must not hide the rest of a timeline.
  private Map<String, Object> body(byte @Nullable [] bytes) {
    if (bytes == null || bytes.length == 0) {
      return Map.of();
    }
    try {
      return cbor.readValue(bytes, MAP);
    } catch (JacksonException e) {
      return Map.of("unreadable", bytes.length + " bytes");
    }
  }

  static Boot boot(ResultSet row, int n) throws SQLException {
    return new Boot(
        row.getTimestamp("first_at").toInstant(),
        row.getString("boot"),
        row.getString("reset"),
        row.getObject("reset_data", Long.class),
        row.getObject("expected", Boolean.class),
        row.getString("firmware"),
        row.getString("os"),
        row.getString("hardware"),
        row.getString("ip"),
        row.getObject("port", Integer.class),
        List.of((String[]) row.getArray("caps").getArray()),
        wide(row.getObject("interval_ms", Integer.class)));
  }

  static Unwatched unwatched(ResultSet row, int n) throws SQLException {
    var to = row.getTimestamp("to_at");
    return new Unwatched(
        row.getTimestamp("from_at").toInstant(),
        to == null ? null : to.toInstant(),
        row.getString("reason"));
  }

  static Lanes.Sign sign(ResultSet row, int n) throws SQLException {
    var before = row.getTimestamp("before");
    return new Lanes.Sign(
        row.getTimestamp("at").toInstant(),
        row.getBoolean("alive"),
        before == null ? null : before.toInstant());
  }

  static PGInterval interval(Duration duration) {
    return new PGInterval(0, 0, 0, 0, 0, duration.toMillis() / 1000.0);
  }

  private static @Nullable Long wide(@Nullable Integer value) {
    return value == null ? null : value.longValue();
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
