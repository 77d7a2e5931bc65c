package io.cyanwatch.fleet;

import io.cyanwatch.fleet.Fleet.Registration;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The registry's bulk statements: how devices join, and how many are looked up at once.
@Component
class DeviceRows {
  private final JdbcClient jdbc;

  DeviceRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Empty when the id is taken. That fails no transaction, so that one row of an import costs only
  /// itself.
  Optional<DeviceRef> add(Registration registration, Instant now) {
    var probe = Optional.ofNullable(registration.probe());
    return jdbc.sql(
            """
            insert into fleet.device
              (id, name, site, tags, probe_kind, probe_host, probe_port, probe_path, created_at)
            values (:id, :name, :site, :tags, :kind, :host, :port, :path, :now)
            on conflict (id) do nothing
            returning nr, id, site
            """)
        .param("id", registration.id())
        .param("name", registration.name())
        .param("site", registration.site() == null ? "" : registration.site())
        .param("tags", registration.tags().toArray(String[]::new))
        .param("kind", probe.map(Fleet.ProbeTarget::kind).orElse(null))
        .param("host", probe.map(Fleet.ProbeTarget::host).orElse(null))
        .param("port", probe.map(Fleet.ProbeTarget::port).orElse(null))
        .param("path", probe.map(Fleet.ProbeTarget::path).orElse(null))
        .param("now", Timestamp.from(now))
        .query(DeviceRef.class)
        .optional();
  }

  /// Adds those of `ids` that nobody else adds at the same time; in one order, so that two adopters
  /// never wait for each other.
  List<DeviceRef> adopt(Collection<String> ids, Instant now) {
    return jdbc.sql(
            """
            insert into fleet.device (id, created_at)
            select id, :now from unnest(:ids) as id order by id
            on conflict (id) do nothing
            returning nr, id, site
            """)
        .param("ids", ids.toArray(String[]::new))
        .param("now", Timestamp.from(now))
        .query(DeviceRef.class)
        .list();
  }

  List<DeviceRef> find(Collection<String> ids) {
    return jdbc.sql("select nr, id, site from fleet.device where id = any(:ids)")
        .param("ids", ids.toArray(String[]::new))
        .query(DeviceRef.class)
        .list();
  }

  List<DeviceRef> next(long after, String site, int most) {
    return jdbc.sql(
            """
            select nr, id, site from fleet.device
            where nr > :after and (:site = '' or site = :site) order by nr limit :most
            """)
        .param("after", after)
        .param("site", site)
        .param("most", most)
        .query(DeviceRef.class)
        .list();
  }
}
