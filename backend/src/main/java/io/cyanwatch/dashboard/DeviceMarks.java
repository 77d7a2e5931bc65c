package io.cyanwatch.dashboard;

import io.cyanwatch.dashboard.TimelineView.Band;
import io.cyanwatch.dashboard.TimelineView.Mark;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What befell a device and what was asked of it.
@Repository
class DeviceMarks {
  private final JdbcClient jdbc;

  DeviceMarks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// The incidents that were open at some time within the stretch, and what explains them: an
  /// outage is seen where it is suffered.
  List<Band> incidents(long device, Instant from, Instant to) {
    return jdbc.sql(
            """
            with recursive shown as (
              (select * from incident.incident
                where device = :device and opened_at < :to
                  and (resolved_at is null or resolved_at > :from)
                order by opened_at limit 500)
              union
              select parent.* from shown join incident.incident parent
                on parent.id = shown.suppressed_by)
            select * from shown order by opened_at, id
            """)
        .param("device", device)
        .param("from", Timestamp.from(from))
        .param("to", Timestamp.from(to))
        .query((row, _) -> band(row))
        .list();
  }

  List<Band> newestIncidents(long device, int limit) {
    return jdbc.sql(
            """
            select * from incident.incident where device = :device
            order by opened_at desc limit :limit
            """)
        .param("device", device)
        .param("limit", limit)
        .query((row, _) -> band(row))
        .list();
  }

  List<Mark> commands(long device, Instant from, Instant to) {
    return jdbc.sql(
            """
            select * from command.command
            where device = :device and created_at >= :from and created_at < :to
            order by created_at limit 500
            """)
        .param("device", device)
        .param("from", Timestamp.from(from))
        .param("to", Timestamp.from(to))
        .query((row, _) -> mark(row))
        .list();
  }

  List<Mark> newestCommands(long device, int limit) {
    return jdbc.sql(
            """
            select * from command.command where device = :device
            order by created_at desc limit :limit
            """)
        .param("device", device)
        .param("limit", limit)
        .query((row, _) -> mark(row))
        .list();
  }

  private static Band band(ResultSet row) throws SQLException {
    return new Band(
        row.getObject("id", UUID.class),
        row.getString("kind"),
        row.getString("severity"),
        row.getString("state"),
        row.getString("summary"),
        row.getObject("suppressed_by", UUID.class),
        row.getTimestamp("opened_at").toInstant(),
        LiveRows.instant(row, "resolved_at"));
  }

  private static Mark mark(ResultSet row) throws SQLException {
    return new Mark(
        row.getObject("id", UUID.class),
        row.getString("op"),
        row.getString("state"),
        row.getString("reason"),
        row.getString("requested_by"),
        row.getString("verified"),
        row.getTimestamp("created_at").toInstant(),
        LiveRows.instant(row, "sent_at"),
        LiveRows.instant(row, "accepted_at"),
        LiveRows.instant(row, "finished_at"));
  }
}
