package io.cyanwatch.detection;

import io.cyanwatch.fleet.DeviceRef;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// The rows of `detection.device`.
@Repository
class DeviceStates {
  private final JdbcClient jdbc;
  private final JsonMapper json;

  DeviceStates(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
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
                (device, device_id, presence, listener, changed_at, state)
              select device, id, 'unknown', 'unknown', :now, :state
              from unnest(:devices::bigint[], :ids::text[]) as v (device, id) order by device
              on conflict do nothing
              """)
          .param("devices", numbers)
          .param("ids", sorted.stream().map(DeviceRef::id).toArray(String[]::new))
          .param("now", Timestamp.from(now))
          .param("state", json.writeValueAsString(DeviceState.NEW))
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

  /// Waits until nobody else looks at these, in the order of their names.
  void lockAccessPoints(Collection<String> accessPoints) {
    for (var accessPoint : accessPoints.stream().sorted().toList()) {
      jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:access_point, 2))")
          .param("access_point", accessPoint)
          .query(row -> {});
    }
  }

  /// Everybody who was last seen behind this access point, by device id.
  Map<String, DeviceState> behind(String accessPoint) {
    var members = new HashMap<String, DeviceState>();
    jdbc.sql("select device_id, state from detection.device where access_point = :access_point")
        .param("access_point", accessPoint)
        .query(
            row -> {
              members.put(row.getString("device_id"), read(row.getString("state")));
            });
    return members;
  }

  void save(Map<Long, DeviceState> states, Instant now) {
    var numbers = states.keySet().stream().sorted().toList();
    var ordered = numbers.stream().map(states::get).map(java.util.Objects::requireNonNull).toList();
    jdbc.sql(
            """
            update detection.device d set presence = v.presence, phase = v.phase,
              listener = v.listener, access_point = v.access_point, boot = v.boot,
              changed_at = :now, state = v.state
            from unnest(:devices::bigint[], :presences::text[], :phases::text[],
              :listeners::text[], :access_points::text[], :boots::text[], :states::text[])
              as v (device, presence, phase, listener, access_point, boot, state)
            where d.device = v.device
            """)
        .param("devices", numbers.toArray(Long[]::new))
        .param("presences", texts(ordered, DeviceState::presence))
        .param("phases", ordered.stream().map(DeviceState::phase).toArray(String[]::new))
        .param("listeners", texts(ordered, DeviceState::listenerVerdict))
        .param(
            "access_points", ordered.stream().map(DeviceState::accessPoint).toArray(String[]::new))
        .param("boots", ordered.stream().map(DeviceState::boot).toArray(String[]::new))
        .param("states", texts(ordered, json::writeValueAsString))
        .param("now", Timestamp.from(now))
        .update();
  }

  private static String[] texts(
      List<DeviceState> states, java.util.function.Function<DeviceState, String> text) {
    return states.stream().map(text).toArray(String[]::new);
  }

  private DeviceState read(String state) {
    return json.readValue(state, DeviceState.class);
  }
}
