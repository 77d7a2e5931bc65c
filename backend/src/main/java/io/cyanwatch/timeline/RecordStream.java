package io.cyanwatch.timeline;

import io.cyanwatch.timeline.Happenings.Placed;
import io.cyanwatch.timeline.Timelines.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Reads records hour by hour: each hour in a transaction of its own that is over before anybody
/// has to wait for a slow reader.
@Repository
class RecordStream {
  private static final Comparator<Placed> IN_ORDER =
      Comparator.comparingLong(Placed::at)
          .thenComparingInt(Placed::boot)
          .thenComparingLong(Placed::seq);

  private final JdbcClient jdbc;
  private final Hours hours;
  private final Happenings happenings;
  private final Bodies bodies;
  private final TransactionTemplate snapshot;

  RecordStream(
      JdbcClient jdbc,
      Hours hours,
      Happenings happenings,
      Bodies bodies,
      PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.hours = hours;
    this.happenings = happenings;
    this.bodies = bodies;
    this.snapshot = TimelineReads.snapshot(transactions);
  }

  void read(long device, Instant from, Instant to, Consumer<Entry> sink) {
    var boots = boots(device);
    for (var hour : snapshot.execute(_ -> present(device, from, to))) {
      var placed = snapshot.execute(_ -> hour(device, hour, from, to, boots));
      placed.forEach(record -> sink.accept(record.entry()));
    }
  }

  /// The hours in which there is anything.
  private SortedSet<Long> present(long device, Instant from, Instant to) {
    var begin = from.toEpochMilli();
    var end = to.toEpochMilli();
    var present = new TreeSet<>(hours.compacted(device, begin, end));
    present.addAll(hours.uncompacted(device, begin, end));
    present.addAll(happenings.hours(device, from, to));
    return present;
  }

  private List<Placed> hour(
      long device, long hour, Instant from, Instant to, Map<Integer, String> boots) {
    var begin = Math.max(hour, from.toEpochMilli());
    var end = Math.min(hour + Sample.HOUR, to.toEpochMilli());
    var hot = hours.hot(device, hour, hour + 1).getOrDefault(hour, List.of());
    var block = hours.blocks(device, List.of(hour)).get(hour);
    var placed = new ArrayList<Placed>();
    for (var beat : hours.beats(hour, hot, block, new Shape.Anatomy())) {
      var sample = beat.sample();
      if (sample.at() >= begin && sample.at() < end && boots.containsKey(sample.boot())) {
        var entry = entry(sample, boots.get(sample.boot()), bodies);
        placed.add(new Placed(sample.at(), sample.boot(), sample.seq(), entry));
      }
    }
    placed.addAll(
        happenings.records(device, Instant.ofEpochMilli(begin), Instant.ofEpochMilli(end)));
    placed.sort(IN_ORDER);
    return placed;
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

  static Entry entry(Sample sample, String boot, Bodies bodies) {
    return new Entry(
        Bodies.kind(Records.HEALTH),
        boot,
        sample.seq(),
        sample.conn(),
        sample.up(),
        bodies.read(sample.body()),
        Instant.ofEpochMilli(sample.receivedAt()),
        Instant.ofEpochMilli(sample.at()),
        sample.error());
  }
}
