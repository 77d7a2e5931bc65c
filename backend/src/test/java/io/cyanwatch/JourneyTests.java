package io.cyanwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/// The whole path, as its users walk it: a device over MQTT, people over HTTP, a receiver of
/// webhooks.
@CyanwatchTest
class JourneyTests {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Autowired Environment environment;

  private final String id = "journey-" + UUID.randomUUID().toString().substring(0, 8);
  private Api api;
  private HttpServer receiver;

  private record Received(String body, HttpHeaders headers) {}

  private final List<Received> received = new CopyOnWriteArrayList<>();

  @BeforeEach
  void listen() throws IOException {
    api = new Api(environment);
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/hook",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          received.add(
              new Received(
                  body, HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true)));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    receiver.start();
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
  }

  @Test
  void aDeadListenerIsFoundToldRestartedAndProven() throws Exception {
    var door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    var probe =
        Map.<String, Object>of("kind", "tcp", "host", "127.0.0.1", "port", door.getLocalPort());
    var password = api.register(id, Map.of("site", "lab", "probe", probe));
    var hook =
        api.post(
            "/api/v1/webhooks",
            Map.of(
                "url",
                "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook",
                "format",
                "standard"));
    assertThat(hook.status()).as(hook.text()).isEqualTo(201);
    try (var device = new RawDevice(id, password, mqttPort())) {
      device.birth("power_on").health(1, 1, 5);
      await().atMost(PATIENCE).until(() -> device().at("/state").asString().equals("online"));

      // WiFi came back, the listener did not, and the device does not know.
      door.close();
      device.health(2, 1, 5);
      await().atMost(PATIENCE).until(() -> openKinds().contains("dead_listener"));
      assertThat(device().at("/listener/verdict").asString()).isEqualTo("dead");

      var issued =
          api.post("/api/v1/devices/" + id + "/commands", Map.of("op", "restart_listener"));
      assertThat(issued.status()).isEqualTo(202);
      var command = device.nextCommand().orElseThrow();
      assertThat(command.boot()).isEqualTo(device.boot());
      try (var _ = new ServerSocket(door.getLocalPort(), 10, InetAddress.getLoopbackAddress())) {
        device.says("reply", "\"id\":\"%s\",\"status\":\"accepted\"".formatted(command.id()));
        device.says(
            "reply",
            "\"id\":\"%s\",\"status\":\"done\",\"result\":{\"gen_before\":1,\"gen_after\":2}"
                .formatted(command.id()));
        await().atMost(PATIENCE).until(() -> state(command.id()).equals("succeeded"));
        await().atMost(PATIENCE).until(() -> !openKinds().contains("dead_listener"));
      }
      assertThat(api.get("/api/v1/commands/" + command.id()).body().at("/verified").asString())
          .isEqualTo("probe");
      await().atMost(PATIENCE).until(() -> types().contains("incident.resolved"));
      assertThat(types()).containsOnlyOnce("incident.opened").contains("command.finished");
      verifySignatures(hook.body().at("/secret").asString());
    }
  }

  @Test
  void aRebootLoopIsFoundAndTheSameBootTwiceDoesNotInflateIt() throws Exception {
    var password = api.register(id, Map.of());
    try (var device = new RawDevice(id, password, mqttPort())) {
      for (var boot = 1; boot <= 3; boot++) {
        device.boots("%08x-deadbeef".formatted(boot)).birth("panic");
        device.boots("%08x-deadbeef".formatted(boot)).birth("panic");
      }
      await().atMost(PATIENCE).until(() -> openKinds().contains("reboot_loop"));

      var incident = api.get("/api/v1/incidents?device=" + id).body().at("/items/0");
      assertThat(incident.at("/summary").asString()).startsWith("Restarted 3 times");
      var detail = api.get("/api/v1/incidents/" + incident.at("/id").asString()).body();
      assertThat(detail.at("/history/0/action").asString()).isEqualTo("opened");
      assertThat(detail.at("/evidence/rule").asString()).isEqualTo("reboot_loop");
    }
  }

  @Test
  void anOutageIsToldOnceAndTheDevicesBehindItNotAtAll() throws Exception {
    var accessPoint = "ap-" + id;
    var devices = new ArrayList<RawDevice>();
    for (var n = 0; n < 4; n++) {
      var name = id + "-" + n;
      devices.add(
          new RawDevice(name, api.register(name, Map.of()), mqttPort()).behind(accessPoint));
    }
    devices.forEach(device -> device.birth("power_on").health(1, 1, 1));
    await().atMost(PATIENCE).until(() -> device(id + "-3").at("/wifi/rssi").isNumber());

    devices.forEach(RawDevice::breaksOff);
    await().atMost(PATIENCE).until(() -> outages(accessPoint, "open").contains("uplink_lost"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (var n = 0; n < 4; n++) {
                var offline = api.get("/api/v1/incidents?state=open&device=" + id + "-" + n);
                assertThat(offline.body().at("/items/0/kind").asString()).isEqualTo("offline");
                assertThat(offline.body().at("/items/0/suppressed_by").isString()).isTrue();
              }
            });

    devices.forEach(device -> device.health(1, 1, 2));
    await().atMost(PATIENCE).until(() -> outages(accessPoint, "resolved").contains("uplink_lost"));
    await()
        .atMost(PATIENCE)
        .until(() -> device(id + "-0").at("/state").asString().equals("online"));
    devices.forEach(RawDevice::close);
  }

  private String outages(String accessPoint, String state) {
    var all = api.get("/api/v1/incidents?kind=uplink_lost&state=" + state).body().at("/items");
    var kinds = new StringBuilder();
    for (var incident : all) {
      if (incident.at("/subject").asString().equals(accessPoint)) {
        kinds.append(incident.at("/kind").asString());
      }
    }
    return kinds.toString();
  }

  @Test
  void aBadMessageIsCountedAndHarmsNothingElse() throws Exception {
    var password = api.register(id, Map.of());
    try (var device = new RawDevice(id, password, mqttPort())) {
      device.birth("power_on");
      device.publishes("health", "{\"boot\":\"x\",");
      device.publishes("health", "{\"boot\":\"" + device.boot() + "\",\"seq\":-4,\"up\":1}");
      device.health(1, 1, 1);

      await().atMost(PATIENCE).until(() -> !device().at("/wifi").isMissingNode());
      var metrics = api.get("/actuator/prometheus").text();
      assertThat(metrics)
          .contains("cyanwatch_ingest_messages_total{outcome=\"rejected\",reason=\"malformed\"}")
          .contains("cyanwatch_ingest_messages_total{outcome=\"rejected\",reason=\"bad_field\"}");
    }
  }

  @Test
  void theTimelineShowsLanesCurvesAndWhatHappened() throws Exception {
    var password = api.register(id, Map.of());
    try (var device = new RawDevice(id, password, mqttPort())) {
      device.birth("panic").health(1, 1, 5).says("event", "\"event\":\"cloud_down\"");
      device.health(1, 1, 6);
      await().atMost(PATIENCE).until(() -> timeline().at("/lanes/listener/0/value").isString());
    }

    assertThat(timeline().at("/lanes/power/0/value").asString()).isEqualTo("online");
    assertThat(timeline().at("/lanes/wifi/0/value").asString()).isEqualTo("ready");
    assertThat(timeline().at("/gauges/rssi/0/1").asInt()).isEqualTo(-61);
    assertThat(timeline().at("/events").toString()).contains("cloud_down");
  }

  @Test
  void aCommandForADeviceThatIsNotThereExpires() {
    api.register(id, Map.of());

    var issued = api.post("/api/v1/devices/" + id + "/commands", Map.of("op", "rebirth", "ttl", 1));

    await()
        .atMost(PATIENCE)
        .until(() -> state(issued.body().at("/id").asString()).equals("expired"));
  }

  @Test
  void theSameKeyGivesTheSameCommandAndAnotherBodyAConflict() {
    api.register(id, Map.of());
    var path = "/api/v1/devices/" + id + "/commands";
    var key = "key-" + id;

    var first = api.post(path, Map.of("op", "rebirth"), "Idempotency-Key", key);
    var again = api.post(path, Map.of("op", "rebirth"), "Idempotency-Key", key);
    var other = api.post(path, Map.of("op", "bounce_wifi"), "Idempotency-Key", key);

    assertThat(again.body().at("/id")).isEqualTo(first.body().at("/id"));
    assertThat(first.header("location")).endsWith(first.body().at("/id").asString());
    assertThat(other.status()).isEqualTo(409);
  }

  @Test
  void anAbsurdCommandIsRefusedByItsField() {
    api.register(id, Map.of());

    var refused = api.post("/api/v1/devices/" + id + "/commands", Map.of("op", "explode"));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.header("content-type")).startsWith("application/problem+json");
    assertThat(refused.body().at("/field").asString()).isEqualTo("op");
  }

  @Test
  void anIncidentIsChangedOnlyByWhoSawItsLatestVersion() throws Exception {
    var password = api.register(id, Map.of());
    try (var device = new RawDevice(id, password, mqttPort())) {
      for (var boot = 1; boot <= 3; boot++) {
        device.boots("%08x-deadbeef".formatted(boot)).birth("panic");
      }
      await().atMost(PATIENCE).until(() -> openKinds().contains("reboot_loop"));
    }
    var incident =
        api.get("/api/v1/incidents?device=" + id + "&kind=reboot_loop").body().at("/items/0");
    var path = "/api/v1/incidents/" + incident.at("/id").asString() + "/ack";
    var version = incident.at("/version").asInt();

    assertThat(api.post(path, Map.of("version", version + 7)).status()).isEqualTo(409);
    var acknowledged = api.post(path, Map.of("version", version));
    assertThat(acknowledged.status()).as(acknowledged.text()).isEqualTo(200);
    assertThat(acknowledged.body().at("/state").asString()).isEqualTo("acknowledged");
    assertThat(api.post(path, Map.of("version", version)).status()).isEqualTo(409);
  }

  private void verifySignatures(String secret) throws Exception {
    var oracle = new Webhook(secret);
    for (var hook : received) {
      oracle.verify(hook.body(), hook.headers());
    }
  }

  private List<String> types() {
    return received.stream()
        .filter(hook -> hook.body().contains(id))
        .map(hook -> hook.body().replaceAll("(?s).*?\"type\":\"([a-z.]+)\".*", "$1"))
        .toList();
  }

  private tools.jackson.databind.JsonNode device() {
    return device(id);
  }

  private tools.jackson.databind.JsonNode device(String name) {
    return api.get("/api/v1/devices/" + name).body();
  }

  private tools.jackson.databind.JsonNode timeline() {
    return api.get("/api/v1/devices/" + id + "/timeline").body();
  }

  private String openKinds() {
    return api.get("/api/v1/incidents?state=open&device=" + id).text();
  }

  private String state(String command) {
    return api.get("/api/v1/commands/" + command).body().at("/state").asString();
  }

  private int mqttPort() {
    return environment.getRequiredProperty("cyanwatch.mqtt.port", Integer.class);
  }
}
