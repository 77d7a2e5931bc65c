package io.cyanwatch.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a device's newest heartbeat says of its server. A device tells what it can; the rest is
/// left out.
final class OwnWords {
  private OwnWords() {}

  /// @param aside what matters less
  record Line(String name, String fact, String aside) {}

  static List<Line> of(Map<String, Object> health) {
    var lines = new ArrayList<Line>();
    var listener = part(health, "listener");
    say(
        lines,
        "listener",
        listener.get("state"),
        "%s",
        port(listener) + aside(listener, ", start %s", "gen"));
    say(lines, "accepted", listener.get("accepts"), "%s connections", idle(listener));
    var clients = part(health, "clients");
    say(
        lines,
        "clients",
        clients.get("open"),
        "%s open",
        aside(clients, " of %s", "max")
            + aside(clients, ", %s turned away since boot", "rejected"));
    var http = part(health, "http");
    say(
        lines,
        "requests",
        http.get("requests"),
        "%s answered",
        aside(http, ", %s server errors", "server_err")
            + aside(http, ", slowest %s ms", "worst_ms"));
    var wifi = part(health, "wifi");
    say(lines, "WiFi", wifi.get("ssid"), "%s", aside(wifi, ", lost %s× since boot", "downs"));
    var memory = part(health, "mem");
    say(
        lines,
        "memory",
        kib(memory.get("free")),
        "%s free",
        aside(Map.of("block", kib(memory.get("block"))), ", %s in one piece", "block")
            + aside(Map.of("min", kib(memory.get("min"))), ", never less than %s", "min"));
    return lines;
  }

  private static void say(
      List<Line> lines, String name, @Nullable Object value, String pattern, String aside) {
    if (value != null && !"".equals(value)) {
      lines.add(new Line(name, pattern.formatted(shown(value)), aside));
    }
  }

  private static String aside(Map<?, ?> part, String pattern, String key) {
    var value = part.get(key);
    return value == null || "".equals(value) ? "" : pattern.formatted(shown(value));
  }

  /// A port is a name, not a quantity.
  private static String port(Map<?, ?> listener) {
    var port = listener.get("port");
    return port == null ? "" : " on port " + port;
  }

  private static String idle(Map<?, ?> listener) {
    return listener.get("idle") instanceof Number idle
        ? ", the last " + Words.seconds(idle) + " before this heartbeat"
        : "";
  }

  private static String kib(@Nullable Object bytes) {
    return bytes instanceof Number number
        ? String.format(Locale.ROOT, "%.1f KiB", number.doubleValue() / 1024)
        : "";
  }

  private static String shown(Object value) {
    return value instanceof Integer || value instanceof Long
        ? String.format(Locale.ROOT, "%,d", ((Number) value).longValue())
        : String.valueOf(value);
  }

  private static Map<?, ?> part(Map<String, Object> health, String key) {
    return health.get(key) instanceof Map<?, ?> part ? part : Map.of();
  }
}
