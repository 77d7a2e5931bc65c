package io.cyanwatch.detection;

import io.cyanwatch.fleet.DeviceRef;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// The rows of `detection.device`.
@Repository
class DeviceStates {
  private final JdbcClient jdbc;
  private final StateJson json;

  DeviceStates(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = new StateJson(json);
  }

  /// Locks the rows of these devices in the order of their numbers, making those that are missing.
  Map<Long, DeviceState> lock(Collection<DeviceRef> devices, Instant now) {
    var sorted =
        devices.stream().distinct().sorted((a, b) -> Long.compare(a.nr(), b.nr())).toList();
    var numbers = sorted.stream().map(DeviceRef::nr).toArray(Long[]::new);
    var found = select(numbers, "for update");
    if (found.size() < sorted.size()) {
      jdbc.sql(
              """
              insert into detection.device
                (device, device_id, site, presence, listener, changed_at, state)
              select device, id, site, 'unknown', 'unknown', :now, '{}'
              from unnest(:devices::bigint[], :ids::text[], :sites::text[])
                as v (device, id, site) order by device
              on conflict do nothing
              """)
          .param("devices", numbers)
          .param("ids", sorted.stream().map(DeviceRef::id).toArray(String[]::new))
          .param("sites", sorted.stream().map(DeviceRef::site).toArray(String[]::new))
          .param("now", Timestamp.from(now))
          .update();
      found = select(numbers, "for update");
    }
    return found;
  }

  /// Locks those that nobody else is looking at right now, and names them.
  Map<Long, DeviceState> lockFree(Collection<Long> devices) {
    return select(devices.stream().sorted().toArray(Long[]::new), "for update skip locked");
  }

  private Map<Long, DeviceState> select(Long[] devices, String locking) {
    var found = new HashMap<Long, DeviceState>();
    jdbc.sql(
            "select device, state from detection.device where device = any(:devices) order by device "
                + locking)
        .param("devices", devices)
        .query(
            row -> {
              found.put(row.getLong("device"), read(row.getString("state")));
            });
    return found;
  }

  Map<Long, String> ids(Collection<Long> devices) {
    var ids = new HashMap<Long, String>();
    jdbc.sql("select device, device_id from detection.device where device = any(:devices)")
        .param("devices", devices.toArray(Long[]::new))
        .query(
            row -> {
              ids.put(row.getLong("device"), row.getString("device_id"));
            });
    return ids;
  }

  Optional<DeviceState> find(long device) {
    return jdbc.sql("select state from detection.device where device = :device")
        .param("device", device)
        .query(String.class)
        .optional()
        .map(this::read);
  }

  void save(Map<DeviceRef, DeviceState> states, Instant now) {
    var refs = states.keySet().stream().sorted((a, b) -> Long.compare(a.nr(), b.nr())).toList();
    var ordered = refs.stream().map(states::get).map(java.util.Objects::requireNonNull).toList();
    jdbc.sql(
            """
            update detection.device d set presence = v.presence, phase = v.phase,
              listener = v.listener, access_point = v.access_point, boot = v.boot, site = v.site,
              lost_at = v.lost_at, changed_at = :now, state = v.state
            from unnest(:devices::bigint[], :presences::text[], :phases::text[],
              :listeners::text[], :access_points::text[], :boots::text[], :sites::text[],
              :lost::timestamptz[], :states::text[])
              as v (device, presence, phase, listener, access_point, boot, site, lost_at, state)
            where d.device = v.device
            """)
        .param("devices", refs.stream().map(DeviceRef::nr).toArray(Long[]::new))
        .param("sites", refs.stream().map(DeviceRef::site).toArray(String[]::new))
        .param("presences", texts(ordered, DeviceState::presence))
        .param("phases", texts(ordered, state -> state.network().phase()))
        .param("listeners", texts(ordered, DeviceState::listenerVerdict))
        .param("access_points", texts(ordered, state -> state.network().accessPoint()))
        .param("boots", texts(ordered, DeviceState::boot))
        .param("lost", ordered.stream().map(DeviceStates::lostAt).toArray(Timestamp[]::new))
        .param("states", texts(ordered, json::write))
        .param("now", Timestamp.from(now))
        .update();
  }

  private static @Nullable Timestamp lostAt(DeviceState state) {
    var since = state.unexplainedSince();
    return since == null ? null : Timestamp.from(since);
  }

  private static String[] texts(
      List<DeviceState> states, Function<DeviceState, @Nullable String> text) {
    return states.stream().map(text).toArray(String[]::new);
  }

  private DeviceState read(String state) {
    return json.read(state);
  }
}
