package io.cyanwatch.incident;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The rows of `incident.history`: appended, never changed.
@Repository
class History {
  private final JdbcClient jdbc;

  History(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record Entry(Instant at, String actor, String action, String note) {}

  void append(UUID incident, Instant at, String actor, String action, String note) {
    jdbc.sql(
            """
            insert into incident.history (incident, at, actor, action, note)
            values (:incident, :at, :actor, :action, :note)
            """)
        .param("incident", incident)
        .param("at", Timestamp.from(at))
        .param("actor", actor)
        .param("action", action)
        .param("note", note)
        .update();
  }

  /// When it was last written down how the fault stands.
  Optional<Instant> lastFinding(UUID incident, String actor) {
    return jdbc.sql(
            """
            select at from incident.history where incident = :incident and actor = :actor
              and action in ('opened', 'updated') order by id desc limit 1
            """)
        .param("incident", incident)
        .param("actor", actor)
        .query((row, _) -> row.getTimestamp("at").toInstant())
        .optional();
  }

  List<Entry> of(UUID incident) {
    return jdbc.sql(
            "select at, actor, action, note from incident.history where incident = :incident order by id")
        .param("incident", incident)
        .query(
            (row, _) ->
                new Entry(
                    row.getTimestamp("at").toInstant(),
                    row.getString("actor"),
                    row.getString("action"),
                    row.getString("note")))
        .list();
  }
}
