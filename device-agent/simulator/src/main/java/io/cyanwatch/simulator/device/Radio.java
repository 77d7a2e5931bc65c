package io.cyanwatch.simulator.device;

import io.cyanwatch.protocol.Health;
import java.util.Random;

/// The WiFi link of one boot: its edges, and a signal that wanders.
final class Radio {
  private final Profile profile;
  private final Random random;
  private final int home;
  private boolean ready;
  private boolean zombie;
  private long ups;
  private long downs;
  private long downMs;
  private long downSince;
  private int rssi;
  private int weakest;

  Radio(Profile profile, Random random) {
    this.profile = profile;
    this.random = random;
    var signal = profile.habits().signal();
    this.home = signal != null ? signal : -52 - Math.floorMod(profile.id().hashCode(), 20);
    this.rssi = home;
    this.weakest = home;
  }

  boolean ready() {
    return ready;
  }

  void up(long now) {
    if (!ready && downs > 0) {
      downMs += now - downSince;
    }
    ready = true;
    ups++;
  }

  void down(long now) {
    ready = false;
    zombie = false;
    downs++;
    downSince = now;
  }

  /// One step of the walk; pulled gently towards the device's usual signal.
  void wander() {
    rssi = Math.clamp(rssi + random.nextInt(5) - 2 + Integer.signum(home - rssi), -94, -38);
    weakest = Math.min(weakest, rssi);
  }

  /// An association that is up and carries nothing: ready, without an address.
  void zombie(boolean on) {
    zombie = on;
  }

  /// Whether bytes come through.
  boolean carries() {
    return ready && !zombie;
  }

  /// Link edges of this boot, both ways.
  long edges() {
    return ups + downs;
  }

  int rssi() {
    return rssi;
  }

  /// A device without a link knows its counters, not its signal.
  Health.Wifi snapshot() {
    return new Health.Wifi(
        ready,
        ready ? profile.ap().name() : null,
        ready ? profile.ap().bssid() : null,
        ready ? profile.ap().channel() : null,
        ready ? (zombie ? "0.0.0.0" : profile.ip()) : null,
        ready ? rssi : null,
        weakest,
        ups,
        downs,
        downMs,
        downs > 0 ? 200 : null);
  }
}
