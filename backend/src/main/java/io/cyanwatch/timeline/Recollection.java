package io.cyanwatch.timeline;

import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.timeline.Heard.Contradicted;
import io.cyanwatch.timeline.Heard.Knocked;
import io.cyanwatch.timeline.Heard.Said;
import io.cyanwatch.timeline.Hours.Hot;
import io.cyanwatch.timeline.Observation.Stamp;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// Reads what we were told of a device in the order in which it came, a quarter of a day at a time.
/// What was made much earlier than it came waits for its turn in memory.
@Repository
class Recollection {
  private static final long CHUNK = 6 * Sample.HOUR;

  /// A record may come before it was made, if its clock is ahead, by no more than this: a clock
  /// that is further off is not believed.
  private static final Duration AHEAD = Duration.ofDays(1);

  /// So much waits for its turn at most; then the earliest goes first although others may come.
  private static final int WAITING = 20_000;

  private static final String EVENTS =
      """
      select e.at, e.received_at, e.kind, e.name, e.seq, e.conn, e.up, e.error_ms,
        e.body, b.boot, b.expected
      from timeline.event e join timeline.boot b on b.device = e.device and b.nr = e.boot
      where e.device = :device
      """;

  private final JdbcClient jdbc;
  private final Hours hours;
  private final Happenings happenings;
  private final Bodies bodies;
  private final JsonMapper json;
  private final TransactionTemplate snapshot;

  Recollection(
      JdbcClient jdbc,
      Hours hours,
      Happenings happenings,
      Bodies bodies,
      JsonMapper json,
      PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.hours = hours;
    this.happenings = happenings;
    this.bodies = bodies;
    this.json = json;
    this.snapshot = TimelineReads.snapshot(transactions);
  }

  private record Chunk(Map<Long, List<Hot>> hot, Map<Long, byte[]> blocks, List<Heard> others) {}

  /// Hands over what was made since `from` and came before `to`, and before it the birth that
  /// introduces it.
  void read(DeviceRef device, Instant from, Instant to, Consumer<Heard> all) {
    readMade(
        device,
        from,
        to.plus(AHEAD),
        heard -> {
          if (heard.receivedAt().isBefore(to)) {
            all.accept(heard);
          }
        });
  }

  private void readMade(DeviceRef device, Instant from, Instant to, Consumer<Heard> sink) {
    var boots = boots(device.nr());
    introduction(device, from).ifPresent(sink);
    var waiting = new PriorityQueue<>(Heard.AS_IT_CAME);
    var anatomy = new Shape.Anatomy();
    for (var chunk : chunks(device.nr(), from, to)) {
      var begin = Math.max(chunk, from.toEpochMilli());
      var until = Math.min(chunk + CHUNK, to.toEpochMilli());
      release(waiting, Instant.ofEpochMilli(begin).minus(AHEAD), WAITING, sink);
      var told = snapshot.execute(_ -> chunk(device, begin, until));
      waiting.addAll(told.others());
      var all = new TreeSet<>(told.hot().keySet());
      all.addAll(told.blocks().keySet());
      for (var hour : all) {
        var hot = told.hot().getOrDefault(hour, List.of());
        for (var beat : hours.beats(hour, hot, told.blocks().get(hour), anatomy)) {
          var boot = boots.get(beat.sample().boot());
          if (boot != null && beat.sample().at() >= begin && beat.sample().at() < until) {
            waiting.add(new Said(Rereading.beat(device, boot, beat.sample(), beat.values())));
          }
        }
        release(waiting, Instant.ofEpochMilli(hour + Sample.HOUR).minus(AHEAD), WAITING, sink);
      }
    }
    release(waiting, Instant.MAX, 0, sink);
  }

  /// The quarters of a day in which there is anything.
  private SortedSet<Long> chunks(long device, Instant from, Instant to) {
    var begin = from.toEpochMilli();
    var end = to.toEpochMilli();
    return snapshot.execute(
        _ -> {
          var all = new ArrayList<>(hours.compacted(device, begin, end));
          all.addAll(hours.uncompacted(device, begin, end));
          all.addAll(happenings.hours(device, from, to));
          all.addAll(noticed(device, from, to));
          SortedSet<Long> chunks = new TreeSet<>();
          all.forEach(hour -> chunks.add(Math.floorDiv(hour, CHUNK) * CHUNK));
          return chunks;
        });
  }

