package io.cyanwatch.simulator.device;

import io.cyanwatch.protocol.Envelope;
import io.cyanwatch.protocol.Event;
import io.cyanwatch.protocol.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/// What a device says: to the broker while they are connected, into the backlog of its boot
/// otherwise.
final class Voice {
  private final Device device;
  private final Random random;
  private final List<Backlog.Batch> outbox = new ArrayList<>();
  private int interval;
  private long nextBeat;
  private long worstGap;
  private boolean online;

  Voice(Device device, Profile profile, Random random) {
    this.device = device;
    this.random = random;
    this.interval = profile.habits().interval();
  }

  /// What was not taken yet went with the boot.
  void booted(long now) {
    online = false;
    outbox.clear();
    nextBeat = now + 3_000 + random.nextInt(10_000);
  }

  void connected(long now) {
    online = true;
    sayBirth(now);
    outbox.addAll(device.boot().backlog.drain());
    nextBeat = Math.min(nextBeat, now + 500);
  }

  void disconnected() {
    online = false;
  }

  boolean online() {
    return online;
  }

  /// Records for the broker, oldest first; they are the caller's now.
  List<Backlog.Batch> take() {
    var batches = List.copyOf(outbox);
    outbox.clear();
    return batches;
  }

  /// What an earlier boot said went with it.
  void undelivered(Backlog.Batch batch) {
    var boot = device.boot();
    batch.records().stream()
        .filter(it -> it.envelope().boot().equals(boot.id))
        .forEach(boot.backlog::add);
  }

  void tick(long now) {
    if (now >= nextBeat) {
      beat(now);
    }
    if (online && device.boot().backlog.size() > 0) {
      outbox.addAll(device.boot().backlog.drain());
    }
  }

  /// Whether there is something that the broker could have now.
  boolean waits() {
    return !outbox.isEmpty() || (online && device.boot().backlog.size() > 0);
  }

  /// When the next heartbeat is due.
  long due() {
    return nextBeat;
  }

  /// The main loop stood still for so long.
  void stood(long gap) {
    worstGap = gap;
  }

  void interval(int seconds, long now) {
    interval = seconds;
    nextBeat = now + seconds * 1_000L;
    sayBirth(now);
  }

  void sayBirth(long now) {
    say(envelope -> Reports.birth(envelope, device.profile(), device.boot(), interval), now);
  }

  void event(String name, Map<String, Object> detail, long now) {
    device.boot().mark(name, now);
    say(envelope -> new Event(envelope, name, detail), now);
  }

  void say(Function<Envelope, Message.Recorded> what, long now) {
    var boot = device.boot();
    var record = what.apply(boot.stamp(now, device.around.wallClock(now), online));
    if (online) {
      outbox.add(new Backlog.Batch(Backlog.channelOf(record), List.of(record)));
    } else {
      boot.backlog.add(record);
    }
  }

  void beat(long now) {
    device.boot().radio.wander();
    var worst = worstGap;
    worstGap = 0;
    say(envelope -> Reports.health(envelope, device.boot(), worst, now), now);
    var jitter = device.profile().habits().jitter();
    nextBeat = now + interval * 1_000L + (jitter > 0 ? random.nextInt(jitter) : 0);
  }
}
