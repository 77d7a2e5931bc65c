package io.cyanwatch.timeline;

import io.cyanwatch.timeline.Observation.Answered;
import io.cyanwatch.timeline.Observation.Beat;
import io.cyanwatch.timeline.Observation.Born;
import io.cyanwatch.timeline.Observation.Edge;
import io.cyanwatch.timeline.Observation.Left;
import io.cyanwatch.timeline.Observation.Probed;
import io.cyanwatch.timeline.Observation.Recorded;
import io.cyanwatch.timeline.Observation.Severed;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/// Writes `timeline.record`: the only COPY in the house.
@Repository
class Records {
  static final int BIRTH = 1;
  static final int HEALTH = 2;
  static final int EVENT = 3;
  static final int BYE = 4;
  static final int REPLY = 5;
  static final int PROBE = 6;
  static final int WILL = 7;

  private static final String COPY =
      """
      copy timeline.record (device, at, received_at, boot, seq, conn, up, error_ms, kind, name,
        wifi, cloud, phase, listener, generation, rssi, heap_free, heap_min, heap_block, clients,
        cloud_rtt, loop_worst, body)
      from stdin (format binary)
      """;
  private static final int COLUMNS = 23;

  private final JdbcTemplate jdbc;

  Records(DataSource dataSource) {
    this.jdbc = new JdbcTemplate(dataSource);
  }

  /// An observation and the number of the boot that it belongs to.
  record Row(Observation observation, int boot) {}

  void copy(List<Row> rows) {
    if (rows.isEmpty()) {
      return;
    }
    var copy = new BinaryCopy();
    rows.forEach(row -> write(copy, row));
    jdbc.execute(
        (ConnectionCallback<Boolean>)
            connection -> {
              copy.send(connection, COPY);
              return true;
            });
  }

  private static void write(BinaryCopy copy, Row row) {
    var stamp = row.observation().stamp();
    copy.row(COLUMNS)
        .bigint(stamp.device().nr())
        .instant(stamp.at())
        .instant(stamp.receivedAt())
        .integer((long) row.boot())
        .bigint(stamp.seq())
        .bigint(stamp.conn())
        .bigint(stamp.up().toMillis())
        .integer(stamp.error().toMillis());
    switch (row.observation()) {
      case Born born -> plain(copy, BIRTH, born.reset(), born);
      case Beat beat -> beat(copy, beat);
      case Edge edge -> plain(copy, EVENT, edge.name(), edge);
      case Left left -> plain(copy, BYE, left.reason(), left);
      case Answered answered -> plain(copy, REPLY, answered.status(), answered);
      case Probed probed -> plain(copy, PROBE, probed.outcome(), probed);
      case Severed _ -> rest(copy.smallint(WILL).text("will"), Map.of()).bytes(null);
    }
  }

  private static void plain(BinaryCopy copy, int kind, String name, Recorded recorded) {
    rest(copy.smallint(kind).text(name), Map.of()).bytes(recorded.body());
  }

  private static BinaryCopy rest(BinaryCopy copy, Map<Gauge, Long> gauges) {
    copy.bool(null).bool(null).text(null).text(null).bigint(null);
    return gauges(copy, gauges);
  }

  private static void beat(BinaryCopy copy, Beat beat) {
    copy.smallint(HEALTH)
        .text(null)
        .bool(beat.wifiReady())
        .bool(beat.cloudUp())
        .text(beat.phase())
        .text(beat.listener())
        .bigint(beat.generation());
    gauges(copy, beat.gauges()).bytes(beat.body());
  }

  private static BinaryCopy gauges(BinaryCopy copy, Map<Gauge, Long> gauges) {
    for (var gauge : Gauge.values()) {
      @Nullable Long value = gauges.get(gauge);
      copy.integer(value);
    }
    return copy;
  }
}
