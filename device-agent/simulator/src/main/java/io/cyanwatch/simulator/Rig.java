package io.cyanwatch.simulator;

import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Will;
import io.cyanwatch.protocol.Wire;
import io.cyanwatch.simulator.device.Backlog;
import io.cyanwatch.simulator.device.Device;
import io.cyanwatch.simulator.device.Orders;
import io.cyanwatch.simulator.device.Profile;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Hangs a [Device] on its real socket and its real session. Used on one thread, the stage; the
/// sockets report there.
final class Rig implements Session.Ears, StatusServer.Guests {
  private static final long SHORTEST_RETRY_MS = 500;
  private static final long LONGEST_RETRY_MS = 15_000;

  private final LongSupplier clock;
  private final Executor stage;
  private final Random random;
  private final Device device;
  private final Session session;
  private @Nullable Will asked;
  private int failures;
  private long retryAt;
  private long connects;
  private long sent;
  private long acknowledged;

  Rig(Profile profile, Broker broker, Executor stage, LongSupplier clock, Random random) {
    this(profile, broker, stage, clock, random, true);
  }

  /// @param listens whether it has a real socket
  Rig(
      Profile profile,
      Broker broker,
      Executor stage,
      LongSupplier clock,
      Random random,
      boolean listens) {
    this.clock = clock;
    this.stage = stage;
    this.random = random;
    var server =
        listens
            ? new StatusServer(profile.listener(), profile.slots(), this::page, this)
            : new PaintedDoor();
    var now = clock.getAsLong();
    this.device = new Device(profile, server, random, bootCounter(now), now);
    this.session =
        new Session(
            profile.id(), broker.address(), broker.password(), broker.threads(), stage, this);
  }

  /// Where to report, and as whom.
  record Broker(InetSocketAddress address, String password, MqttClientExecutorConfig threads) {}

  /// What went over its session, in records, and how often there was a new one.
  record Tally(long connects, long sent, long acknowledged, long obeyed) {}

  Tally tally() {
    return new Tally(connects, sent, acknowledged, device.orders().obeyed());
  }

  Device device() {
    return device;
  }

  boolean online() {
    return session.up();
  }

  /// Drives the device if it is time; a turn that comes too often costs next to nothing.
  void pumpIfDue() {
    var now = clock.getAsLong();
    var waits = session.down() && now >= retryAt && device.reachesBroker();
    if (waits || now >= device.due(now) || (!session.down() && !device.reachesBroker())) {
      pump();
    }
  }

  /// Drives the device; to be called several times a second.
  void pump() {
    var now = clock.getAsLong();
    device.tick(now);
    if (!device.reachesBroker()) {
      session.cut();
    } else if (session.down() && now >= retryAt) {
      var will = device.will();
      asked = will;
      session.connect(will);
    }
    for (var batch : device.take()) {
      if (session.up()) {
        publish(batch);
      } else {
        device.undelivered(batch);
      }
    }
    device.orders().takeProbes().forEach(this::probe);
  }

  /// Says goodbye and stops.
  ///
  /// @param gone runs when the broker has heard, or never will
  void close(Runnable gone) {
    device.shutDown(clock.getAsLong());
    if (session.up()) {
      device.take().forEach(this::publish);
    }
    session.leave(gone);
  }

  /// Ends the session at once.
  void cut() {
    session.cut();
  }

  @Override
  public void connected() {
    if (!device.reachesBroker() || !device.will().equals(asked)) {
      session.cut();
      return;
    }
    failures = 0;
    connects++;
    device.connected(clock.getAsLong());
  }

  @Override
  public void lost() {
    device.disconnected();
    var ceiling = Math.min(LONGEST_RETRY_MS, SHORTEST_RETRY_MS << Math.min(failures++, 10));
    retryAt = clock.getAsLong() + SHORTEST_RETRY_MS + random.nextLong(ceiling);
  }

  @Override
  public void heard(String topic, byte[] payload) {
    if (topic.equals(Topics.command(device.profile().id()))) {
      Wire.decodeCommand(payload).ifPresent(it -> device.received(it, clock.getAsLong()));
    }
  }

  @Override
  public void acknowledged(Backlog.Batch batch) {
    acknowledged += batch.records().size();
  }

  @Override
  public void undelivered(Backlog.Batch batch) {
    device.undelivered(batch);
  }

  @Override
  public void accepted() {
    stage.execute(() -> device.accepted(clock.getAsLong()));
  }

  @Override
  public void turnedAway() {
    stage.execute(() -> device.turnedAway());
  }

  @Override
  public void answered(int status, long ms) {
    stage.execute(() -> device.answered(status, ms));
  }

  private void publish(Backlog.Batch batch) {
    sent += batch.records().size();
    session.publish(batch);
  }

  private void probe(Orders.ProbeRequest request) {
    Thread.ofVirtual()
        .name("probe " + request.target())
        .start(
            () -> {
              var seen = Knock.at(request.host(), request.port());
              stage.execute(() -> device.orders().probed(request, seen, clock.getAsLong()));
            });
  }

  private String page() {
    return device.shown().html(clock.getAsLong());
  }

  /// Nothing is kept between runs, so the counter comes from the clock: it starts higher each time,
  /// and no device boots every second.
  private static long bootCounter(long now) {
    return now / 1_000 & 0xffff_ffffL;
  }
}
