package io.cyanwatch.simulator;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Bye;
import io.cyanwatch.protocol.Command;
import io.cyanwatch.protocol.Envelope;
import io.cyanwatch.protocol.Event;
import io.cyanwatch.protocol.ListenerState;
import io.cyanwatch.protocol.Message;
import io.cyanwatch.protocol.Phase;
import io.cyanwatch.protocol.ResetClass;
import io.cyanwatch.protocol.Will;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One virtual device: boots, connects, reports, obeys and breaks. It knows no clock, thread or
/// broker; whoever drives it says what time it is and carries its records. Not thread-safe.
final class Device {
  private final Profile profile;
  private final Door door;
  private final Random random;
  private final Orders orders = new Orders(this);
  private final List<Backlog.Batch> outbox = new ArrayList<>();
  private Boot boot;
  private long counter;
  private Phase phase = Phase.NETWORK_CONNECTING;
  private long phaseUntil;
  private int interval = 10;
  private long nextBeat;
  private boolean uplink = true;
  private boolean online;
  private final Doom doom;
  private volatile StatusPage page;

  /// Switches the device on.
  ///
  /// @param counter the number of this boot; must grow over the life of the id
  Device(Profile profile, Door door, Random random, long counter, long now) {
    this.profile = profile;
    this.door = door;
    this.random = random;
    this.counter = counter;
    this.doom = new Doom(random);
    this.boot =
        begin(new Boot.Origin(profile.firmware().reset(ResetClass.USER, null), 0, null, null), now);
    this.page = page();
  }

  Profile profile() {
    return profile;
  }

  Boot boot() {
    return boot;
  }

  Orders orders() {
    return orders;
  }

  /// What the web server shows; the only thing that other threads may ask for.
  StatusPage shown() {
    return page;
  }

  /// Whether the network would carry a session with the broker.
  boolean reachesBroker() {
    return boot.radio.ready() && uplink;
  }

  Will will() {
    return boot.will();
  }

  void connected(long now) {
    boot.connected();
    online = true;
    sayBirth(now);
    outbox.addAll(boot.backlog.drain());
    nextBeat = Math.min(nextBeat, now + 500);
  }

  void disconnected() {
    online = false;
  }

  /// Records for the broker, oldest first; they are the caller's now.
  List<Backlog.Batch> take() {
    var batches = List.copyOf(outbox);
    outbox.clear();
    return batches;
  }

  /// Takes back what the broker never acknowledged. What an earlier boot said went with it.
  void undelivered(Backlog.Batch batch) {
    batch.records().stream()
        .filter(it -> it.envelope().boot().equals(boot.id))
        .forEach(boot.backlog::add);
  }

  void received(Command command, long now) {
    orders.received(command, now);
  }

  void accepted(long now) {
    boot.web.accepted(now);
    boot.memory.request();
  }

  /// Lets time pass; to be called several times a second.
  void tick(long now) {
    if (boot.cloud.pass(now, uplink && boot.radio.ready() && !doom.silences(now))) {
      loseCloud(now);
      show(Phase.CLOUD_CONNECTING, now, 1_500);
    }
    advance(now);
    boot.web.pass(now).ifPresent(step -> listened(step, now));
    orders.tick(now);
    if (doom.strikes(now)) {
      crash(ResetClass.PANIC, 1L, now);
    }
    if (now >= nextBeat) {
      beat(now);
    }
    if (online && boot.backlog.size() > 0) {
      outbox.addAll(boot.backlog.drain());
    }
    page = page();
  }

  /// The access point loses or regains its uplink; the WiFi link stays.
  void uplink(boolean up) {
    uplink = up;
  }

  /// The link goes for `duration`. Old firmware loses its listening socket with it, unnoticed.
  void dropWifi(long duration, long now) {
    boot.radio.down(now);
    event("wifi_down", Map.of("reason", 200), now);
    if (boot.cloud.up()) {
      loseCloud(now);
    }
    if (profile.firmware().deaf() && boot.web.state() == ListenerState.LISTENING) {
      boot.web.loseSocketUnnoticed();
    } else {
      stopListener("link", now);
    }
    show(Phase.NETWORK_CONNECTING, now, duration);
  }

  /// From now on the device loses its cloud and falls over its own sockets, `times` in a row.
  void doom(int times, long now) {
    doom.begin(times, now);
  }

  /// After a socket loss that nobody has cured, somebody on site does.
  void mend(long now) {
    if (boot.web.deaf()) {
      restartListener("watchdog", now);
    }
  }

