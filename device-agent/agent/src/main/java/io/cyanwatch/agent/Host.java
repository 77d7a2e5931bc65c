package io.cyanwatch.agent;

import io.cyanwatch.protocol.Health;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the machine tells about itself; what it does not tell stays out of the record.
final class Host {
  private static final Path WIRELESS = Path.of("/proc/net/wireless");
  private static final Path MEMORY = Path.of("/proc/meminfo");

  private Host() {}

  static String os() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT)
        + " "
        + System.getProperty("os.version");
  }

  static String hardware() {
    return System.getProperty("os.arch");
  }

  /// The address that the machine would use to reach the broker.
  static @Nullable String address(String broker) {
    var uri = URI.create(broker);
    try (var socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
      return socket.getLocalAddress().getHostAddress();
    } catch (IOException | UncheckedIOException e) {
      return null;
    }
  }

  /// The first WiFi interface, where there is one.
  static Health.@Nullable Wifi wifi(@Nullable String ip) {
    return lines(WIRELESS).flatMap(Host::rssi).map(it -> wifi(it, ip)).orElse(null);
  }

  static Health.@Nullable Mem memory() {
    return lines(MEMORY)
        .flatMap(text -> match(text, "(?s).*MemAvailable:\\s+([0-9]+) kB.*"))
        .map(kb -> new Health.Mem(Long.parseLong(kb) * 1_024, null, null))
        .orElse(null);
  }

  /// The signal level in dBm of the first interface listed.
  static Optional<Integer> rssi(String wireless) {
    return match(wireless, "(?s).*?:\\s+[0-9a-f]+\\s+[0-9.]+\\s+(-[0-9]+)[. ].*")
        .map(Integer::valueOf);
  }

  private static Health.Wifi wifi(int rssi, @Nullable String ip) {
    return new Health.Wifi(true, null, null, null, ip, rssi, null, null, null, null, null);
  }

  private static Optional<String> match(String text, String pattern) {
    var matcher = Pattern.compile(pattern).matcher(text);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static Optional<String> lines(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
