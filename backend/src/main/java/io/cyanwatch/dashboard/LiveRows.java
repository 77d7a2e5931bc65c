package io.cyanwatch.dashboard;

import io.cyanwatch.dashboard.DeviceView.Boot;
import io.cyanwatch.dashboard.DeviceView.Listener;
import io.cyanwatch.dashboard.DeviceView.OpenIncident;
import io.cyanwatch.dashboard.DeviceView.Probe;
import io.cyanwatch.dashboard.DeviceView.Wifi;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// From a row of [DeviceReads] to a device.
@Component
class LiveRows implements RowMapper<LiveRows.Row> {
  private final JsonMapper json = JsonMapper.shared();

  /// @param nr the key of its rows
  record Row(long nr, DeviceView device) {}

  @Override
  public Row mapRow(ResultSet row, int number) throws SQLException {
    return new Row(row.getLong("nr"), device(row));
  }

  /// Without what only its heartbeats say.
  private DeviceView device(ResultSet row) throws SQLException {
    var incidents = incidents(row.getString("incidents"));
    var presence = row.getString("presence");
    var verdict = row.getString("verdict");
    @Nullable String phase = row.getString("phase");
    var looping = incidents.stream().anyMatch(open -> open.kind().equals("reboot_loop"));
    return new DeviceView(
        row.getString("id"),
        row.getString("name"),
        row.getString("site"),
        strings(row, "tags"),
        presence,
        phase,
        Light.of(presence, phase, verdict, looping).key(),
        new Listener(verdict, null, integer(row, "port"), null, null),
        wifi(row),
        null,
        null,
        boot(row),
        instant(row, "seen_at"),
        instant(row, "changed_at"),
        incidents,
        probe(row),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getInt("version"),
        null);
  }

  private static @Nullable Wifi wifi(ResultSet row) throws SQLException {
    var accessPoint = row.getString("access_point");
    return accessPoint == null ? null : new Wifi(null, accessPoint, null);
  }

  private static @Nullable Boot boot(ResultSet row) throws SQLException {
    @Nullable String boot = row.getString("boot");
    @Nullable Instant at = instant(row, "first_at");
    if (boot == null || at == null) {
      return null;
    }
    @Nullable Integer interval = integer(row, "interval_ms");
    return new Boot(
        boot,
        at,
        row.getString("reset"),
        number(row, "reset_data"),
        truth(row, "expected"),
        row.getString("firmware"),
        row.getString("os"),
        row.getString("hardware"),
        row.getString("ip"),
        strings(row, "caps"),
        interval == null ? null : interval / 1000.0,
        null);
  }

  private static @Nullable Probe probe(ResultSet row) throws SQLException {
    @Nullable String kind = row.getString("probe_kind");
    @Nullable String host = row.getString("probe_host");
    return kind == null || host == null
        ? null
        : new Probe(kind, host, row.getInt("probe_port"), row.getString("probe_path"));
  }

  private List<OpenIncident> incidents(@Nullable String aggregated) {
    return aggregated == null
        ? List.of()
        : json.readValue(aggregated, new TypeReference<List<OpenIncident>>() {});
  }

  static List<String> strings(ResultSet row, String column) throws SQLException {
    var array = row.getArray(column);
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
    var value = row.getInt(column);
    return row.wasNull() ? null : value;
  }

  static @Nullable Long number(ResultSet row, String column) throws SQLException {
    var value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  static @Nullable Boolean truth(ResultSet row, String column) throws SQLException {
    var value = row.getBoolean(column);
    return row.wasNull() ? null : value;
  }
}