  /// Closes the socket and opens it again.
  void restartListener(String why, long now) {
    stopListener(why, now);
    boot.web.restart(now, 300);
  }

  /// A reset that nobody wanted.
  void crash(ResetClass kind, @Nullable Long data, long now) {
    var early = now - boot.at < 60_000 ? boot.origin.early() + 1 : 0;
    var last = Reports.breadcrumb(boot, phase, "listener_stop", now);
    boot = begin(new Boot.Origin(profile.firmware().reset(kind, data), early, last, null), now);
  }

  /// A reset that a command asked for, and that answers it.
  void restart(String command, long now) {
    var last = Reports.breadcrumb(boot, phase, "restart", now);
    var done = new Birth.Done(command, "done");
    boot =
        begin(
            new Boot.Origin(profile.firmware().reset(ResetClass.COMMAND, null), 0, last, done),
            now);
  }

  /// Says goodbye, for good.
  void shutDown(long now) {
    say(envelope -> new Bye(envelope, "shutdown"), now);
    door.close();
  }

  void interval(int seconds, long now) {
    interval = seconds;
    nextBeat = now + seconds * 1_000L;
    sayBirth(now);
  }

  void sayBirth(long now) {
    say(envelope -> Reports.birth(envelope, profile, boot, interval), now);
  }

  void event(String name, Map<String, Object> detail, long now) {
    boot.mark(name, now);
    say(envelope -> new Event(envelope, name, detail), now);
  }

  void say(Function<Envelope, Message.Recorded> what, long now) {
    var record = what.apply(boot.stamp(now, online));
    if (online) {
      outbox.add(new Backlog.Batch(Backlog.channelOf(record), List.of(record)));
    } else {
      boot.backlog.add(record);
    }
  }

  private Boot begin(Boot.Origin origin, long now) {
    door.close();
    online = false;
    outbox.clear();
    orders.reset();
    doom.booted(now);
    nextBeat = now + 3_000 + random.nextInt(10_000);
    show(Phase.NETWORK_CONNECTING, now, 800 + random.nextInt(1_000));
    return new Boot(counter++, origin, profile, door, random, now);
  }

  private void advance(long now) {
    if (now < phaseUntil) {
      return;
    }
    switch (phase) {
      case NETWORK_CONNECTING -> show(Phase.NETWORK_DHCP, now, 300 + random.nextInt(500));
      case NETWORK_DHCP -> linkUp(now);
      case CLOUD_CONNECTING -> {
        if (uplink && !doom.silences(now)) {
          show(Phase.CLOUD_HANDSHAKE, now, 400 + random.nextInt(500));
          beat(now);
        }
      }
      case CLOUD_HANDSHAKE -> cloudUp(now);
      default -> {}
    }
  }

  private void linkUp(long now) {
    boot.radio.up(now);
    event("wifi_up", Map.of("ip", profile.ip(), "rssi", boot.radio.rssi()), now);
    if (boot.web.state() == ListenerState.DOWN) {
      boot.web.settle(now);
    }
    boot.cloud.connecting(now);
    show(Phase.CLOUD_CONNECTING, now, 900 + random.nextInt(900));
    orders.linkUp(now);
  }

  private void cloudUp(long now) {
    boot.cloud.connected(now);
    event("cloud_up", Map.of(), now);
    show(Phase.CLOUD_CONNECTED, now, 0);
    beat(now);
  }

  private void loseCloud(long now) {
    boot.cloud.lost(now);
    event("cloud_down", Map.of("since_rx", boot.cloud.sinceRx(now)), now);
  }

  private void stopListener(String why, long now) {
    boot.web.stop();
    event("listener_down", Map.of("gen", boot.web.gen(), "why", why), now);
  }

  private void listened(Web.Step step, long now) {
    switch (step) {
      case UP -> event("listener_up", Map.of("gen", boot.web.gen()), now);
      case FAILED -> event("listener_failed", Map.of("err", Web.IN_USE), now);
    }
    orders.listened(step, now);
  }

  private void beat(long now) {
    boot.radio.wander();
    say(envelope -> Reports.health(envelope, boot, phase, now), now);
    nextBeat = now + interval * 1_000L;
  }

  private void show(Phase next, long now, long duration) {
    phase = next;
    phaseUntil = now + duration;
  }

  private StatusPage page() {
    return new StatusPage(profile.name(), boot.at, phase, boot.web.gen());
  }
}
