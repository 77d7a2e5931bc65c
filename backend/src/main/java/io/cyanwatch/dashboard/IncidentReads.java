package io.cyanwatch.dashboard;

import io.cyanwatch.incident.IncidentView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The log book of faults.
@Repository
class IncidentReads {
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private static final String SELECT =
      """
      select i.*, d.id as device_id from incident.incident i
      left join fleet.device d on d.nr = i.device
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json = JsonMapper.shared();

  IncidentReads(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// A line of an incident's history.
  record Entry(Instant at, String actor, String action, String note) {}

  /// An incident and those that it explains.
  record Family(IncidentView parent, List<IncidentView> children) {}

  /// Everything open, worst first; what another open incident explains is folded under that one.
  List<Family> open() {
    var open =
        jdbc.sql(
                SELECT
                    + """
                    where i.resolved_at is null
                    order by array_position(array['critical', 'warning', 'info'], i.severity),
                      i.opened_at desc, i.id
                    limit 5000
                    """)
            .query((row, _) -> incident(row))
            .list();
    return families(open);
  }

  static List<Family> families(List<IncidentView> open) {
    var ids = open.stream().map(IncidentView::id).collect(Collectors.toSet());
    return open.stream()
        .filter(each -> each.suppressedBy() == null || !ids.contains(each.suppressedBy()))
        .map(
            parent ->
                new Family(
                    parent,
                    open.stream()
                        .filter(child -> parent.id().equals(child.suppressedBy()))
                        .toList()))
        .toList();
  }

  /// Newest first.
  ///
  /// @param state `open`, `acknowledged`, `resolved`, or empty for all
  /// @param before only those opened earlier; for the next page
  List<IncidentView> logBook(String state, String kind, @Nullable Instant before, int limit) {
    return jdbc.sql(
            SELECT
                + """
                where (:state = '' or i.state = :state or (:state = 'open' and i.resolved_at is null))
                  and (:kind = '' or i.kind = :kind)
                  and (:before::timestamptz is null or i.opened_at < :before)
                order by i.opened_at desc, i.id desc limit :limit
                """)
        .param("state", state)
        .param("kind", kind)
        .param("before", before == null ? null : Timestamp.from(before))
        .param("limit", limit)
        .query((row, _) -> incident(row))
        .list();
  }

  Optional<IncidentView> find(UUID id) {
    return jdbc.sql(SELECT + "where i.id = :id")
        .param("id", id)
        .query((row, _) -> incident(row))
        .optional();
  }

  List<IncidentView> explainedBy(UUID parent) {
    return jdbc.sql(SELECT + "where i.suppressed_by = :id order by i.opened_at, i.id limit 500")
        .param("id", parent)
        .query((row, _) -> incident(row))
        .list();
  }

  List<Entry> history(UUID id) {
    return jdbc.sql(
            "select at, actor, action, note from incident.history where incident = :id order by id")
        .param("id", id)
        .query(
            (row, _) ->
                new Entry(
                    row.getTimestamp("at").toInstant(),
                    row.getString("actor"),
                    row.getString("action"),
                    row.getString("note")))
        .list();
  }

  /// The kinds that ever occurred, for the filter.
  List<String> kinds() {
    return jdbc.sql("select distinct kind from incident.incident order by kind")
        .query(String.class)
        .list();
  }

  private IncidentView incident(ResultSet row) throws SQLException {
    return new IncidentView(
        row.getObject("id", UUID.class),
        row.getInt("version"),
        row.getString("kind"),
        row.getString("subject_type"),
        row.getString("subject"),
        row.getString("device_id"),
        row.getString("site"),
        row.getString("access_point"),
        row.getString("severity"),
        row.getString("state"),
        row.getString("summary"),
        json.readValue(row.getString("evidence"), MAP),
        row.getTimestamp("opened_at").toInstant(),
        LiveRows.instant(row, "acknowledged_at"),
        row.getString("acknowledged_by"),
        LiveRows.instant(row, "resolved_at"),
        row.getString("resolution"),
        LiveRows.instant(row, "snoozed_until"),
        row.getObject("suppressed_by", UUID.class));
  }
}
