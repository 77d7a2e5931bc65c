package io.cyanwatch.detection;

import io.cyanwatch.detection.StateMemory.Known;
import io.cyanwatch.fleet.DeviceRef;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Gatherers;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/// The rows of `detection.device` and, beside them, `detection.state`.
@Repository
class DeviceStates {
  /// Of so many devices the states are written in one statement: what is sent at once is bounded.
  private static final int AT_ONCE = 128;

  private final JdbcClient jdbc;
  private final StateJson json;
  private final StateMemory memory;

  DeviceStates(JdbcClient jdbc, JsonMapper json, DetectionProperties properties) {
    this.jdbc = jdbc;
    this.json = new StateJson(json);
    this.memory = new StateMemory(properties.states());
  }

  /// The states of these devices, making those that are missing. Whoever changes them holds the
  /// devices in the timeline.
  Map<Long, DeviceState> of(Collection<DeviceRef> devices, Instant now) {
    var numbers = devices.stream().map(DeviceRef::nr).distinct().toList();
    var found = of(numbers);
    if (found.size() < numbers.size()) {
      var missing = devices.stream().filter(d -> !found.containsKey(d.nr())).distinct().toList();
      make(missing, now);
      found.putAll(of(missing.stream().map(DeviceRef::nr).toList()));
    }
    return found;
  }

  private void make(List<DeviceRef> missing, Instant now) {
    jdbc.sql(
            """
            insert into detection.device
              (device, device_id, site, presence, listener, changed_at)
            select device, id, site, 'unknown', 'unknown', :now
            from unnest(:devices::bigint[], :ids::text[], :sites::text[])
              as v (device, id, site) order by device
            on conflict do nothing
            """)
        .param("devices", missing.stream().map(DeviceRef::nr).toArray(Long[]::new))
        .param("ids", missing.stream().map(DeviceRef::id).toArray(String[]::new))
        .param("sites", missing.stream().map(DeviceRef::site).toArray(String[]::new))
        .param("now", Timestamp.from(now))
        .update();
  }

  /// The states of those devices that have one.
  Map<Long, DeviceState> of(Collection<Long> devices) {
    var revisions = revisions(devices);
    var found = HashMap.<Long, DeviceState>newHashMap(revisions.size());
    memory.recall(revisions, found);
    if (!revisions.isEmpty()) {
      var read = read(revisions.keySet());
      read.forEach((device, known) -> found.put(device, known.state()));
      afterCommit(() -> memory.remember(read));
    }
    return found;
  }

  private Map<Long, Long> revisions(Collection<Long> devices) {
    var revisions = HashMap.<Long, Long>newHashMap(devices.size());
    jdbc.sql("select device, revision from detection.device where device = any(:devices)")
        .param("devices", devices.toArray(Long[]::new))
        .query(
            row -> {
              revisions.put(row.getLong(1), row.getLong(2));
            });
    return revisions;
  }

  private Map<Long, Known> read(Collection<Long> devices) {
    var found = HashMap.<Long, Known>newHashMap(devices.size());
    jdbc.sql(
            """
            select device, revision, coalesce(state, '{}')
            from detection.device left join detection.state using (device)
            where device = any(:devices)
            """)
        .param("devices", devices.toArray(Long[]::new))
        .query(
            row -> {
              found.put(row.getLong(1), new Known(row.getLong(2), read(row.getString(3))));
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
    return jdbc.sql("select state from detection.state where device = :device")
        .param("device", device)
        .query(String.class)
        .optional()
        .map(this::read);
  }

  void save(Map<DeviceRef, DeviceState> states, Instant now) {
    var saved = HashMap.<Long, Known>newHashMap(states.size());
    states.entrySet().stream()
        .sorted(Comparator.comparingLong(one -> one.getKey().nr()))
        .gather(Gatherers.windowFixed(AT_ONCE))
        .forEach(some -> save(some, now, saved));
    afterCommit(() -> memory.remember(saved));
  }

  private void save(
      List<Map.Entry<DeviceRef, DeviceState>> some, Instant now, Map<Long, Known> saved) {
    var refs = some.stream().map(Map.Entry::getKey).toList();
    var states = some.stream().map(Map.Entry::getValue).toList();
    var byNumber = HashMap.<Long, DeviceState>newHashMap(some.size());
    some.forEach(one -> byNumber.put(one.getKey().nr(), one.getValue()));
    var numbers = refs.stream().map(DeviceRef::nr).toArray(Long[]::new);
    jdbc.sql(
            """
            update detection.device d set presence = v.presence, phase = v.phase,
              listener = v.listener, access_point = v.access_point, boot = v.boot, site = v.site,
              lost_at = v.lost_at, changed_at = :now, revision = d.revision + 1
            from unnest(:devices::bigint[], :presences::text[], :phases::text[],
              :listeners::text[], :access_points::text[], :boots::text[], :sites::text[],
              :lost::timestamptz[])
              as v (device, presence, phase, listener, access_point, boot, site, lost_at)
            where d.device = v.device
            returning d.device, d.revision
            """)
        .param("devices", numbers)
        .param("sites", refs.stream().map(DeviceRef::site).toArray(String[]::new))
        .param("presences", texts(states, DeviceState::presence))
        .param("phases", texts(states, state -> state.network().phase()))
        .param("listeners", texts(states, DeviceState::listenerVerdict))
        .param("access_points", texts(states, state -> state.network().accessPoint()))
        .param("boots", texts(states, DeviceState::boot))
        .param("lost", states.stream().map(DeviceStates::lostAt).toArray(Timestamp[]::new))
        .param("now", Timestamp.from(now))
        .query(
            row -> {
              var state = Objects.requireNonNull(byNumber.get(row.getLong(1)));
              saved.put(row.getLong(1), new Known(row.getLong(2), state));
            });
    jdbc.sql(
            """
            insert into detection.state (device, state)
            select * from unnest(:devices::bigint[], :states::text[])
            on conflict (device) do update set state = excluded.state
            """)
        .param("devices", numbers)
        .param("states", texts(states, json::write))
        .update();
  }

  private static void afterCommit(Runnable what) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            what.run();
          }
        });
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
