package io.cyanwatch.dashboard;

import io.cyanwatch.dashboard.FleetSummary.Cell;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The whole fleet at a glance.
@Repository
class FleetReads {
  /// More dots than this are no longer a picture.
  static final int MOST_DOTS = 20_000;

  private final JdbcClient jdbc;

  FleetReads(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// A device as a dot.
  record Dot(String id, String site, String accessPoint, Light light) {}

  FleetSummary summary(Instant at) {
    return FleetSummary.of(cells(), openIncidents(), at);
  }

  /// Short names first, so that `lab-2` comes before `lab-10`.
  List<Dot> dots() {
    return jdbc.sql(
            """
            select d.id, d.site, coalesce(s.access_point, '') as access_point,
              coalesce(s.presence, 'unknown') as presence, s.phase,
              coalesce(s.listener, 'unknown') as listener, l.id is not null as looping
            from fleet.device d
            left join detection.device s on s.device = d.nr
            left join incident.incident l
              on l.device = d.nr and l.kind = 'reboot_loop' and l.resolved_at is null
            order by d.site, access_point, length(d.id), d.id
            limit :most
            """)
        .param("most", MOST_DOTS)
        .query(
            (row, _) ->
                new Dot(
                    row.getString("id"),
                    row.getString("site"),
                    row.getString("access_point"),
                    light(row)))
        .list();
  }

  /// What the LED of one device shows.
  Light light(String id) {
    return jdbc.sql(
            """
            select coalesce(s.presence, 'unknown') as presence, s.phase,
              coalesce(s.listener, 'unknown') as listener, l.id is not null as looping
            from fleet.device d
            left join detection.device s on s.device = d.nr
            left join incident.incident l
              on l.device = d.nr and l.kind = 'reboot_loop' and l.resolved_at is null
            where d.id = :id
            """)
        .param("id", id)
        .query((row, _) -> light(row))
        .optional()
        .orElse(Light.UNKNOWN);
  }

  private List<Cell> cells() {
    return jdbc.sql(
            """
            select d.site, coalesce(s.access_point, '') as access_point,
              coalesce(s.presence, 'unknown') as presence, s.phase,
              coalesce(s.listener, 'unknown') as listener, l.id is not null as looping,
              count(*) as devices
            from fleet.device d
            left join detection.device s on s.device = d.nr
            left join incident.incident l
              on l.device = d.nr and l.kind = 'reboot_loop' and l.resolved_at is null
            group by 1, 2, 3, 4, 5, 6
            """)
        .query((row, _) -> cell(row))
        .list();
  }

  private Map<String, Long> openIncidents() {
    var counts = new TreeMap<String, Long>();
    jdbc.sql(
            """
            select kind, count(*) as open from incident.incident
            where resolved_at is null group by kind
            """)
        .query(
            row -> {
              counts.put(row.getString("kind"), row.getLong("open"));
            });
    return counts;
  }

  private static Cell cell(ResultSet row) throws SQLException {
    return new Cell(
        row.getString("site"),
        row.getString("access_point"),
        row.getString("presence"),
        row.getString("listener"),
        light(row),
        row.getLong("devices"));
  }

  private static Light light(ResultSet row) throws SQLException {
    @Nullable String phase = row.getString("phase");
    return Light.of(
        row.getString("presence"), phase, row.getString("listener"), row.getBoolean("looping"));
  }
}
