package io.cyanwatch.simulator;

import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import io.reactivex.schedulers.Schedulers;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Thousands of devices on one thread, their sessions on two more.
final class Fleet {
  private static final Logger log = LoggerFactory.getLogger(Fleet.class);
  private static final long STEP_MS = 100;
  private static final long FAREWELL_MS = 5_000;

  private final Plan plan;
  private final Map<String, String> passwords;
  private final InetSocketAddress broker;
  private final List<Rig> rigs = new ArrayList<>();
  private final List<Long> mishaps = new ArrayList<>();
  private final Random random = new Random();
  private final LongSupplier clock = new Onward();
  private final ScheduledExecutorService stage =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final ExecutorService network =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
  private final MqttClientExecutorConfig threads =
      MqttClientExecutorConfig.builder()
          .nettyExecutor(network)
          .nettyThreads(2)
          .applicationScheduler(Schedulers.from(this::onStage))
          .build();
  private final AtomicReference<Count> count = new AtomicReference<>(Count.NONE);

  Fleet(Plan plan, InetSocketAddress broker, Map<String, String> passwords) {
    this.plan = plan;
    this.broker = broker;
    this.passwords = passwords;
  }

  /// @param rate devices switched on per second
  /// @param listeners how many have a real web server
  /// @param faults share of devices that have mishaps
  /// @param seconds after which it ends; 0 for never
  record Plan(
      int devices, int rate, int interval, int listeners, int port, double faults, long seconds) {}

  /// Over all devices, at one moment.
  ///
  /// @param connects sessions after the first of each device
  record Count(long on, long online, long connects, long sent, long acknowledged, long obeyed) {
    static final Count NONE = new Count(0, 0, 0, 0, 0, 0);
  }

  /// Until Ctrl-C, or the plan's end.
  Count run(Curtain curtain) throws InterruptedException {
    var begun = System.nanoTime();
    Future<?> _ =
        stage.scheduleWithFixedDelay(() -> step(begun), 0, STEP_MS, TimeUnit.MILLISECONDS);
    try (var progress = Progress.of("Fleet", plan.devices(), " online")) {
      var before = Count.NONE;
      while (!curtain.await(1_000) && !over(begun)) {
        var now = count.get();
        progress.at(now.online(), line(before, now));
        before = now;
      }
    }
    end();
    return count.get();
  }

  private boolean over(long begun) {
    return plan.seconds() > 0 && System.nanoTime() - begun > plan.seconds() * 1_000_000_000L;
  }

  private static String line(Count before, Count now) {
    return String.format(
        Locale.ROOT,
        "online, %d records/s, %d unacknowledged, %d reconnects, %d commands",
        now.sent() - before.sent(),
        now.sent() - now.acknowledged(),
        now.connects(),
        now.obeyed());
  }

  private void step(long begun) {
    try {
      var due = (System.nanoTime() - begun) / 1_000_000 * plan.rate() / 1_000 + 1;
      while (rigs.size() < Math.min(plan.devices(), due)) {
        switchOn(rigs.size() + 1);
      }
      rigs.forEach(Rig::pumpIfDue);
      if (plan.faults() > 0) {
        mishaps();
      }
      tally();
    } catch (RuntimeException e) {
      log.error("The fleet stumbled and goes on", e);
    }
  }

  private void switchOn(int number) {
    var profile = Crowd.profile(number, plan.interval(), plan.port());
    var access = new Rig.Broker(broker, passwords.getOrDefault(profile.id(), ""), threads);
    var own = new Random(random.nextLong());
    rigs.add(new Rig(profile, access, this::onStage, clock, own, number <= plan.listeners()));
    var calm = clock.getAsLong() + 60_000 + random.nextInt(300_000);
    mishaps.add(random.nextDouble() < plan.faults() ? calm : Long.MAX_VALUE);
  }

  private void mishaps() {
    var now = clock.getAsLong();
    for (var i = 0; i < mishaps.size(); i++) {
      if (now >= mishaps.get(i)) {
        mishaps.set(i, now + Crowd.mishap(rigs.get(i).device(), random, now));
      }
    }
  }

  private void tally() {
    long online = 0;
    long connects = 0;
    long sent = 0;
    long acknowledged = 0;
    long obeyed = 0;
    for (var rig : rigs) {
      var own = rig.tally();
      online += rig.online() ? 1 : 0;
      connects += Math.max(0, own.connects() - 1);
      sent += own.sent();
      acknowledged += own.acknowledged();
      obeyed += own.obeyed();
    }
    count.set(new Count(rigs.size(), online, connects, sent, acknowledged, obeyed));
  }

  private void end() throws InterruptedException {
    var leaving = new CountDownLatch(1);
    onStage(
        () -> {
          var all = new CountDownLatch(rigs.size());
          rigs.forEach(it -> it.close(all::countDown));
          Thread.ofVirtual().start(() -> await(all, leaving));
        });
    var _ = leaving.await(FAREWELL_MS, TimeUnit.MILLISECONDS);
    onStage(this::tally);
    stage.shutdown();
    var _ = stage.awaitTermination(1, TimeUnit.SECONDS);
    network.shutdownNow();
  }

  private static void await(CountDownLatch all, CountDownLatch leaving) {
    try {
      var _ = all.await(FAREWELL_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    leaving.countDown();
  }

  private void onStage(Runnable task) {
    try {
      stage.execute(task);
    } catch (RejectedExecutionException e) {
      // The curtain has fallen.
    }
  }
}
