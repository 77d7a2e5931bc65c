package io.cyanwatch.simulator.device;

import io.cyanwatch.protocol.ListenerState;
import io.cyanwatch.protocol.Phase;
import java.util.Map;
import java.util.Random;

/// The light of one boot, and with it how far the device has come: green while it looks for its
/// network, cyan while it talks to its cloud.
final class Lamp {
  private final Random random;
  private final Habits habits;
  private Phase phase = Phase.NETWORK_CONNECTING;
  private long until;
  private boolean served;

  Lamp(Habits habits, Random random, long now) {
    this.habits = habits;
    this.random = random;
    connecting(now, 800 + random.nextInt(1_000));
  }

  Phase phase() {
    return phase;
  }

  void connecting(long now, long duration) {
    show(Phase.NETWORK_CONNECTING, now, duration);
  }

  void cloudLost(long now) {
    show(Phase.CLOUD_CONNECTING, now, 1_500);
  }

  long due(Device device, long now) {
    return switch (phase) {
      case NETWORK_CONNECTING, NETWORK_DHCP, CLOUD_HANDSHAKE -> until;
      case CLOUD_CONNECTING -> now < until || device.cloudBytes(now) ? until : Long.MAX_VALUE;
      default -> Long.MAX_VALUE;
    };
  }

  void advance(Device device, long now) {
    if (now < until) {
      return;
    }
    switch (phase) {
      case NETWORK_CONNECTING -> show(Phase.NETWORK_DHCP, now, 300 + random.nextInt(500));
      case NETWORK_DHCP -> linkUp(device, now);
      case CLOUD_CONNECTING -> {
        if (device.cloudBytes(now)) {
          show(Phase.CLOUD_HANDSHAKE, now, 400 + random.nextInt(500));
          device.voice.beat(now);
        }
      }
      case CLOUD_HANDSHAKE -> cloudUp(device, now);
      default -> {}
    }
  }

  private void linkUp(Device device, long now) {
    var boot = device.boot();
    boot.radio.up(now);
    var detail = Reports.detail("ip", device.profile().ip(), "rssi", boot.radio.rssi());
    device.voice.event("wifi_up", detail, now);
    if (served || !habits.teardown()) {
      serve(boot, now);
    }
    if (habits.vendor()) {
      boot.cloud.connecting(now);
      show(Phase.CLOUD_CONNECTING, now, 900 + random.nextInt(900));
    } else {
      show(Phase.NETWORK_CONNECTED, now, 0);
      device.voice.beat(now);
    }
    device.orders().linkUp(now);
  }

  private void cloudUp(Device device, long now) {
    var boot = device.boot();
    boot.cloud.connected(now);
    boot.teardown.cloudBack();
    device.voice.event("cloud_up", Map.of(), now);
    show(Phase.CLOUD_CONNECTED, now, 0);
    if (!served) {
      serve(boot, now);
    }
    device.voice.beat(now);
  }

  /// In the automatic mode of old systems the application starts only once the cloud was there.
  private void serve(Boot boot, long now) {
    served = true;
    if (boot.web.state() == ListenerState.DOWN) {
      boot.web.settle(now);
    }
  }

  private void show(Phase next, long now, long duration) {
    phase = next;
    until = now + duration;
  }
}
