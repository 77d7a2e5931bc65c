package io.cyanwatch.simulator.play;

import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.protocol.Wire;
import io.cyanwatch.protocol.Wire.Format;
import io.cyanwatch.simulator.device.Backlog;
import io.cyanwatch.simulator.device.Condition;
import io.cyanwatch.simulator.device.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The device's side of its session with the broker. A link that goes is noticed at once, a peer
/// that falls silent only when the keep-alive runs out.
final class Line {
  private static final int RETRY_MS = 500;
  private static final int MOST_DOUBLINGS = 5;
  private static final int KICKED_MS = 5_000;
  private static final int ROUND_TRIP_MS = 300;

  private final Device device;
  private final Condition condition;
  private final Broker broker;
  private final Ether ether;
  private final Random random;
  private final boolean weak;
  private final List<Backlog.Batch> unacknowledged = new ArrayList<>();
  private final List<Backlog.Batch> waiting = new ArrayList<>();
  private State state = State.DOWN;
  private String boot = "";
  private boolean flows;
  private long silentSince;
  private long readyAt;
  private long retryAt;
  private long lastSent;
  private long arrival;
  private int failures;

  Line(Device device, Broker broker, Ether ether, Random random, boolean weak) {
    this.device = device;
    this.condition = device.condition();
    this.broker = broker;
    this.ether = ether;
    this.random = random;
    this.weak = weak;
  }

  private enum State {
    DOWN,
    CONNECTING,
    UP
  }

  String id() {
    return device.profile().id();
  }

  /// Whether records get through at this moment.
  boolean flows() {
    return flows;
  }

  /// Somebody else came with the same client id.
  void kicked(long now) {
    lose(now);
    retryAt = now + KICKED_MS + random.nextInt(KICKED_MS);
  }

  void pass(long now) {
    if (!condition.boot().equals(boot)) {
      boot = condition.boot();
      lose(now);
    }
    if (state == State.DOWN && now >= retryAt && device.reachesBroker()) {
      state = State.CONNECTING;
      readyAt = now + 60 + random.nextInt(340);
    }
    if (state == State.CONNECTING && now >= readyAt) {
      settle(now);
    }
    if (state == State.UP) {
      carry(now);
    }
  }

  long due(long now) {
    return switch (state) {
      case DOWN -> device.reachesBroker() ? retryAt : Long.MAX_VALUE;
      case CONNECTING -> readyAt;
      case UP -> flows || condition.stuck(now) ? Long.MAX_VALUE : silentSince + Broker.PATIENCE_MS;
    };
  }

  private void settle(long now) {
    if (!broker.up() || !device.reachesBroker()) {
      state = State.DOWN;
      retryAt = now + random.nextInt(RETRY_MS << Math.min(failures, MOST_DOUBLINGS)) + RETRY_MS;
      failures++;
      return;
    }
    state = State.UP;
    failures = 0;
    flows = true;
    lastSent = now;
    arrival = now;
    broker.connect(this, device.will(), now);
    device.connected(now);
  }

  private void carry(long now) {
    var through = broker.up() && condition.carries() && !condition.stuck(now);
    if (through && !broker.holds(this)) {
      lose(now);
      return;
    }
    if (flows && !through) {
      fallSilent(now);
    } else if (!flows && through) {
      flows = true;
      var held = List.copyOf(waiting);
      waiting.clear();
      held.forEach(batch -> post(batch, now));
    }
    device.take().forEach(batch -> post(batch, now));
    var gone = condition.off() || !condition.wifiReady() || !broker.up();
    if (gone || (!flows && !condition.stuck(now) && now >= due(now))) {
      lose(now);
    }
  }

  private void post(Backlog.Batch batch, long now) {
    if (!flows) {
      waiting.add(batch);
      return;
    }
    if (now - lastSent >= ROUND_TRIP_MS) {
      unacknowledged.clear();
    }
    unacknowledged.add(batch);
    lastSent = now;
    arrival = ether.send(id(), batch.channel(), encode(batch), arrival, weak);
    if (batch.channel() == Channel.BYE) {
      broker.leave(this);
    }
  }

  private void fallSilent(long now) {
    flows = false;
    silentSince = now;
    broker.fellSilent(this, now - (now - lastSent) % Broker.KEEP_ALIVE_MS);
  }

  /// The session is over on this side; the broker may not know it yet.
  private void lose(long now) {
    if (flows) {
      fallSilent(now);
    }
    if (now - lastSent < ROUND_TRIP_MS) {
      unacknowledged.forEach(device::undelivered);
    }
    unacknowledged.clear();
    waiting.forEach(device::undelivered);
    waiting.clear();
    device.disconnected();
    state = State.DOWN;
    retryAt = now + RETRY_MS + random.nextInt(RETRY_MS);
  }

  private static byte[] encode(Backlog.Batch batch) {
    var records = batch.records();
    return records.size() == 1
        ? Wire.encode(records.getFirst(), Format.JSON)
        : Wire.encode(records, Format.JSON);
  }
}
