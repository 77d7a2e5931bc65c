package io.cyanwatch.simulator;

import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import io.cyanwatch.simulator.Script.Act;
import io.cyanwatch.simulator.device.AccessPoint;
import io.cyanwatch.simulator.device.Device;
import io.cyanwatch.simulator.device.Profile;
import io.reactivex.schedulers.Schedulers;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Twelve devices at two sites behind three access points, and a loop of faults that they live
/// through.
public final class DemoFleet implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DemoFleet.class);
  /// Of the story. What a device draws for itself must differ from run to run.
  private static final long SEED = 27_130;
  private static final long STEP_MS = 100;
  private static final long FAREWELL_MS = 1_000;

  private final Map<String, Rig> rigs = new LinkedHashMap<>();
  private final ScheduledExecutorService stage =
      Executors.newSingleThreadScheduledExecutor(daemon("demo-fleet"));
  private final ExecutorService network = Executors.newCachedThreadPool(daemon("demo-fleet-mqtt"));
  private final Script script;
  private final Visitor visitor;
  private final LongSupplier clock;
  private boolean complete;
  private boolean closed;

  private DemoFleet(InetSocketAddress broker, Map<String, String> passwords) {
    var random = new Random();
    this.clock = new Onward();
    for (var profile : Players.ALL) {
      var password = passwords.get(profile.id());
      if (password == null) {
        throw new IllegalArgumentException("no password for " + profile.id());
      }
      var access = new Rig.Broker(broker, password, threads());
      rigs.put(profile.id(), new Rig(profile, access, this::onStage, clock, random));
    }
    this.script = new Script(Players.ALL, SEED, clock.getAsLong());
    this.visitor =
        new Visitor(Players.ALL.stream().map(Profile::listener).toList(), new Random(SEED));
  }

  /// A device of the demo as an operator would register it.
  ///
  /// @param listener where its web server really listens, on a loopback address
  public record Member(String id, String name, String site, InetSocketAddress listener) {}

  /// Chosen once, so that what is registered is what starts.
  private static final class Players {
    static final List<Profile> ALL = Cast.profiles();
  }

  /// Who belongs to the demo; registered before [#start].
  public static List<Member> members() {
    return Players.ALL.stream()
        .map(it -> new Member(it.id(), it.name(), it.ap().site(), it.listener()))
        .toList();
  }

  /// Connects every member and starts the loop. Returns at once.
  ///
  /// @param passwords by device id
  public static DemoFleet start(InetSocketAddress broker, Map<String, String> passwords) {
    var fleet = new DemoFleet(broker, passwords);
    Future<?> _ = fleet.stage.scheduleAtFixedRate(fleet::step, 0, STEP_MS, TimeUnit.MILLISECONDS);
    return fleet;
  }

  /// Disconnects every member and closes every listener, within two seconds.
  @Override
  public void close() {
    visitor.close();
    var leaving = new CountDownLatch(rigs.size());
    onStage(() -> farewell(leaving));
    try {
      if (!leaving.await(FAREWELL_MS, TimeUnit.MILLISECONDS)) {
        log.debug("{} devices of the demo could not say goodbye", leaving.getCount());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    rigs.values().forEach(Rig::cut);
    stage.shutdownNow();
    network.shutdownNow();
  }

  private void farewell(CountDownLatch leaving) {
    closed = true;
    rigs.values().forEach(it -> it.close(leaving::countDown));
  }

  private void step() {
    if (closed) {
      return;
    }
    try {
      script.due(clock.getAsLong()).forEach(this::perform);
      rigs.values().forEach(Rig::pump);
      watchEdge();
    } catch (RuntimeException e) {
      log.error("The demo fleet stumbled and goes on", e);
    }
  }

  private void perform(Act act) {
    var now = clock.getAsLong();
    switch (act) {
      case Act.RebootLoop(var id, var crashes) -> {
        log.info("Demo: {} will crash {} times", id, crashes);
        device(id).doom(crashes, now);
      }
      case Act.DropWifi(var id, var duration) -> {
        log.info("Demo: {} drops off WiFi for {} ms and loses its listener", id, duration);
        device(id).dropWifi(duration, now);
      }
      case Act.Mend(var id) -> device(id).mend(now);
      case Act.CutUplink(var point) -> {
        log.info("Demo: {} loses its uplink", point.name());
        uplink(point, false);
      }
      case Act.RestoreUplink(var point) -> {
        log.info("Demo: {} has its uplink again", point.name());
        uplink(point, true);
      }
    }
  }

  private Device device(String id) {
    var rig = rigs.get(id);
    if (rig == null) {
      throw new IllegalArgumentException("no device " + id);
    }
    return rig.device();
  }

  private void uplink(AccessPoint point, boolean up) {
    rigs.values().stream()
        .map(Rig::device)
        .filter(it -> it.profile().ap().equals(point))
        .forEach(it -> it.uplink(up));
  }

  /// One line when the fleet is complete for the first time, whatever the network does later.
  private void watchEdge() {
    if (!complete && rigs.values().stream().allMatch(Rig::online)) {
      complete = true;
      log.info("Demo: {} devices are connected", rigs.size());
    }
  }

  private void onStage(Runnable task) {
    try {
      stage.execute(task);
    } catch (RejectedExecutionException e) {
      // The curtain has fallen.
    }
  }

  private MqttClientExecutorConfig threads() {
    Executor quiet = this::onStage;
    return MqttClientExecutorConfig.builder()
        .nettyExecutor(network)
        .nettyThreads(1)
        .applicationScheduler(Schedulers.from(quiet))
        .build();
  }

  private static ThreadFactory daemon(String name) {
    return Thread.ofPlatform().daemon().name(name).factory();
  }
}
