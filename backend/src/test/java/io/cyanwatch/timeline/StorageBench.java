package io.cyanwatch.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.transaction.support.TransactionTemplate;

/// What a heartbeat costs on disk, hot and compacted, and what it takes to draw a month of them.
/// Run by `ops/bench/storage`; its name keeps it out of `mvn verify`.
@CyanwatchTest
@DirtiesContext
class StorageBench {
  private static final int DEVICES = Integer.getInteger("bench.devices", 200);
  private static final int CROWD = Integer.getInteger("bench.crowd", 9_999);
  private static final long ONE = 3_000_000;
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final int A_DAY = (int) Duration.ofDays(1).dividedBy(INTERVAL);
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);

  @Autowired Timeline timeline;
  @Autowired Timelines timelines;
  @Autowired Compaction compaction;
  @Autowired Partitions partitions;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcClient jdbc;
  @Autowired MeterRegistry meters;

  private final Instant today = Clock.systemUTC().instant().truncatedTo(ChronoUnit.DAYS);

  @Test
  void aHeartbeatIsSmall() {
    var misses = new ArrayList<String>();
    say(
        String.format(
            Locale.ROOT,
            "%d devices, a heartbeat every %d s, one day each",
            DEVICES,
            INTERVAL.toSeconds()));
    day("noisy", true, today.minus(Duration.ofDays(2)), 1_000_000, 40, misses);
    day("regular", false, today.minus(Duration.ofDays(3)), 2_000_000, 10, misses);
    month(misses);

    assertThat(misses).as("bars that were missed").isEmpty();
  }

  private void day(
      String kind, boolean noisy, Instant day, long base, double bar, List<String> misses) {
    var began = System.nanoTime();
    write(base, DEVICES, noisy, day, A_DAY);
    var count = (double) DEVICES * A_DAY;
    var hot = size("beat", day) / count;
    say(
        String.format(
            Locale.ROOT,
            "%-8s hot        %6.1f B per heartbeat, written at %,.0f/s",
            kind,
            hot,
            rate(count, began)));
    judge(kind + ", hot", hot, 150, misses);

    var before = rollups();
    began = System.nanoTime();
    compact(day);
    var rate = rate(count, began);
    var blocks = size("block", day) / count;
    var told = (rollups() - before) / count;
    var left = size("beat", day) / count;
    say(
        String.format(
            Locale.ROOT,
            "%-8s compacted  %6.1f B per heartbeat (blocks %.1f, summaries %.1f, left hot %.1f), at %,.0f/s",
            kind,
            blocks + told + left,
            blocks,
            told,
            left,
            rate));
    judge(kind + ", compacted", blocks + told + left, bar, misses);
  }

  private void month(List<String> misses) {
    for (var ago = 30; ago >= 0; ago--) {
      var day = today.minus(Duration.ofDays(ago));
      var until = Duration.between(day, Clock.systemUTC().instant()).dividedBy(INTERVAL);
      write(ONE, 1, true, day, (int) Math.min(A_DAY, until));
    }
    compact(today);
    var began = System.nanoTime();
    crowd();
    say(
        String.format(
            Locale.ROOT,
            "%,d others have lived through the same month (%,.0f s)",
            CROWD,
            (System.nanoTime() - began) / 1e9));
    for (var days : List.of(30, 7, 1)) {
      draw(days, misses);
    }
  }

  /// Many more devices with all that is drawn of a month: their summaries, and the hour at hand.
  private void crowd() {
    var others = " from timeline.%s cross join generate_series(1, :crowd) as n where device = :one";
    jdbc.sql(
            "insert into timeline.rollup (device, day, hours) select device + n, day, hours"
                + others.formatted("rollup"))
        .param("crowd", CROWD)
        .param("one", ONE)
        .update();
    jdbc.sql(
            "insert into timeline.beat (device, at, boot, seq, body)"
                + " select device + n, at, boot, seq, body"
                + others.formatted("beat"))
        .param("crowd", CROWD)
        .param("one", ONE)
        .update();
    jdbc.sql("analyze timeline.rollup, timeline.beat").update();
  }

  private void draw(int days, List<String> misses) {
    var to = Clock.systemUTC().instant();
    var rows = meters.get("cyanwatch.timeline.draw.rows").summary();
    var before = rows.totalAmount();
    var began = System.nanoTime();
    var drawing = timelines.draw(ONE, to.minus(Duration.ofDays(days)), to, 600);
    var millis = (System.nanoTime() - began) / 1e6;
    var read = rows.totalAmount() - before;
    say(
        String.format(
            Locale.ROOT,
            "%2d days of one device among all: %,.0f rows read, %.0f ms, %d points per gauge",
            days,
            read,
            millis,
            drawing.gauges().getOrDefault("rssi", List.of()).size()));
    judge(days + " days drawn, rows", read, 1000, misses);
  }

  private static double rate(double count, long began) {
    return count / ((System.nanoTime() - began) / 1e9);
  }

  private void write(long base, int devices, boolean noisy, Instant day, int count) {
    var fleet = new ArrayList<Heartbeats>();
    for (var n = 0; n < devices; n++) {
      fleet.add(new Heartbeats(Heartbeats.device(base + n), noisy));
    }
    var boot = today.minus(Duration.ofDays(40));
    var batch = new ArrayList<Observation>();
    for (var n = 0; n < count; n++) {
      for (var device = 0; device < devices; device++) {
        var at = day.plus(INTERVAL.multipliedBy(n)).plusMillis(device * 7L % 30_000);
        var seq = Duration.between(boot, at).dividedBy(INTERVAL);
        batch.add(fleet.get(device).beat(boot, seq, at));
        if (batch.size() == 2_000) {
          append(batch);
        }
      }
    }
    append(batch);
  }

  private void append(List<Observation> batch) {
    transaction.executeWithoutResult(_ -> timeline.append(List.copyOf(batch)));
    batch.clear();
  }

  /// All closed hours, and the space of what is left of their rows.
  private void compact(Instant day) {
    var now = Clock.systemUTC().instant();
    compaction.restart();
    while (!compaction.run(now, Duration.ofMinutes(10))) {
      Thread.onSpinWait();
    }
    if (day.isBefore(today)) {
      partitions.empty(Days.BEAT, today);
    }
  }

  private double size(String table, Instant day) {
    return jdbc.sql("select pg_total_relation_size(:name::regclass)")
        .param("name", "timeline." + table + "_" + NAME.format(day))
        .query(Long.class)
        .single();
  }

  private double rollups() {
    jdbc.sql("vacuum timeline.rollup").update();
    return jdbc.sql(
            """
            select sum(pg_total_relation_size(inhrelid)) from pg_inherits
            where inhparent = 'timeline.rollup'::regclass
            """)
        .query(Long.class)
        .single();
  }

  private static void judge(String what, double is, double bar, List<String> misses) {
    if (is > bar) {
      misses.add(String.format(Locale.ROOT, "%s: %.1f, at most %.0f", what, is, bar));
    }
  }

  private static void say(String line) {
    System.out.println("storage: " + line);
  }
}
