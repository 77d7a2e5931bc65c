package io.cyanwatch.agent;

import io.cyanwatch.protocol.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the machine tells about itself; what it does not tell stays out of the record.
final class Host {
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Path MODEL = Path.of("/proc/device-tree/model");
  private final Floor floor = new Floor();
  private @Nullable Long least;

  static String os() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT)
        + " "
        + System.getProperty("os.version");
  }

  /// The board's name where it has one, else the processor's architecture.
  static String hardware() {
    return text(MODEL)
        .map(it -> it.replace("\0", "").strip())
        .filter(it -> !it.isEmpty() && it.length() <= 64)
        .orElseGet(() -> System.getProperty("os.arch"));
  }

  /// Bytes that could be had, and the least that was seen.
  Health.@Nullable Mem memory() {
    return text(MEMORY).flatMap(it -> bytes(it, "MemAvailable")).map(this::noted).orElse(null);
  }

  /// What is free, when it has just become too little.
  Optional<Health.Mem> memoryLow() {
    var table = text(MEMORY).orElse("");
    var free = bytes(table, "MemAvailable");
    var total = bytes(table, "MemTotal");
    return free.isPresent() && total.isPresent() && floor.crossed(free.get(), total.get())
        ? Optional.of(noted(free.get()))
        : Optional.empty();
  }

  /// Reads a line of `/proc/meminfo`.
  static Optional<Long> bytes(String table, String name) {
    var matcher = Pattern.compile("(?m)^" + name + ":\\s+([0-9]+) kB").matcher(table);
    return matcher.find()
        ? Optional.of(Long.parseLong(matcher.group(1)) * 1_024)
        : Optional.empty();
  }

  private Health.Mem noted(long free) {
    var min = least == null ? free : Math.min(least, free);
    least = min;
    return new Health.Mem(free, min, null);
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
