package io.cyanwatch.simulator;

import io.cyanwatch.protocol.ResetClass;
import io.cyanwatch.simulator.device.AccessPoint;
import io.cyanwatch.simulator.device.Device;
import io.cyanwatch.simulator.device.Habits;
import io.cyanwatch.simulator.device.Profile;
import io.cyanwatch.simulator.device.Profile.Firmware;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// The members of a large fleet: fifty behind an access point, four access points to a site. Who
/// has which number never changes.
final class Crowd {
  static final int MOST = 10_000;
  private static final int PER_POINT = 50;
  private static final int POINTS = 4;
  private static final long LEAST_CALM_MS = 120_000;
  private static final int CALM_SPREAD_MS = 600_000;

  private static final List<Firmware> FIRMWARES =
      List.of(
          new Firmware("photon", "deviceos 0.6.2", true, true),
          new Firmware("photon", "deviceos 2.3.1", false, false),
          new Firmware("photon", "deviceos 3.3.1", false, false),
          new Firmware("p2", "deviceos 5.8.0", false, false),
          new Firmware("esp32", "esp-idf 5.1.4", false, false),
          new Firmware("linux", "linux 6.6.31", false, false));

  private Crowd() {}

  static String id(int number) {
    return String.format(Locale.ROOT, "sim-%06d", number);
  }

  static String site(int number) {
    return "sim-site-" + (group(number) / POINTS + 1);
  }

  /// @param number from 1
  /// @param port of every web server, each on its own loopback address
  static Profile profile(int number, int interval, int port) {
    var firmware = FIRMWARES.get(number % FIRMWARES.size());
    var esp = firmware.hw().equals("esp32");
    var habits =
        new Habits(
            interval,
            interval * 20,
            "1.4.2",
            !esp && !firmware.hw().equals("linux"),
            15_000,
            10_000,
            false,
            null,
            number % 7 == 0 ? null : 0L);
    return new Profile(
        id(number),
        "Simulated " + number,
        point(number),
        firmware,
        String.format(Locale.ROOT, "e0:4f:43:%02x:%02x:%02x", 1, number >> 8, number & 255),
        new InetSocketAddress(address(number), port),
        esp ? 182_000 : 58_000,
        esp ? 8 : 4,
        habits);
  }

  /// A mishap of the kind that a fleet has every day.
  ///
  /// @return milliseconds until the next one
  static long mishap(Device device, Random random, long now) {
    switch (random.nextInt(3)) {
      case 0 -> device.fate().crash(ResetClass.PANIC, 1L, "loop", now);
      case 1 -> device.fate().crash(ResetClass.TASK_WATCHDOG, null, "handler", now);
      default -> {
        if (device.condition().wifiReady()) {
          device.dropWifi(3_000 + random.nextInt(12_000), now);
        }
      }
    }
    return LEAST_CALM_MS + random.nextInt(CALM_SPREAD_MS);
  }

  private static AccessPoint point(int number) {
    var group = group(number);
    var name = site(number) + "-ap-" + (group % POINTS + 1);
    var bssid = String.format(Locale.ROOT, "c4:41:1e:f0:%02x:%02x", group >> 8, group & 255);
    return new AccessPoint(name, site(number), bssid, "127." + (32 + group) + ".0.254", 6);
  }

  private static String address(int number) {
    return "127." + (32 + group(number)) + ".0." + ((number - 1) % PER_POINT + 1);
  }

  private static int group(int number) {
    return (number - 1) / PER_POINT;
  }
}
