package io.cyanwatch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.springframework.core.env.Environment;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The REST interface as an outsider uses it.
final class Api {
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();
  private final String base;

  Api(Environment environment) {
    this.base = "http://127.0.0.1:" + environment.getProperty("local.server.port");
  }

  record Answer(
      int status, Map<String, java.util.List<String>> headers, JsonNode body, String text) {
    String header(String name) {
      return headers.getOrDefault(name, java.util.List.of("")).getFirst();
    }
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  Answer post(String path, Object body, String... headers) {
    var request =
        request(path).POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)));
    for (var i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(request);
  }

  /// Registers a device and gives its password.
  String register(String id, Map<String, Object> more) {
    var body = new java.util.HashMap<String, Object>(more);
    body.put("id", id);
    var answer = post("/api/v1/devices", body);
    if (answer.status() != 201) {
      throw new AssertionError(answer.toString());
    }
    return answer.body().at("/mqtt/password").asString();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .header("Authorization", "Bearer " + CyanwatchTest.TOKEN)
        .header("Content-Type", "application/json");
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      var text = response.body();
      var body = text.startsWith("{") ? json.readTree(text) : json.valueToTree(Map.of());
      return new Answer(response.statusCode(), response.headers().map(), body, text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Map<String, Object> map(JsonNode node) {
    return json.convertValue(node, MAP);
  }
}
