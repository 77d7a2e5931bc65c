package io.cyanwatch.timeline;

import java.sql.Timestamp;
import java.util.Optional;
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

  /// A boot that is no longer in its cursor's row: what is stored of it.
  Optional<Cursor.Boot> find(long device, String boot) {
    return jdbc.sql(
            """
            select nr, ranges, first_at from timeline.boot where device = :device and boot = :boot
            """)
        .param("device", device)
        .param("boot", boot)
        .query(
            (row, _) ->
                new Cursor.Boot(
                    row.getInt("nr"),
                    boot,
                    0,
                    json.readValue(row.getString("ranges"), SEQS),
                    row.getTimestamp("first_at").getTime(),
                    0,
                    -1))
        .optional();
  }

  void meet(Observation.Stamp stamp, int nr) {
    jdbc.sql(
            """
            insert into timeline.boot (device, nr, boot, first_at, received_at, ranges)
            values (:device, :nr, :boot, :first_at, :received_at, '{"ranges":[]}')
            on conflict do nothing
            """)
        .param("device", stamp.device().nr())
        .param("nr", nr)
        .param("boot", stamp.boot())
        .param("first_at", Timestamp.from(stamp.at().minus(stamp.up())))
        .param("received_at", Timestamp.from(stamp.receivedAt()))
        .update();
  }

  /// Keeps what the boot said of itself.
  void introduce(Observation.Born born, int nr) {
    jdbc.sql(
            """
            update timeline.boot set reset = :reset, reset_data = :data, expected = :expected,
              firmware = :firmware, os = :os, hardware = :hardware, ip = :ip, port = :port,
              caps = :caps, interval_ms = :interval
            where device = :device and nr = :nr
            """)
        .param("device", born.stamp().device().nr())
        .param("nr", nr)
        .param("reset", born.reset())
        .param("data", born.resetData())
        .param("expected", born.expected())
        .param("firmware", born.firmware())
        .param("os", born.os())
        .param("hardware", born.hardware())
        .param("ip", born.ip())
        .param("port", born.port())
        .param("caps", born.caps().toArray(String[]::new))
        .param("interval", (int) born.interval().toMillis())
        .update();
  }

  /// Takes over from the cursor what is stored of an old boot.
  void retire(long device, Cursor.Boot boot) {
    jdbc.sql("update timeline.boot set ranges = :ranges where device = :device and nr = :nr")
        .param("device", device)
        .param("nr", boot.nr())
        .param("ranges", json.writeValueAsString(boot.seqs()))
        .update();
  }
}
