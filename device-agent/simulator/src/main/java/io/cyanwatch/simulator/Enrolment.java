package io.cyanwatch.simulator;

import io.cyanwatch.protocol.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Registers a fleet with the backend and keeps the passwords, which it tells only once.
final class Enrolment implements AutoCloseable {
  /// An answer for so many stays small.
  private static final int AT_ONCE = 100;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI api;
  private final String token;
  private final Path state;

  Enrolment(URI api, String token, Path state) {
    this.api = api;
    this.token = token;
    this.state = state;
  }

  /// @return passwords by device id
  Map<String, String> enrol(int devices, int port) throws IOException, InterruptedException {
    var known = Passwords.read(state);
    var missing =
        IntStream.rangeClosed(1, devices)
            .filter(it -> !known.containsKey(Crowd.id(it)))
            .boxed()
            .toList();
    try (var progress = Progress.of("Registering", missing.size(), " devices")) {
      for (var from = 0; from < missing.size(); from += AT_ONCE) {
        var some = missing.subList(from, Math.min(from + AT_ONCE, missing.size()));
        known.putAll(register(some, port));
        Passwords.write(state, known);
        progress.at(from + some.size(), "");
      }
    }
    return known;
  }

  @Override
  public void close() {
    http.close();
  }

  private Map<String, String> register(List<Integer> numbers, int port)
      throws IOException, InterruptedException {
    var rows = numbers.stream().map(it -> row(it, port)).toList();
    var request =
        HttpRequest.newBuilder(api.resolve("/api/v1/devices:import"))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/x-ndjson")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofString(String.join("\n", rows)))
            .build();
    var answer = http.send(request, BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException(
          "The backend at %s answered %d to the registration; see that the token has scope admin."
              .formatted(api, answer.statusCode()));
    }
    return passwords(answer.body());
  }

  static Map<String, String> passwords(byte[] report) throws IOException {
    var passwords = new LinkedHashMap<String, String>();
    var refused = new ArrayList<String>();
    if (Wire.readMap(report).get("rows") instanceof List<?> rows) {
      for (var row : rows) {
        if (row instanceof Map<?, ?> values) {
          if (values.get("mqtt") instanceof Map<?, ?> mqtt) {
            passwords.put(mqtt.get("username") + "", mqtt.get("password") + "");
          } else {
            refused.add(values.get("id") + ": " + values.get("detail"));
          }
        }
      }
    }
    if (!refused.isEmpty()) {
      throw new IOException(
          "%d devices were refused, the first was %s Where they are registered already, bring the"
              .concat(" --state file that has their passwords, or delete them first.")
              .formatted(refused.size(), refused.getFirst()));
    }
    return passwords;
  }

  private static String row(int number, int port) {
    var profile = Crowd.profile(number, 30, port);
    var row = new LinkedHashMap<String, Object>();
    row.put("id", profile.id());
    row.put("name", profile.name());
    row.put("site", Crowd.site(number));
    row.put("tags", List.of("simulated"));
    return Wire.toJson(row);
  }
}
