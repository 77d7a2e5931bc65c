package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.access.Caller;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.fleet.Fleet;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Observation.Stamp;
import io.cyanwatch.timeline.Timeline;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@CyanwatchTest
class BacktestTests {
  private static final String CALL = "/api/v1/rules:backtest";

  @LocalServerPort int port;
  @Autowired Fleet fleet;
  @Autowired RuleSettings settings;
  @Autowired Timeline timeline;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcClient jdbc;

  private final String site = "bt-" + UUID.randomUUID().toString().substring(0, 8);
  private final Instant day =
      Clock.systemUTC().instant().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(2));
  private Caller admin;

  @BeforeEach
  void call() {
    admin = Caller.bearing(port, CyanwatchTest.TOKEN);
  }

  @Test
  void anotherThresholdFindsWhatTheOneInForceDoesNot() {
    var device = device("low");
    tells(beats(device, 0, 20, 9_000), beats(device, 20, 240, 30_000));

    var asItIs = result(body("memory_low", ""));
    var tried = result(body("memory_low", ",\"thresholds\":{\"block_floor_bytes\":10000}"));

    assertThat(asItIs.at("/would_open/count").asInt()).isZero();
    assertThat(tried.at("/would_open/count").asInt()).isEqualTo(1);
    var found = tried.at("/would_open/incidents/0");
    assertThat(found.get("device").asString()).isEqualTo(device.id());
    assertThat(found.get("kind").asString()).isEqualTo("memory_low");
    assertThat(found.get("from").asString()).isEqualTo(day.plusMillis(20).toString());
    assertThat(found.get("to").asString())
        .isEqualTo(day.plusSeconds(7_200).plusMillis(20).toString());
    assertThat(tried.at("/thresholds/block_floor_bytes").asInt()).isEqualTo(10_000);
    assertThat(tried.get("records").asLong()).isEqualTo(260);
    assertThat(tried.at("/notifications_a_day/after").asDouble()).isEqualTo(1);
  }

  @Test
  void whatWasOpenedIsMatchedOrMissedAndPeopleCount() {
    var device = device("past");
    tells(beats(device, 0, 20, 3_000), beats(device, 20, 240, 30_000));
    incident(device, day.plusSeconds(1), day.plusSeconds(600), false);
    incident(device, day.plusSeconds(9_000), day.plusSeconds(9_100), true);

    var result = result(body("memory_low", ""));

    assertThat(result.at("/matched/count").asInt()).isEqualTo(1);
    assertThat(result.at("/missed/count").asInt()).isEqualTo(1);
    assertThat(result.at("/missed/acknowledged").asInt()).isEqualTo(1);
    assertThat(result.at("/missed/incidents/0/subject").asString()).isEqualTo(device.id());
    assertThat(result.at("/would_open/incidents/0/matches").asString()).isNotEmpty();
    assertThat(result.at("/notifications_a_day/before").asDouble()).isEqualTo(2);
  }

  @Test
  void anAccessPointThatWentDarkIsFoundFromItsDevices() {
    for (var n = 0; n < 4; n++) {
      var device = device("hall-" + n);
      tells(beats(device, 0, 20, 30_000), beats(device, 40, 20, 30_000));
    }

    var result = result(body("uplink_lost", ""));

    // After their last heartbeat they are gone for good.
    assertThat(result.at("/would_open/count").asInt()).isEqualTo(2);
    assertThat(result.at("/would_open/incidents/0/summary").asString())
        .contains("4 of the 4 devices");
    assertThat(result.at("/would_open/incidents/0").hasNonNull("to")).isTrue();
    assertThat(result.at("/would_open/incidents/1").hasNonNull("to")).isFalse();
    assertThat(
            result(body("uplink_lost", ",\"thresholds\":{\"devices\":5}"))
                .at("/would_open/count")
                .asInt())
        .isZero();
  }

  @Test
  void historyEndsNowHoweverFarOneAsks() {
    var now = Clock.systemUTC().instant();
    var device = device("present");
    var newest = (int) (Duration.between(day, now).toSeconds() / 30);
    tells(beats(device, newest - 19, 20, 30_000));
    var stretch = "{\"rule\":\"offline\",\"from\":\"%s\",\"to\":\"%s\",\"site\":\"" + site + "\"}";

    var result = result(stretch.formatted(day, now.plus(Duration.ofDays(1))));

    assertThat(result.get("records").asLong()).isEqualTo(20);
    assertThat(result.at("/would_open/count").asInt()).isZero();
    assertThat(Instant.parse(result.get("to").asString())).isBefore(now.plusSeconds(60));
    var future = now.plus(Duration.ofDays(1));
    var refused = admin.post(CALL, stretch.formatted(future, future.plusSeconds(60)));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("\"from\"");
  }

  @Test
  void aRuleInTheShadowIsTriedAndStaysThere() {
    var device = device("shadow");
    tells(beats(device, 0, 20, 3_000));
    mode("shadow");
    try {
      assertThat(result(body("memory_low", "")).at("/would_open/count").asInt()).isEqualTo(1);

      assertThat(admin.get("/api/v1/rules").body()).contains("\"mode\":\"shadow\"");
    } finally {
      jdbc.sql("delete from detection.rule").update();
      settings.load();
    }
  }

  @Test
  void nonsenseIsRefusedByItsField() {
    assertThat(field("{}")).isEqualTo("rule");
    assertThat(field(json("rule", "loud"))).isEqualTo("rule");
    assertThat(field(json("rule", "firmware_regression"))).isEqualTo("rule");
    assertThat(field("{\"rule\":\"offline\",\"to\":\"2026-01-01T00:00:00Z\"}")).isEqualTo("from");
    assertThat(field("{\"rule\":\"offline\",\"from\":\"2026-01-01T00:00:00Z\"}")).isEqualTo("to");
    assertThat(field("{\"rule\":\"offline\",\"from\":\"now\",\"to\":\"2026-01-01T00:00:00Z\"}"))
        .isEqualTo("from");
    assertThat(field(body("offline", ",\"thresholds\":{\"x\":1}"))).isEqualTo("thresholds.x");
    assertThat(field(body("offline", ",\"device\":\"nobody\""))).isEqualTo("device");
  }

  @Test
  void whoeverMayLookMayTry() {
    var made = admin.post("/api/v1/tokens", "{\"name\":\"%s\",\"scope\":\"read\"}".formatted(site));
    var reader = Caller.bearing(port, Caller.json(made).get("token").asString());

    assertThat(reader.post(CALL, body("offline", "")).statusCode()).isEqualTo(200);
    assertThat(Caller.bearing(port, "cw_none").post(CALL, body("offline", "")).statusCode())
        .isEqualTo(401);
  }

  @Test
  void hangingUpEndsItAndTheNextMayBegin() throws IOException {
    var device = device("long");
    tells(beats(device, 0, 2_000, 30_000));
    var whole =
        "{\"rule\":\"offline\",\"from\":\"%s\",\"to\":\"%s\"}"
            .formatted(day.minus(Duration.ofDays(390)), day.plus(Duration.ofDays(1)));

    try (var one = begin(whole);
        var two = begin(whole)) {
      assertThat(firstLine(one)).contains("200");
      assertThat(firstLine(two)).contains("200");
      Awaitility.await()
          .until(() -> admin.post(CALL, body("offline", "")).statusCode() == 429 || !running());
    }

    Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> !running());
    assertThat(admin.post(CALL, body("offline", "")).statusCode()).isEqualTo(200);
  }

  private static boolean running() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith("backtest-"));
  }

  private Socket begin(String body) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    var request =
        "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(CALL, CyanwatchTest.TOKEN, body.length(), body);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static String firstLine(Socket socket) throws IOException {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }

  private DeviceRef device(String name) {
    var id = site + "-" + name;
    fleet.register(new Fleet.Registration(id, null, site, List.of(), null));
    return fleet.find(id).orElseThrow();
  }

  /// Every 30 s from that heartbeat on.
  private List<Observation> beats(DeviceRef device, int first, int count, long block) {
    var beats = new ArrayList<Observation>();
    for (var n = first; n < first + count; n++) {
      var at = day.plusSeconds(30L * n);
      var received = at.plusMillis(20);
      var up = Duration.ofSeconds(60 + 30L * n);
      var stamp =
          new Stamp(
              device,
              "00000001-00c0ffee",
              n - first + (first > 0 ? 1_000 : 0),
              1,
              up,
              at,
              received,
              Duration.ZERO,
              received);
      beats.add(Bodies.of(new Beats().bssid("ap-" + site).memory(40_000, 20_000, block).at(stamp)));
    }
    return beats;
  }

  @SafeVarargs
  private void tells(List<Observation>... parts) {
    for (var part : parts) {
      transaction.executeWithoutResult(_ -> timeline.append(part));
    }
  }

  private void incident(DeviceRef device, Instant from, Instant to, boolean acknowledged) {
    jdbc.sql(
            """
            insert into incident.incident (id, version, kind, subject_type, subject, device, site,
              severity, state, summary, evidence, opened_at, resolved_at, notified_at,
              acknowledged_at)
            values (:id, 0, 'memory_low', 'device', :subject, :device, :site, 'warning', 'resolved',
              '', '{}', :from, :to, :from, :acknowledged)
            """)
        .param("id", UUID.randomUUID())
        .param("subject", device.id())
        .param("device", device.nr())
        .param("site", site)
        .param("from", Timestamp.from(from))
        .param("to", Timestamp.from(to))
        .param("acknowledged", acknowledged ? Timestamp.from(to) : null, java.sql.Types.TIMESTAMP)
        .update();
  }

  private void mode(String mode) {
    var body = "{\"rules\":[{\"kind\":\"memory_low\",\"mode\":\"%s\"}]}".formatted(mode);
    assertThat(admin.send("PUT", "/api/v1/rules", body, "application/json").statusCode())
        .isEqualTo(200);
  }

  private static String json(String key, String value) {
    return "{\"%s\":\"%s\",\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-02T00:00:00Z\"}"
        .formatted(key, value);
  }

  private String body(String rule, String more) {
    return "{\"rule\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",\"site\":\"%s\"%s}"
        .formatted(rule, day.minusSeconds(3600), day.plusSeconds(82_800), site, more);
  }

  private JsonNode result(String body) {
    var answer = admin.post(CALL, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/x-ndjson");
    var last = answer.body().lines().toList().getLast();
    return JsonMapper.shared().readTree(last).get("result");
  }

  private String field(String body) {
    var answer = admin.post(CALL, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    return Caller.json(answer).get("field").asString();
  }
}
