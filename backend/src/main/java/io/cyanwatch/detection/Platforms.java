package io.cyanwatch.detection;

import io.cyanwatch.detection.DeviceState.About;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Which boards' listeners survive a reconnect by themselves.
final class Platforms {
  private static final String SESSION =
      "its listening socket belongs to one network session and is closed with it";
  private static final String BEGIN =
      "starting a server that believes it is running does nothing, and nobody notices";

  /// Boards on Linux, and those of Particle with sockets of the POSIX kind, listen on any address
  /// and go on doing so.
  private static final Map<String, String> DO_NOT_HEAL =
      Map.of(
          "core", SESSION,
          "photon", SESSION,
          "p1", SESSION,
          "electron", SESSION,
          "esp32", BEGIN,
          "esp8266", SESSION);

  private Platforms() {}

  /// Why its listener may be deaf after a reconnect; empty where it heals by itself.
  static Optional<String> deafBecause(About about) {
    if (about.hardware() == null) {
      return Optional.empty();
    }
    var why = DO_NOT_HEAL.get(about.hardware().toLowerCase(Locale.ROOT));
    if (why == null) {
      return Optional.empty();
    }
    var version = OsVersion.of(about.os());
    if (!version.name().equals("deviceos")) {
      return Optional.of(why);
    }
    return Optional.of(
        version.isDeviceOsBefore(0, 8, 0, 3)
            ? why + ", and before 0.8.0-rc.3 nothing opens it again"
            : why + ", and it is opened again only if the program asks while the link is down");
  }
}
