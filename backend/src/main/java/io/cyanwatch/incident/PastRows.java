package io.cyanwatch.incident;

import io.cyanwatch.detection.PastIncidents;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Reads `incident.incident` for whoever judges the past again.
@Repository
class PastRows implements PastIncidents {
  private static final int MOST = 10_000;
  private static final String SELECT =
      """
      select id, subject, opened_at, resolved_at, acknowledged_at is not null as acknowledged,
        notified_at is not null as told
      from incident.incident where kind = :kind and opened_at >= :from and opened_at < :to
      """;

  private final JdbcClient jdbc;
  private final IncidentProperties properties;

  PastRows(JdbcClient jdbc, IncidentProperties properties) {
    this.jdbc = jdbc;
    this.properties = properties;
  }

  @Override
  public Manners manners() {
    return new Manners(properties.groupWait(), properties.reopen());
  }

  @Override
  public List<Past> ofDevices(String kind, Collection<Long> devices, Instant from, Instant to) {
    return query(SELECT + "and device = any(:devices) order by opened_at", kind, from, to)
        .param("devices", devices.toArray(Long[]::new))
        .query(PastRows::past)
        .list();
  }

  @Override
  public List<Past> ofPlaces(String kind, Instant from, Instant to) {
    return query(SELECT + "and device is null order by opened_at limit " + MOST, kind, from, to)
        .query(PastRows::past)
        .list();
  }

  private JdbcClient.StatementSpec query(String sql, String kind, Instant from, Instant to) {
    return jdbc.sql(sql)
        .param("kind", kind)
        .param("from", Timestamp.from(from))
        .param("to", Timestamp.from(to));
  }

  private static Past past(ResultSet row, int n) throws SQLException {
    var resolved = row.getTimestamp("resolved_at");
    return new Past(
        row.getString("id"),
        row.getString("subject"),
        row.getTimestamp("opened_at").toInstant(),
        resolved == null ? null : resolved.toInstant(),
        row.getBoolean("acknowledged"),
        row.getBoolean("told"));
  }
}
