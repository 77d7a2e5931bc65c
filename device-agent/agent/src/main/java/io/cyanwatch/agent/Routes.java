package io.cyanwatch.agent;

import java.util.Optional;
import java.util.stream.Stream;

/// Reads `/proc/net/route`.
final class Routes {
  private Routes() {}

  /// @param gateway as the kernel writes it: eight hex digits, last byte first
  private record Route(String device, String destination, String gateway, int metric) {}

  /// The interface of the default route with the least metric.
  static Optional<String> outward(String table) {
    return defaults(table).map(Route::device).findFirst();
  }

  static Optional<String> gateway(String table, String device) {
    return defaults(table)
        .filter(it -> it.device().equals(device) && !it.gateway().equals("00000000"))
        .map(it -> address(it.gateway()))
        .findFirst();
  }

  private static Stream<Route> defaults(String table) {
    return table
        .lines()
        .skip(1)
        .map(line -> line.trim().split("\\s+"))
        .filter(parts -> parts.length > 7 && parts[7].equals("00000000"))
        .filter(parts -> parts[1].equals("00000000") && parts[2].matches("[0-9A-Fa-f]{8}"))
        .map(parts -> new Route(parts[0], parts[1], parts[2], Integer.parseInt(parts[6])))
        .sorted((a, b) -> Integer.compare(a.metric(), b.metric()));
  }

  private static String address(String hex) {
    var bits = Integer.reverseBytes(Integer.parseUnsignedInt(hex, 16));
    return "%d.%d.%d.%d".formatted(bits >>> 24, bits >>> 16 & 0xff, bits >>> 8 & 0xff, bits & 0xff);
  }
}
