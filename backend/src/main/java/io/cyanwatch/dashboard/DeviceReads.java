package io.cyanwatch.dashboard;

import io.cyanwatch.access.Page;
import io.cyanwatch.timeline.Timelines;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Devices with their live state.
@Repository
class DeviceReads {
  private static final String SELECT =
      """
      select d.id, d.name, d.site, d.tags, d.probe_kind, d.probe_host, d.probe_port, d.probe_path,
        d.created_at, d.version,
        coalesce(s.presence, 'unknown') as presence, s.phase,
        coalesce(s.listener, 'unknown') as verdict, s.access_point, s.changed_at, c.seen_at,
        b.boot, b.first_at, b.reset, b.reset_data, b.expected, b.firmware, b.os, b.hardware, b.ip,
        b.port, b.caps, b.interval_ms, d.nr, i.incidents
      from fleet.device d
      left join detection.device s on s.device = d.nr
      left join timeline.cursor c on c.device = d.nr
      left join lateral (
        select * from timeline.boot b where b.device = d.nr order by b.nr desc limit 1) b on true
      left join lateral (
        select json_agg(json_build_object('id', i.id, 'kind', i.kind, 'severity', i.severity,
          'state', i.state, 'summary', i.summary, 'openedAt', i.opened_at)
          order by i.opened_at, i.id) as incidents
        from incident.incident i where i.device = d.nr and i.resolved_at is null) i on true
      """;

  private final JdbcClient jdbc;
  private final LiveRows rows;
  private final Timelines timelines;

  DeviceReads(JdbcClient jdbc, LiveRows rows, Timelines timelines) {
    this.jdbc = jdbc;
    this.timelines = timelines;
    this.rows = rows;
  }

  /// What a list is narrowed to; null does not narrow.
  ///
  /// @param q a part of the id or the name
  record Filter(
      @Nullable String state,
      @Nullable String site,
      @Nullable String tag,
      @Nullable String firmware,
      @Nullable String bssid,
      @Nullable String q) {}

  Page<DeviceView> list(Filter filter, int limit, String after) {
    var found =
        jdbc.sql(
                SELECT
                    + """
                    where d.id > :after
                      and (:state::text is null or coalesce(s.presence, 'unknown') = :state)
                      and (:site::text is null or d.site = :site)
                      and (:tag::text is null or :tag = any (d.tags))
                      and (:firmware::text is null or b.firmware = :firmware)
                      and (:bssid::text is null or s.access_point = :bssid)
                      and (:q::text is null or strpos(lower(d.id), lower(:q)) > 0
                        or strpos(lower(d.name), lower(:q)) > 0)
                    order by d.id
                    limit :limit
                    """)
            .params(params(filter))
            .param("after", after)
            .param("limit", limit + 1)
            .query(rows)
            .list();
    return page(heard(found), limit);
  }

  Optional<DeviceView> find(String id) {
    var found = jdbc.sql(SELECT + "where d.id = :id").param("id", id).query(rows).list();
    return heard(found).stream().findFirst();
  }

  /// With what each of them said last.
  private List<DeviceView> heard(List<LiveRows.Row> found) {
    var newest = timelines.newestHealth(found.stream().map(LiveRows.Row::nr).toList());
    return found.stream()
        .map(
            row -> {
              var health = newest.get(row.nr());
              return health == null ? row.device() : row.device().heard(health);
            })
        .toList();
  }

  /// The key of its rows.
  Optional<Long> nr(String id) {
    return jdbc.sql("select nr from fleet.device where id = :id")
        .param("id", id)
        .query(Long.class)
        .optional();
  }

  private static Map<String, @Nullable Object> params(Filter filter) {
    var params = new HashMap<String, @Nullable Object>();
    params.put("state", filter.state);
    params.put("site", filter.site);
    params.put("tag", filter.tag);
    params.put("firmware", filter.firmware);
    params.put("bssid", filter.bssid);
    params.put("q", filter.q);
    return params;
  }

  private static Page<DeviceView> page(List<DeviceView> found, int limit) {
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    var items = List.copyOf(found.subList(0, limit));
    return new Page<>(items, items.getLast().id());
  }
}
