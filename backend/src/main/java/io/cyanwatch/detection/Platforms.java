package io.cyanwatch.detection;

import io.cyanwatch.detection.DeviceState.About;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which boards' listeners survive a reconnect by themselves.
final class Platforms {
  private static final Pattern WORD = Pattern.compile("[^a-z0-9]+");
  private static final String SESSION =
      "its listening socket belongs to one network session and is closed with it";
  private static final String BEGIN =
      "starting a server that believes it is running does nothing, and nobody notices";

  /// Said by some in front of the board's own name.
  private static final Set<String> MAKERS = Set.of("particle", "spark", "espressif");

  private static final Set<String> PARTICLE = Set.of("core", "photon", "p1", "electron");

  private Platforms() {}

  /// Why its listener may be deaf after a reconnect; empty where it heals by itself.
  static Optional<String> deafBecause(About about) {
    var why = why(words(about.hardware()));
    var version = OsVersion.of(about.os());
    if (!version.name().equals("deviceos")) {
      return why;
    }
    return why.map(
        it ->
            version.isDeviceOsBefore(0, 8, 0, 3)
                ? it + ", and before 0.8.0-rc.3 nothing opens it again"
                : it + ", and it is opened again only if the program asks while the link is down");
  }

  /// Boards on Linux, and those of Particle with sockets of the POSIX kind, listen on any address
  /// and go on doing so. Of one family every variant does the same: an `esp32-s3` is an `esp32`,
  /// but a `photon 2` is no `photon`.
  private static Optional<String> why(List<String> words) {
    if (words.isEmpty()) {
      return Optional.empty();
    }
    if (PARTICLE.contains(words.getFirst())) {
      var second = words.size() > 1 && (words.get(1).equals("2") || words.get(1).equals("v2"));
      return second ? Optional.empty() : Optional.of(SESSION);
    }
    if (words.stream().anyMatch(word -> word.startsWith("esp32"))) {
      return Optional.of(BEGIN);
    }
    return words.stream().anyMatch(word -> word.startsWith("esp8266"))
        ? Optional.of(SESSION)
        : Optional.empty();
  }

  /// In lower case and without who made it: `Particle Photon` is a `photon`.
  private static List<String> words(@Nullable String hardware) {
    return hardware == null
        ? List.of()
        : WORD.splitAsStream(hardware.toLowerCase(Locale.ROOT))
            .filter(word -> !word.isEmpty() && !MAKERS.contains(word))
            .toList();
  }
}
