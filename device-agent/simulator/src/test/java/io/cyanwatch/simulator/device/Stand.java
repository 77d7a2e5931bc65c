package io.cyanwatch.simulator.device;

import io.cyanwatch.protocol.Event;
import io.cyanwatch.protocol.Health;
import io.cyanwatch.protocol.Message;
import io.cyanwatch.simulator.device.Profile.Firmware;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/// A device on a bench: time moves only when the test says so, and its session is a list.
public final class Stand {
  public static final Firmware OLD = new Firmware("photon", "deviceos 0.6.0", true, true);
  static final Firmware NEW = new Firmware("photon", "deviceos 3.3.1", false, false);
  static final AccessPoint POINT =
      new AccessPoint("ap-1", "lab", "c4:41:1e:00:00:01", "10.0.0.1", 6);

  private static final long STEP = 100;

  public final Device device;
  final List<Message.Recorded> said = new ArrayList<>();
  final List<Backlog.Batch> batches = new ArrayList<>();
  public long now = 1_700_000_000_000L;
  private boolean connected;
  private boolean brokerIsThere = true;

  Stand(Firmware firmware) {
    this(firmware, new Latch());
  }

  public Stand(Firmware firmware, Door door) {
    var listener = new InetSocketAddress(InetAddress.getLoopbackAddress(), 18_000);
    var profile =
        new Profile(
            "bench-1", "Bench 1", POINT, firmware, "e0:4f", listener, 58_000, 4, Habits.BRISK);
    this.device = new Device(profile, door, new Random(7), 42, now);
  }

  /// A door on no network at all.
  static final class Latch implements Door {
    boolean open;
    boolean jammed;
    int cleared;

    @Override
    public boolean open() {
      open = !jammed;
      return open;
    }

    @Override
    public void close() {
      open = false;
    }

    @Override
    public void clear() {
      cleared++;
    }
  }

  public Stand run(long ms) {
    var end = now + ms;
    while (now < end) {
      now += STEP;
      device.tick(now);
      carry();
    }
    return this;
  }

  /// Booted, connected and breathing cyan.
  public Stand settled() {
    return run(10_000);
  }

  void loseBroker() {
    brokerIsThere = false;
    carry();
  }

  void findBroker() {
    brokerIsThere = true;
    carry();
  }

  <T extends Message.Recorded> List<T> all(Class<T> kind) {
    return said.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  List<String> events() {
    return all(Event.class).stream().map(Event::event).toList();
  }

  Health lastHealth() {
    return all(Health.class).getLast();
  }

  Health.Listener listener() {
    return Objects.requireNonNull(lastHealth().listener());
  }

  Health.Wifi wifi() {
    return Objects.requireNonNull(lastHealth().wifi());
  }

  Health.Cloud cloud() {
    return Objects.requireNonNull(lastHealth().cloud());
  }

  private void carry() {
    var reaches = brokerIsThere && device.reachesBroker();
    if (connected && !reaches) {
      device.disconnected();
    } else if (!connected && reaches) {
      device.connected(now);
    }
    connected = reaches;
    for (var batch : device.take()) {
      batches.add(batch);
      said.addAll(batch.records());
    }
  }
}
