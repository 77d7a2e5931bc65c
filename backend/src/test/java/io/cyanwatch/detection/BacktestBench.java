package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.fleet.Fleet;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Observation.Stamp;
import io.cyanwatch.timeline.Timeline;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.transaction.support.TransactionTemplate;

/// How fast a rule is tried on stored history, hot and compacted, and how much memory that takes.
/// Run by `ops/bench/backtest`; its name keeps it out of `mvn verify`.
@CyanwatchTest
@DirtiesContext
class BacktestBench {
  private static final int DEVICES = Integer.getInteger("bench.devices", 350);
  private static final double BAR = 1_000_000;
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final int A_DAY = (int) Duration.ofDays(1).dividedBy(INTERVAL);

  @Autowired Fleet fleet;
  @Autowired Timeline timeline;
  @Autowired Backtest backtest;
  @Autowired Rules rules;
  @Autowired TransactionTemplate transaction;
  @Autowired ApplicationContext context;

  private final Instant day =
      Clock.systemUTC().instant().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(2));
  private long most;

  @Test
  void aRuleIsTriedOnAMillionRecordsAMinute() throws ReflectiveOperationException {
    write();
    var hot = measure("hot");
    compact();
    var compacted = measure("compacted");
    say(
        String.format(
            Locale.ROOT,
            "%.0f MB of heap in use after a collection at most, %d records",
            most / 1e6,
            (long) DEVICES * A_DAY));

    assertThat(Math.min(hot, compacted)).as("records a minute").isGreaterThanOrEqualTo(BAR);
  }

  private double measure(String how) {
    var best = 0.0;
    for (var kind : List.of("memory_low", "offline", "uplink_lost")) {
      var setting = Backtest.trying(rules.setting(kind), java.util.Map.of()).orElseThrow();
      var ask = new Backtest.Ask(setting, day, day.plus(Duration.ofDays(1)), "bench", null);
      var began = System.nanoTime();
      var cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      var result = backtest.run(ask, _ -> most = Math.max(most, used()));
      var seconds = (System.nanoTime() - began) / 1e9;
      var spent = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e9;
      var rate = result.records() / seconds * 60;
      assertThat(result.records()).isEqualTo((long) DEVICES * A_DAY);
      say(
          String.format(
              Locale.ROOT,
              "%-9s %-12s %,12.0f records a minute; %.1f s, of which %.1f s of our own processor; %d would open",
              how,
              kind,
              rate,
              seconds,
              spent,
              result.wouldOpen().count()));
      best = Math.max(best, rate);
    }
    return best;
  }

  /// What was left over by the last collection, at most.
  private static long used() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
        .mapToLong(pool -> pool.getCollectionUsage().getUsed())
        .sum();
  }

  private void write() {
    var batch = new ArrayList<Observation>();
    for (var n = 0; n < DEVICES; n++) {
      var device = device("bench-%05d".formatted(n));
      var random = new Random(n);
      for (var beat = 0; beat < A_DAY; beat++) {
        batch.add(beat(device, random, n, beat));
        if (batch.size() == 2_000) {
          append(batch);
        }
      }
    }
    append(batch);
  }

  private Observation beat(DeviceRef device, Random random, int n, int beat) {
    var at = day.plus(INTERVAL.multipliedBy(beat)).plusMillis(n % 1000);
    var received = at.plusMillis(5 + random.nextInt(60));
    var up = Duration.ofMinutes(1).plus(INTERVAL.multipliedBy(beat));
    var stamp =
        new Stamp(device, "0000002a-9f3c11d2", beat, 1, up, at, received, Duration.ZERO, received);
    var says =
        new Beats()
            .bssid("aa:bb:cc:00:00:%02x".formatted(n / 20))
            .accepts(beat)
            .idle(random.nextInt(40))
            .open(random.nextInt(4), 5)
            .downs(0)
            .channel(6)
            .requests(beat)
            .memory(50_000 + random.nextInt(2_000), 31_200, 29_000 + random.nextInt(2_000));
    return Bodies.of(says.at(stamp));
  }

  private DeviceRef device(String id) {
    fleet.register(new Fleet.Registration(id, null, "bench", List.of(), null));
    return fleet.find(id).orElseThrow();
  }

  private void append(List<Observation> batch) {
    transaction.executeWithoutResult(_ -> timeline.append(List.copyOf(batch)));
    batch.clear();
  }

  /// The timeline keeps how it compacts to itself.
  private void compact() throws ReflectiveOperationException {
    var compaction = context.getBean("compaction");
    var restart = compaction.getClass().getDeclaredMethod("restart");
    var run = compaction.getClass().getDeclaredMethod("run", Instant.class, Duration.class);
    restart.setAccessible(true);
    run.setAccessible(true);
    restart.invoke(compaction);
    while (!(boolean) run.invoke(compaction, Clock.systemUTC().instant(), Duration.ofMinutes(5))) {
      Thread.onSpinWait();
    }
  }

  private static void say(String line) {
    System.out.println("backtest: " + line);
  }
}
