package io.cyanwatch.simulator.play;

import io.cyanwatch.simulator.device.Habits;
import io.cyanwatch.simulator.device.Profile;
import io.cyanwatch.simulator.device.Profile.Firmware;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// The kinds of devices that hang on walls. The naive ones run a web server like the first that
/// anybody writes; the others supervise theirs.
enum Model {
  /// Device OS before 0.7.0, naive: resets on an uplink loss, or comes back deaf.
  PHOTON_NAIVE("photon", "0.6.0 0.6.1", 58_000, 4),
  /// The same system with a server that starts anew, and a table that fills with each start.
  PHOTON_LEAKY("photon", "0.6.3", 58_000, 4),
  /// The same system with a server that closes before the system tears its sockets down.
  PHOTON_OLD("photon", "0.6.2 0.6.3", 58_000, 4),
  /// A send may not return for minutes.
  PHOTON_BLOCKING("photon", "0.7.0 0.8.0-rc.1", 58_000, 4),
  /// No crash any more; a listener that nobody starts again is closed silently with WiFi.
  PHOTON_DEAF("photon", "1.5.2 2.3.1", 60_000, 4),
  PHOTON("photon", "1.5.2 2.3.1 3.3.1", 60_000, 4),
  P2("p2", "5.5.0 5.8.0", 190_000, 4),
  ESP32("esp32", "4.4.7 5.1.4", 182_000, 8),
  LINUX("linux", "6.1.0 6.6.31", 48_000_000, 32);

  private static final List<Model> HEALTHY =
      List.of(PHOTON, PHOTON, PHOTON, PHOTON_OLD, P2, P2, ESP32, ESP32, LINUX);

  private final String hw;
  private final String versions;
  private final long heap;
  private final int slots;

  Model(String hw, String versions, long heap, int slots) {
    this.hw = hw;
    this.versions = versions;
    this.heap = heap;
    this.slots = slots;
  }

  static Model healthy(Random random) {
    return HEALTHY.get(random.nextInt(HEALTHY.size()));
  }

  /// Whether the application leaves its server to itself: no deadlines, no restart.
  boolean naive() {
    return this == PHOTON_NAIVE || this == PHOTON_DEAF || this == PHOTON_BLOCKING;
  }

  boolean leaks() {
    return this == PHOTON_LEAKY;
  }

  long heap() {
    return heap;
  }

  int slots() {
    return slots;
  }

  String hw() {
    return hw;
  }

  Firmware firmware(Random random) {
    var all = versions.split(" ", -1);
    var version = all[random.nextInt(all.length)];
    return new Profile.Firmware(
        hw,
        family() + " " + version,
        this == PHOTON_NAIVE || this == PHOTON_DEAF,
        this == PHOTON_NAIVE);
  }

  /// @param skew of the wall clock in milliseconds; null for a device without one
  Habits habits(int interval, String application, int signal, @Nullable Long skew) {
    var vendor = hw.equals("photon") || hw.equals("p2");
    var old = this == PHOTON_NAIVE || this == PHOTON_LEAKY || this == PHOTON_OLD;
    return new Habits(
        interval, interval * 20, application, vendor, 15_000, 10_000, old, signal, skew);
  }

  private String family() {
    return switch (hw) {
      case "esp32" -> "esp-idf";
      case "linux" -> "linux";
      default -> "deviceos";
    };
  }
}
