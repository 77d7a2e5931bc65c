package io.cyanwatch.timeline;

import io.cyanwatch.timeline.Observation.Answered;
import io.cyanwatch.timeline.Observation.Beat;
import io.cyanwatch.timeline.Observation.Born;
import io.cyanwatch.timeline.Observation.Edge;
import io.cyanwatch.timeline.Observation.Left;
import io.cyanwatch.timeline.Observation.Probed;
import io.cyanwatch.timeline.Observation.Severed;
import java.util.List;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/// Writes what devices say: heartbeats into `timeline.beat`, whatever else into `timeline.event`.
@Repository
class Records {
  static final int BIRTH = 1;
  static final int HEALTH = 2;
  static final int EVENT = 3;
  static final int BYE = 4;
  static final int REPLY = 5;
  static final int PROBE = 6;
  static final int WILL = 7;

  private static final String COPY_BEATS =
      "copy timeline.beat (device, at, boot, seq, body) from stdin (format binary)";
  private static final String COPY_EVENTS =
      """
      copy timeline.event (device, at, received_at, boot, seq, conn, up, error_ms, kind, name, body)
      from stdin (format binary)
      """;

  private final JdbcTemplate jdbc;
  private final Frames frames;

  Records(JdbcTemplate jdbc, Frames frames) {
    this.jdbc = jdbc;
    this.frames = frames;
  }

  /// An observation and the number of the boot that it belongs to.
  record Row(Observation observation, int boot) {}

  void copy(List<Row> rows) {
    var beats = new BinaryCopy(rows.size() * 96);
    var events = new BinaryCopy(1024);
    var session = frames.open();
    for (var row : rows) {
      switch (row.observation()) {
        case Beat beat -> beat(beats, session, beat, row.boot());
        case Born born -> event(events, row, BIRTH, born.reset()).bytes(born.body());
        case Edge edge -> event(events, row, EVENT, edge.name()).bytes(edge.body());
        case Left left -> event(events, row, BYE, left.reason()).bytes(left.body());
        case Answered said -> event(events, row, REPLY, said.status()).bytes(said.body());
        case Probed saw -> event(events, row, PROBE, saw.outcome()).bytes(saw.body());
        case Severed _ -> event(events, row, WILL, "will").nothing();
      }
    }
    send(beats, COPY_BEATS);
    send(events, COPY_EVENTS);
  }

  private void send(BinaryCopy rows, String copy) {
    if (!rows.isEmpty()) {
      jdbc.execute(
          (ConnectionCallback<Boolean>)
              connection -> {
                rows.send(connection, copy);
                return true;
              });
    }
  }

  private static void beat(BinaryCopy copy, Frames.Session frames, Beat beat, int boot) {
    var stamp = beat.stamp();
    var device = stamp.device().nr();
    var sample =
        new Sample(
            stamp.at().toEpochMilli(),
            stamp.receivedAt().toEpochMilli(),
            boot,
            stamp.seq(),
            stamp.conn(),
            stamp.up().toMillis(),
            stamp.error().toMillis(),
            beat.body());
    var difference = frames.of(device).flatMap(frame -> BeatRow.difference(sample, frame));
    if (difference.isEmpty()) {
      frames.put(device, sample);
    }
    copy.row(5)
        .bigint(device)
        .millis(sample.at())
        .integer(boot)
        .integer((int) sample.seq())
        .bytes(difference.orElseGet(() -> BeatRow.whole(sample)));
  }

  private static BinaryCopy event(BinaryCopy copy, Row row, int kind, String name) {
    var stamp = row.observation().stamp();
    return copy.row(11)
        .bigint(stamp.device().nr())
        .instant(stamp.at())
        .instant(stamp.receivedAt())
        .integer(row.boot())
        .bigint(stamp.seq())
        .bigint(stamp.conn())
        .bigint(stamp.up().toMillis())
        .integer(Math.clamp(stamp.error().toMillis(), 0, Integer.MAX_VALUE))
        .smallint(kind)
        .text(name);
  }
}