  private List<Long> noticed(long device, Instant from, Instant to) {
    return jdbc.sql(
            """
            select distinct %s as hour from timeline.notice
            where device = :device and at >= :from and at < :to
            """
                .formatted(Hours.HOUR))
        .param("device", device)
        .param("from", Hours.time(from.toEpochMilli()))
        .param("to", Hours.time(to.toEpochMilli()))
        .query((row, _) -> row.getTimestamp("hour").getTime())
        .list();
  }

  private static void release(
      PriorityQueue<Heard> waiting, Instant before, int most, Consumer<Heard> sink) {
    while (!waiting.isEmpty()
        && (waiting.size() > most || waiting.peek().receivedAt().isBefore(before))) {
      sink.accept(waiting.remove());
    }
  }

  private Chunk chunk(DeviceRef device, long from, long to) {
    var others = new ArrayList<Heard>(events(device, from, to));
    others.addAll(notices(device, from, to));
    var compacted = hours.blocks(device.nr(), from, to);
    return new Chunk(hours.hot(device.nr(), from, to), compacted, others);
  }

  private List<Said> events(DeviceRef device, long from, long to) {
    return jdbc.sql(EVENTS + "and e.at >= :from and e.at < :to")
        .param("device", device.nr())
        .param("from", Hours.time(from))
        .param("to", Hours.time(to))
        .query((row, _) -> said(device, row))
        .list();
  }

  private Optional<Said> introduction(DeviceRef device, Instant before) {
    return snapshot.execute(
        _ ->
            jdbc.sql(EVENTS + "and e.at < :before and e.kind = 1 order by e.at desc limit 1")
                .param("device", device.nr())
                .param("before", Hours.time(before.toEpochMilli()))
                .query((row, _) -> said(device, row))
                .optional());
  }

  private Said said(DeviceRef device, ResultSet row) throws SQLException {
    var stamp =
        new Stamp(
            device,
            row.getString("boot"),
            row.getLong("seq"),
            row.getLong("conn"),
            Duration.ofMillis(row.getLong("up")),
            null,
            row.getTimestamp("at").toInstant(),
            Duration.ofMillis(row.getLong("error_ms")),
            row.getTimestamp("received_at").toInstant());
    var body = bodies.read(row.getBytes("body"));
    return new Said(
        Rereading.other(
            row.getInt("kind"),
            row.getString("name"),
            row.getBoolean("expected"),
            Rereading.clocked(stamp, body),
            body));
  }

  private List<Heard> notices(DeviceRef device, long from, long to) {
    return jdbc.sql(
            """
            select n.at, n.name, n.detail, coalesce(b.boot, '') as boot from timeline.notice n
            left join timeline.boot b on b.device = n.device and b.nr = n.boot
            where n.device = :device and n.at >= :from and n.at < :to
              and n.name in ('seq_conflict', 'knock')
            """)
        .param("device", device.nr())
        .param("from", Hours.time(from))
        .param("to", Hours.time(to))
        .query((row, _) -> noticed(device, row))
        .list();
  }

  private Heard noticed(DeviceRef device, ResultSet row) throws SQLException {
    var at = row.getTimestamp("at").toInstant();
    var detail = json.readTree(row.getString("detail"));
    if (row.getString("name").equals(Notices.KNOCK)) {
      return new Knocked(at, detail.path("outcome").asString(""));
    }
    return new Contradicted(
        new Timeline.Conflict(
            device,
            row.getString("boot"),
            detail.path("seq").asLong(),
            detail.path("conn").asLong(),
            Duration.ofMillis(detail.path("up").asLong()),
            at));
  }

  /// What the device calls each of its boots.
  private Map<Integer, String> boots(long device) {
    var boots = new HashMap<Integer, String>();
    jdbc.sql("select nr, boot from timeline.boot where device = :device")
        .param("device", device)
        .query(
            row -> {
              boots.put(row.getInt("nr"), row.getString("boot"));
            });
    return boots;
  }
}
