package io.cyanwatch.simulator;

import io.cyanwatch.simulator.device.AccessPoint;
import io.cyanwatch.simulator.device.Habits;
import io.cyanwatch.simulator.device.Profile;
import io.cyanwatch.simulator.device.Profile.Firmware;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;

/// The twelve devices of the demo.
final class Cast {
  private static final AccessPoint HALL_1 =
      new AccessPoint("hall-ap-1", "hall", "c4:41:1e:10:00:01", "127.0.11.254", 1);
  private static final AccessPoint HALL_2 =
      new AccessPoint("hall-ap-2", "hall", "c4:41:1e:10:00:02", "127.0.12.254", 6);
  private static final AccessPoint YARD_1 =
      new AccessPoint("yard-ap-1", "yard", "c4:41:1e:20:00:01", "127.0.21.254", 11);

  private static final Firmware OS_0_6_0 = photon("deviceos 0.6.0", true);
  private static final Firmware OS_0_6_2 = photon("deviceos 0.6.2", true);
  private static final Firmware OS_0_6_3 = photon("deviceos 0.6.3", true);
  private static final Firmware OS_1_5_2 = photon("deviceos 1.5.2", false);
  private static final Firmware OS_2_3_1 = photon("deviceos 2.3.1", false);
  private static final Firmware OS_3_3_1 = photon("deviceos 3.3.1", false);
  private static final Firmware ESP32 = new Firmware("esp32", "esp-idf 5.1.4", false, false);

  private static final List<Role> ROLES =
      List.of(
          new Role("hall-press-1", "Press 1", HALL_1, "127.0.11.1", OS_0_6_0),
          new Role("hall-press-2", "Press 2", HALL_1, "127.0.11.2", OS_0_6_3),
          new Role("hall-oven-1", "Oven 1", HALL_1, "127.0.11.3", OS_1_5_2),
          new Role("hall-oven-2", "Oven 2", HALL_1, "127.0.11.4", OS_3_3_1),
          new Role("hall-dryer-1", "Dryer 1", HALL_2, "127.0.12.1", OS_0_6_0),
          new Role("hall-dryer-2", "Dryer 2", HALL_2, "127.0.12.2", OS_0_6_2),
          new Role("hall-lift-1", "Lift", HALL_2, "127.0.12.3", OS_2_3_1),
          new Role("hall-gate-1", "Hall gate", HALL_2, "127.0.12.4", ESP32),
          new Role("yard-pump-1", "Pump 1", YARD_1, "127.0.21.1", OS_0_6_0),
          new Role("yard-pump-2", "Pump 2", YARD_1, "127.0.21.2", OS_0_6_3),
          new Role("yard-scale-1", "Weighbridge", YARD_1, "127.0.21.3", ESP32),
          new Role("yard-door-1", "Yard door", YARD_1, "127.0.21.4", OS_3_3_1));

  private static final int FIRST_PORT = 18_081;
  private static final int LAST_PORT = 18_981;
  private static final int STEP = 100;

  private Cast() {}

  private record Role(String id, String name, AccessPoint ap, String address, Firmware firmware) {

    Profile at(String host, int port) {
      var esp = firmware.hw().equals("esp32");
      return new Profile(
          id,
          name,
          ap,
          firmware,
          (esp ? "24:0a:c4:00:00:" : "e0:4f:43:00:00:") + Integer.toHexString(port % 100 + 16),
          new InetSocketAddress(host, port),
          esp ? 182_000 : 58_000,
          esp ? 8 : 4,
          Habits.BRISK);
    }
  }

  /// The devices on addresses that are free at this moment.
  static List<Profile> profiles() {
    var many = canBind("127.0.11.1", 0);
    for (var first = FIRST_PORT; first <= LAST_PORT; first += STEP) {
      var profiles = from(first, many);
      if (profiles.stream()
          .allMatch(it -> canBind(it.listener().getHostString(), it.listener().getPort()))) {
        return profiles;
      }
    }
    return from(FIRST_PORT, many);
  }

  private static List<Profile> from(int first, boolean many) {
    return IntStream.range(0, ROLES.size())
        .mapToObj(i -> ROLES.get(i).at(many ? ROLES.get(i).address() : "127.0.0.1", first + i))
        .toList();
  }

  /// Whether a web server could start there: on some systems only 127.0.0.1 exists.
  private static boolean canBind(String host, int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Firmware photon(String os, boolean old) {
    return new Firmware("photon", os, old, old);
  }
}
