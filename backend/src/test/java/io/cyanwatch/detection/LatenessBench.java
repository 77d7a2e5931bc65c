package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.timeline.Observation.Stamp;
import io.cyanwatch.timeline.Timeline;
import io.cyanwatch.timeline.Watch;
import java.lang.management.ManagementFactory;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.transaction.support.TransactionTemplate;

/// How late a silence is found, and what it costs when there is nothing to find.
///
/// Run by `ops/bench/lateness`; its name keeps it out of `mvn verify`.
@CyanwatchTest
@DirtiesContext
class LatenessBench {
  private static final int DEVICES = Integer.getInteger("bench.devices", 100_000);
  private static final int MANY = Integer.getInteger("bench.many", 1_000_000);
  private static final int SECONDS = Integer.getInteger("bench.seconds", 90);

  /// One in so many falls silent.
  private static final int SILENT = 100;

  private static final double BAR_SECONDS = 2;
  private static final int FEW = 1_000;
  private static final int SLICE = 20_000;

  @Autowired Timeline timeline;
  @Autowired Detection detection;
  @Autowired Vigil vigil;
  @Autowired Watch watch;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  @Test
  void aSilenceIsFoundInTime() {
    Awaitility.await().until(() -> watch.since().isPresent());
    say("a tick with nothing due", "");
    var few = idle(FEW);
    var many = idle(MANY);
    jdbc.sql("truncate detection.deadline").update();
    listenForLongEnough();
    register();
    var late = late();

    var p99 = at(late, 0.99);
    say(
        "lateness of %d silences among %d devices".formatted(late.size(), DEVICES),
        String.format(
            Locale.ROOT, "p50 %.2f s, p99 %.2f s, most %.2f s", at(late, 0.5), p99, at(late, 1)));
    assertThat(late).hasSizeGreaterThanOrEqualTo(DEVICES / SILENT / 2);
    assertThat(p99).isLessThanOrEqualTo(BAR_SECONDS);
    assertThat(many).as("cost follows what is due").isLessThan(5 * few + 1);
  }

  /// Before that, silence proves nothing, and whoever falls silent is not found at all.
  private void listenForLongEnough() {
    say("listening until silence proves something", "");
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .until(
            () ->
                watch
                    .since()
                    .map(since -> WarmUp.end(since, Duration.ZERO, Duration.ofSeconds(95)))
                    .filter(end -> end.isBefore(clock.instant()))
                    .isPresent());
  }

  /// @return milliseconds
  private double idle(int deadlines) {
    inSlices(
        """
        insert into detection.deadline (device, kind, due_at)
        select -n, 'look', now() + interval '1 day' + n * interval '1 ms'
        from generate_series(:from, :to) n on conflict do nothing
        """,
        deadlines);
    jdbc.sql("analyze detection.deadline").update();
    for (var n = 0; n < 100; n++) {
      vigil.lookAtThoseDue();
    }
    var threads = ManagementFactory.getThreadMXBean();
    var cpu = threads.getCurrentThreadCpuTime();
    var times = new ArrayList<Double>();
    for (var n = 0; n < 500; n++) {
      var began = System.nanoTime();
      vigil.lookAtThoseDue();
      times.add((System.nanoTime() - began) / 1e6);
    }
    var median = at(times.stream().sorted().toList(), 0.5);
    say(
        "  at %d deadlines".formatted(deadlines),
        String.format(
            Locale.ROOT,
            "%.2f ms, of it %.2f ms of processor",
            median,
            (threads.getCurrentThreadCpuTime() - cpu) / 500e6));
    return median;
  }

  /// No statement takes longer than the application waits for one.
  private void inSlices(String sql, int count) {
    for (var from = 1; from <= count; from += SLICE) {
      jdbc.sql(sql).param("from", from).param("to", Math.min(count, from + SLICE - 1)).update();
    }
  }

  /// Each has its rows, copied from one that was made by its own records; each was heard within the
  /// last thirty seconds.
  private void register() {
    template();
    inSlices(
        """
        insert into fleet.device (nr, id, site, created_at)
        select 1000000 + n, 'late-' || n, 'site-' || n / 500, now()
        from generate_series(:from, :to) n
        """,
        DEVICES);
    inSlices(
        """
        insert into detection.device (device, device_id, site, presence, phase, listener,
          access_point, boot, lost_at, changed_at)
        select 1000000 + n, 'late-' || n, 'site-' || n / 500, t.presence, t.phase, t.listener,
          'ap-' || n / 20, t.boot, t.lost_at, t.changed_at
        from generate_series(:from, :to) n, detection.device t where t.device_id = 'one'
        """,
        DEVICES);
    inSlices(
        """
        insert into detection.state (device, state)
        select 1000000 + n, t.state
        from generate_series(:from, :to) n, detection.state t
        where t.device = (select nr from fleet.device where id = 'one')
        """,
        DEVICES);
    inSlices(
        """
        insert into timeline.cursor (device, seen_at, last_nr, state)
        select 1000000 + n, now() - n % 30000 * interval '1 ms', t.last_nr, t.state
        from generate_series(:from, :to) n, timeline.cursor t
        where t.device = (select nr from fleet.device where id = 'one')
        """,
        DEVICES);
    // As if all had spoken just now, so that nothing is late before we begin.
    speak("true");
    inSlices(
        """
        insert into detection.deadline (device, kind, due_at, patience_ms)
        select device, 'silence', seen_at + interval '75 s', 75000 from timeline.cursor
        where device between 1000000 + :from and 1000000 + :to
        """,
        DEVICES);
  }

  private void speak(String who) {
    var now = Timestamp.from(clock.instant());
    inSlices(
        """
        update timeline.cursor set seen_at = timestamptz '%s' - device %% 30000 * interval '1 ms'
        where device between 1000000 + :from and 1000000 + :to and %s
        """
            .formatted(now.toInstant(), who),
        DEVICES);
  }

  private void template() {
    var nr =
        jdbc.sql(
                "insert into fleet.device (id, site, created_at) values ('one', '', now()) returning nr")
            .query(Long.class)
            .single();
    var device = new DeviceRef(nr, "one", "");
    var now = clock.instant();
    var stamp =
        new Stamp(device, States.boot(1), 0, 1, Duration.ofHours(1), null, now, Duration.ZERO, now);
    transaction.executeWithoutResult(
        _ -> detection.examine(timeline.append(List.of(new Beats().at(stamp))), clock.instant()));
  }

  /// Most go on speaking: their rows say so every ten seconds, as their heartbeats would.
  private List<Double> late() {
    var end = clock.instant().plusSeconds(SECONDS);
    while (clock.instant().isBefore(end)) {
      speak("device % " + SILENT + " <> 0");
      Awaitility.await()
          .pollDelay(Duration.ofSeconds(10))
          .atMost(Duration.ofSeconds(20))
          .until(() -> true);
    }
    return jdbc.sql(
            """
            select extract(epoch from i.opened_at - (c.seen_at + interval '75 s')) as late
            from incident.incident i join timeline.cursor c on c.device = i.device
            where i.kind = 'offline' and c.device % :silent = 0 order by 1
            """)
        .param("silent", SILENT)
        .query(Double.class)
        .list();
  }

  private static double at(List<Double> sorted, double share) {
    var index = (int) Math.ceil(share * sorted.size()) - 1;
    return sorted.get(Math.clamp(index, 0, sorted.size() - 1));
  }

  private static void say(String what, String figure) {
    System.out.printf(Locale.ROOT, "lateness: %-48s %s%n", what, figure);
  }
}
