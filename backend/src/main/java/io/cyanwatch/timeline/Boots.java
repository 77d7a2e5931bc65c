package io.cyanwatch.timeline;

import io.cyanwatch.timeline.Sifting.Accepted;
import io.cyanwatch.timeline.Sifting.BootKey;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The rows of `timeline.boot`: every boot that we met, and what its birth said.
@Repository
class Boots {
  private static final TypeReference<SeqSet> SEQS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json;

  Boots(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /// Boots that are no longer in their cursor's row: what is stored of them.
  Map<BootKey, Cursor.Boot> find(Collection<BootKey> keys) {
    var found = new HashMap<BootKey, Cursor.Boot>();
    if (keys.isEmpty()) {
      return found;
    }
    jdbc.sql(
            """
            select b.device, b.nr, b.boot, b.ranges, b.first_at from timeline.boot b
            join unnest(:devices::bigint[], :boots::text[]) as v (device, boot)
              on b.device = v.device and b.boot = v.boot
            """)
        .param("devices", keys.stream().map(BootKey::device).toArray(Long[]::new))
        .param("boots", keys.stream().map(BootKey::boot).toArray(String[]::new))
        .query(
            row -> {
              var boot = Cursor.Boot.met(row.getInt("nr"), row.getString("boot"));
              var begun = new Dating(row.getTimestamp("first_at").getTime(), 0, Dating.UNKNOWN);
              var known =
                  new Cursor.Boot(
                      boot.nr(),
                      boot.boot(),
                      0,
                      -1,
                      json.readValue(row.getString("ranges"), SEQS),
                      SeqSet.EMPTY,
                      Digests.NONE,
                      begun,
                      -1,
                      false);
              found.put(new BootKey(row.getLong("device"), boot.boot()), known);
            });
    return found;
  }

  void meet(List<Accepted> first) {
    if (first.isEmpty()) {
      return;
    }
    var stamps = first.stream().map(one -> one.observation().stamp()).toList();
    jdbc.sql(
            """
            insert into timeline.boot (device, nr, boot, first_at, received_at, ranges)
            select device, nr, boot, first_at, received_at, '{"ranges":[]}'
            from unnest(:devices::bigint[], :nrs::integer[], :boots::text[],
              :firsts::timestamptz[], :received::timestamptz[])
              as v (device, nr, boot, first_at, received_at)
            on conflict do nothing
            """)
        .param("devices", stamps.stream().map(s -> s.device().nr()).toArray(Long[]::new))
        .param("nrs", first.stream().map(Accepted::boot).toArray(Integer[]::new))
        .param("boots", stamps.stream().map(Observation.Stamp::boot).toArray(String[]::new))
        .param(
            "firsts",
            stamps.stream()
                .map(s -> Timestamp.from(s.at().minus(s.up())))
                .toArray(Timestamp[]::new))
        .param(
            "received",
            stamps.stream().map(s -> Timestamp.from(s.receivedAt())).toArray(Timestamp[]::new))
        .update();
  }

  /// Keeps what boots said of themselves; the newest birth of each counts.
  void introduce(List<Accepted> accepted) {
    var births = new LinkedHashMap<BootKey, Introduction>();
    for (var one : accepted) {
      if (one.observation() instanceof Observation.Born born && !one.late()) {
        births.put(BootKey.of(born.stamp()), Introduction.of(born, one.boot()));
      } else if (one.observation() instanceof Observation.Born born) {
        births.putIfAbsent(BootKey.of(born.stamp()), Introduction.of(born, one.boot()));
      }
    }
    if (!births.isEmpty()) {
      jdbc.sql(
              """
              update timeline.boot b set reset = v.reset, reset_data = v.reset_data,
                expected = v.expected, firmware = v.firmware, os = v.os, hardware = v.hardware,
                ip = v.ip, port = v.port, caps = v.caps, interval_ms = v.interval_ms
              from jsonb_to_recordset(:births::jsonb) as v (device bigint, nr integer, reset text,
                reset_data bigint, expected boolean, firmware text, os text, hardware text,
                ip text, port integer, caps text[], interval_ms integer)
              where b.device = v.device and b.nr = v.nr
              """)
          .param("births", json.writeValueAsString(births.values()))
          .update();
    }
  }

  /// A birth's columns, by their names.
  private record Introduction(
      long device,
      int nr,
      String reset,
      @Nullable Long resetData,
      boolean expected,
      @Nullable String firmware,
      @Nullable String os,
      @Nullable String hardware,
      @Nullable String ip,
      @Nullable Integer port,
      List<String> caps,
      long intervalMs) {

    static Introduction of(Observation.Born born, int nr) {
      return new Introduction(
          born.stamp().device().nr(),
          nr,
          born.reset(),
          born.resetData(),
          born.expected(),
          born.firmware(),
          born.os(),
          born.hardware(),
          born.ip(),
          born.port(),
          born.caps(),
          born.interval().toMillis());
    }
  }

  /// Takes over from the cursors what is stored of old boots.
  void retire(Map<Long, List<Cursor.Boot>> old) {
    if (old.isEmpty()) {
      return;
    }
    var devices = new ArrayList<Long>();
    var nrs = new ArrayList<Integer>();
    var ranges = new ArrayList<String>();
    old.forEach(
        (device, boots) ->
            boots.forEach(
                boot -> {
                  devices.add(device);
                  nrs.add(boot.nr());
                  ranges.add(json.writeValueAsString(Map.of("ranges", boot.seqs().ranges())));
                }));
    jdbc.sql(
            """
            update timeline.boot b set ranges = v.ranges
            from unnest(:devices::bigint[], :nrs::integer[], :ranges::text[])
              as v (device, nr, ranges)
            where b.device = v.device and b.nr = v.nr
            """)
        .param("devices", devices.toArray(Long[]::new))
        .param("nrs", nrs.toArray(Integer[]::new))
        .param("ranges", ranges.toArray(String[]::new))
        .update();
  }

  /// What is known of one boot by its number; for holes of boots that left their cursor.
  Map<BootNr, Cursor.Boot> byNr(Collection<BootNr> numbers) {
    var found = new HashMap<BootNr, Cursor.Boot>();
    if (numbers.isEmpty()) {
      return found;
    }
    var names = new LinkedHashMap<BootKey, BootNr>();
    jdbc.sql(
            """
            select b.device, b.nr, b.boot from timeline.boot b
            join unnest(:devices::bigint[], :nrs::integer[]) as v (device, nr)
              on b.device = v.device and b.nr = v.nr
            """)
        .param("devices", numbers.stream().map(BootNr::device).toArray(Long[]::new))
        .param("nrs", numbers.stream().map(BootNr::nr).toArray(Integer[]::new))
        .query(
            row -> {
              names.put(
                  new BootKey(row.getLong("device"), row.getString("boot")),
                  new BootNr(row.getLong("device"), row.getInt("nr")));
            });
    find(names.keySet())
        .forEach((key, boot) -> found.put(new BootNr(key.device(), boot.nr()), boot));
    return found;
  }

  /// A boot as we number it.
  record BootNr(long device, int nr) {}
}
