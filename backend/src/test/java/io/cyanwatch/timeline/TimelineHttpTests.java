package io.cyanwatch.timeline;

import static io.cyanwatch.access.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.access.Caller;
import io.cyanwatch.fleet.Fleet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webmvc.autoconfigure.WebMvcProperties;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Two weeks of one device over HTTP, most of them compacted.
@CyanwatchTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimelineHttpTests {
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final int COUNT = (int) Duration.ofDays(14).dividedBy(EVERY);
  private static final long MEGABYTE = 1 << 20;

  @LocalServerPort int port;
  @Autowired Fleet fleet;
  @Autowired Timeline timeline;
  @Autowired Compaction compaction;
  @Autowired TransactionTemplate transaction;
  @Autowired HikariDataSource pool;
  @Autowired WebMvcProperties mvc;

  private final String id = "two-weeks-" + UUID.randomUUID().toString().substring(0, 8);
  private final Map<String, Extremes> known = new HashMap<>();
  private final Instant end = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
  private final Instant start = end.minus(EVERY.multipliedBy(COUNT));

  @BeforeAll
  void live() {
    assertThat(caller().post("/api/v1/devices", "{\"id\":\"" + id + "\"}").statusCode())
        .isEqualTo(201);
    var heartbeats = new Heartbeats(fleet.find(id).orElseThrow(), true);
    var batch = new ArrayList<Observation>();
    for (var n = 0; n < COUNT; n++) {
      batch.add(heartbeats.beat(start, n, start.plus(EVERY.multipliedBy(n))));
      if (batch.size() == 2_000 || n == COUNT - 1) {
        var records = List.copyOf(batch);
        transaction.executeWithoutResult(_ -> timeline.append(records));
        batch.clear();
      }
    }
    compaction.restart();
    while (!compaction.run(end, Duration.ofMinutes(1))) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aStreamIsNotCutOffHoweverLongItTakes() {
    assertThat(mvc.getAsync().getRequestTimeout()).isNegative();
  }

  @Test
  void aReaderThatStallsHoldsNoConnectionAndFillsNoMemory() throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var before = heap();
      var answer = http.send(request(all("records")), BodyHandlers.ofInputStream());
      assertThat(answer.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("application/x-ndjson"));
      var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
      for (var seq = 0; seq < 1_000; seq++) {
        assertThat(seq(lines)).isEqualTo(seq);
      }

      await().until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
      assertThat(heap() - before).isLessThan(12 * MEGABYTE);

      for (var seq = 1_000; seq < COUNT; seq++) {
        assertThat(seq(lines)).isEqualTo(seq);
      }
      assertThat(lines.readLine()).isNull();
    }
  }

  @Test
  void aReaderThatLeavesLeavesNothingBehind() throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      for (var reader = 0; reader < 20; reader++) {
        var answer = http.send(request(all("records")), BodyHandlers.ofInputStream());
        assertThat(answer.body().read()).isEqualTo('{');
        answer.body().close();
      }
    }

    await().until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
    assertThat(records(start, start.plus(EVERY))).hasSize(1);
  }

  @Test
  void aStretchOfRecordsHoldsItsBeginningAndNotItsEnd() {
    var one = records(start, start.plus(EVERY.multipliedBy(3))).get(1);
    var at = Instant.parse(one.path("at_estimated").asString());

    assertThat(seqs(records(at, at.plusMillis(1)))).containsExactly(1);
    assertThat(seqs(records(at.minusSeconds(1), at))).isEmpty();
    assertThat(records(start.minus(Duration.ofDays(1)), start)).isEmpty();
  }

  @Test
  void aRecordIsWhatWasSentAndWhatWeKnowOfIt() {
    var record = records(start, start.plus(EVERY)).getFirst();

    assertThat(record.path("kind").asString()).isEqualTo("health");
    assertThat(record.path("boot").asString()).isEqualTo("0000002a-9f3c11d2");
    assertThat(record.path("seq").asLong()).isZero();
    assertThat(record.path("conn").asLong()).isEqualTo(3);
    assertThat(record.path("up").isIntegralNumber()).isTrue();
    assertThat(record.at("/wifi/ssid").asString()).isEqualTo("rdint02");
    assertThat(record.at("/listener/starts").asInt()).isEqualTo(4);
    assertThat(record.at("/queue/held").asInt()).isZero();
    assertThat(Instant.parse(record.path("received_at").asString())).isAfter(start);
    assertThat(record.path("at_error_ms").isIntegralNumber()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 59, 600, 5000})
  void aCurveHasAtMostSoManyPointsAndForgetsNoExtreme(int points) {
    for (var stretch :
        List.of(
            new Stretch(start, end),
            new Stretch(end.minus(Duration.ofHours(3)), end),
            new Stretch(start.plusSeconds(1234), start.plus(Duration.ofDays(2)).plusSeconds(4321)),
            new Stretch(start.plusSeconds(99), start.plusSeconds(4_000)))) {
      for (var gauge : List.of("rssi", "heap_free", "cloud_rtt")) {
        var drawn = drawn(stretch, points).at("/gauges/" + gauge);
        var said = said(stretch, gauge);

        assertThat(drawn.size()).isBetween(1, points);
        assertThat(column(drawn, 1).min()).isEqualTo(said.min());
        assertThat(column(drawn, 3).max()).isEqualTo(said.max());
        for (var point : drawn) {
          assertThat(point.get(2).asDouble())
              .isBetween(point.get(1).asDouble(), point.get(3).asDouble());
        }
        assertThat(times(drawn)).isSorted().doesNotHaveDuplicates();
        assertThat(times(drawn).getFirst()).isAfterOrEqualTo(stretch.from());
        assertThat(times(drawn).getLast()).isBefore(stretch.to());
      }
    }
  }

  @Test
  void whoeverWasNeverSilentIsOnlineThroughout() {
    var random = new Random(7);
    for (var n = 0; n < 20; n++) {
      var from = start.plusSeconds(1 + random.nextInt(7 * 86_400));
      var to = from.plusSeconds(600 + random.nextInt(6 * 86_400));
      var power = drawn(new Stretch(from, to), 1 + random.nextInt(800)).at("/lanes/power");

      assertThat(power).as("%s to %s", from, to).hasSize(1);
      assertThat(power.at("/0/value").asString()).isEqualTo("online");
      assertThat(Instant.parse(power.at("/0/from").asString())).isEqualTo(from);
      assertThat(Instant.parse(power.at("/0/to").asString())).isEqualTo(to);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "timeline?points=0, points",
    "timeline?points=-1, points",
    "timeline?points=5001, points",
    "timeline?points=99999999999, points",
    "timeline?points=many, points",
    "timeline?from=never, from",
    "timeline?to=2026-02-30T00:00:00Z, to",
    "timeline?from=1969-12-31T23:59:59Z, from",
    "records?from=yesterday, from",
    "records?to=2300-01-01T00:00:00Z, to",
    "records?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z, from",
    "records?from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z, from",
    "records?from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z, from"
  })
  void nonsenseIsRefusedByTheNameOfItsField(String what, String field) {
    var answer = caller().get("/api/v1/devices/" + id + "/" + what);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(json(answer).path("field").asString()).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"records", "timeline"})
  void ofAnUnknownDeviceThereIsNothing(String what) {
    assertThat(caller().get("/api/v1/devices/nobody-at-all/" + what).statusCode()).isEqualTo(404);
  }

  private Extremes said(Stretch stretch, String gauge) {
    return known.computeIfAbsent(stretch + gauge, _ -> read(stretch, gauge));
  }

  private Extremes read(Stretch stretch, String gauge) {
    var path =
        switch (gauge) {
          case "rssi" -> "/wifi/rssi";
          case "heap_free" -> "/mem/free";
          default -> "/cloud/rtt";
        };
    return Extremes.of(
        records(stretch.from(), stretch.to()).stream()
            .mapToDouble(record -> record.at(path).asDouble()));
  }

  private static Extremes column(JsonNode points, int column) {
    return Extremes.of(
        StreamSupport.stream(points.spliterator(), false)
            .mapToDouble(point -> point.get(column).asDouble()));
  }

  private static List<Instant> times(JsonNode points) {
    return StreamSupport.stream(points.spliterator(), false)
        .map(point -> Instant.parse(point.get(0).asString()))
        .toList();
  }

  private JsonNode drawn(Stretch stretch, int points) {
    var answer =
        caller()
            .get(
                "/api/v1/devices/%s/timeline?from=%s&to=%s&points=%d"
                    .formatted(id, stretch.from(), stretch.to(), points));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private List<JsonNode> records(Instant from, Instant to) {
    var answer = caller().get("/api/v1/devices/%s/records?from=%s&to=%s".formatted(id, from, to));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body().lines().map(line -> JsonMapper.shared().readTree(line)).toList();
  }

  private static List<Integer> seqs(List<JsonNode> records) {
    return records.stream().map(record -> record.path("seq").asInt()).toList();
  }

  private static int seq(BufferedReader lines) throws IOException {
    return JsonMapper.shared().readTree(lines.readLine()).path("seq").asInt();
  }

  private String all(String what) {
    return "/api/v1/devices/%s/%s?from=%s&to=%s".formatted(id, what, start, end);
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Authorization", "Bearer " + CyanwatchTest.TOKEN)
        .build();
  }

  private Caller caller() {
    return Caller.bearing(port, CyanwatchTest.TOKEN);
  }

  private static long heap() {
    var memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
