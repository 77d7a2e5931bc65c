package io.cyanwatch.timeline;

import io.cyanwatch.timeline.Timelines.Entry;
import io.cyanwatch.timeline.Timelines.Happening;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Reads `timeline.event`.
@Repository
class Happenings {
  private static final int MOST = 2000;
  private static final String SELECT =
      """
      select e.at, e.received_at, e.kind, e.name, e.seq, e.conn, e.up, e.error_ms, e.body,
        e.boot as nr, b.boot
      from timeline.event e join timeline.boot b on b.device = e.device and b.nr = e.boot
      where e.device = :device and e.at >= :from and e.at < :to
      """;

  private final JdbcClient jdbc;
  private final Bodies bodies;

  Happenings(JdbcClient jdbc, Bodies bodies) {
    this.jdbc = jdbc;
    this.bodies = bodies;
  }

  /// @param kind as in [Records]
  record Found(Happening happening, int kind) {

    Lanes.Sign sign() {
      var goodbye = kind == Records.BYE || kind == Records.WILL;
      return new Lanes.Sign(happening.at(), !goodbye, null);
    }
  }

  /// The newest of the stretch, oldest first.
  List<Found> within(long device, Instant from, Instant to) {
    return query(SELECT + "order by e.at desc, e.boot desc, e.seq desc limit " + MOST)
        .param("device", device)
        .param("from", Hours.time(from.toEpochMilli()))
        .param("to", Hours.time(to.toEpochMilli()))
        .query(this::found)
        .list()
        .reversed();
  }

  private JdbcClient.StatementSpec query(String sql) {
    return jdbc.sql(sql);
  }

  /// A record and what orders it.
  record Placed(long at, int boot, long seq, Entry entry) {}

  /// Everything that a device recorded in the stretch, which leaves out what the broker noticed.
  List<Placed> records(long device, Instant from, Instant to) {
    return query(SELECT + "and e.kind <> 7 order by e.at, e.boot, e.seq")
        .param("device", device)
        .param("from", Hours.time(from.toEpochMilli()))
        .param("to", Hours.time(to.toEpochMilli()))
        .query(this::placed)
        .list();
  }

  /// The hours in which there is something.
  List<Long> hours(long device, Instant from, Instant to) {
    return jdbc.sql(
            """
            select distinct %s as hour from timeline.event
            where device = :device and at >= :from and at < :to
            """
                .formatted(Hours.HOUR))
        .param("device", device)
        .param("from", Hours.time(from.toEpochMilli()))
        .param("to", Hours.time(to.toEpochMilli()))
        .query((row, _) -> row.getTimestamp("hour").getTime())
        .list();
  }

  private Found found(ResultSet row, int n) throws SQLException {
    var kind = row.getInt("kind");
    var happening =
        new Happening(
            row.getTimestamp("at").toInstant(),
            Bodies.kind(kind),
            row.getString("name"),
            row.getString("boot"),
            detail(kind, bodies.read(row.getBytes("body"))));
    return new Found(happening, kind);
  }

  private static Map<String, Object> detail(int kind, Map<String, Object> body) {
    return kind == Records.EVENT ? Bodies.part(body, "detail") : body;
  }

  private Placed placed(ResultSet row, int n) throws SQLException {
    var at = row.getTimestamp("at");
    var entry =
        new Entry(
            Bodies.kind(row.getInt("kind")),
            row.getString("boot"),
            row.getLong("seq"),
            row.getLong("conn"),
            row.getLong("up"),
            bodies.read(row.getBytes("body")),
            row.getTimestamp("received_at").toInstant(),
            at.toInstant(),
            row.getLong("error_ms"));
    return new Placed(at.getTime(), row.getInt("nr"), entry.seq(), entry);
  }
}
