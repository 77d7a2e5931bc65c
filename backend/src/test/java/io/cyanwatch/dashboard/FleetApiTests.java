package io.cyanwatch.dashboard;

import static io.cyanwatch.access.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.access.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@DashboardTest
class FleetApiTests {
  @LocalServerPort int port;

  @Test
  void aDeviceTellsItsRegistryItsStateAndItsNewestHeartbeat() {
    var device = get("/api/v1/devices/hall-3");

    assertThat(device.at("/state").asString()).isEqualTo("online");
    assertThat(device.at("/phase").asString()).isEqualTo("cloud_connected");
    assertThat(device.at("/listener/verdict").asString()).isEqualTo("listening");
    assertThat(device.at("/listener/generation").asInt()).isEqualTo(5);
    assertThat(device.at("/wifi/bssid").asString()).isEqualTo("02:1a:11:00:01:01");
    assertThat(device.at("/wifi/rssi").asInt()).isNegative();
    assertThat(device.at("/boot/reset").asString()).isEqualTo("power_on");
    assertThat(device.at("/boot/firmware").asString()).isEqualTo("1.4.2");
    assertThat(device.at("/boot/interval").asInt()).isEqualTo(30);
    assertThat(device.at("/probe/host").asString()).isEqualTo("10.0.0.13");
    assertThat(device.at("/tags/0").asString()).isEqualTo("door");
    assertThat(Instant.parse(device.at("/seen_at").asString())).isBefore(Instant.now());
    assertThat(device.at("/open_incidents")).isEmpty();
    assertThat(device.at("/health/wifi/ssid").asString()).isEqualTo("rdint02");
  }

  @Test
  void anOpenIncidentStandsWithItsDevice() {
    var device = get("/api/v1/devices/lab-3");

    assertThat(device.at("/light").asString()).isEqualTo("loop");
    assertThat(device.at("/open_incidents/0/kind").asString()).isEqualTo("reboot_loop");
    assertThat(device.at("/open_incidents/0/opened_at").isString()).isTrue();
    assertThat(device.at("/boot/reset").asString()).isEqualTo("panic");
  }

  @Test
  void anUnknownDeviceIsNotFound() {
    var answer = caller().get("/api/v1/devices/nobody");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 12",
    "state=online, 8",
    "state=offline, 4",
    "state=unknown, 0",
    "site=lab, 4",
    "site=lab&state=offline, 0",
    "tag=door, 3",
    "firmware=1.4.2, 8",
    "bssid=02:1a:11:00:01:02, 4",
    "q=HALL, 8",
    "q=north, 1",
    "q=%25, 0"
  })
  void aListIsNarrowed(String query, int found) {
    assertThat(get("/api/v1/devices?" + query).at("/items")).hasSize(found);
  }

  @Test
  void pagesFollowEachOtherWithoutGapsOrRepeats() {
    var seen = new ArrayList<String>();
    var after = "";
    do {
      var page = get("/api/v1/devices?limit=5&after=" + after);
      seen.addAll(ids(page));
      after = page.at("/next").isString() ? page.at("/next").asString() : "";
    } while (!after.isEmpty());

    assertThat(seen).hasSize(12).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aPageThatIsExactlyFullIsTheLast() {
    assertThat(get("/api/v1/devices?limit=12").at("/next").isString()).isFalse();
    assertThat(get("/api/v1/devices?limit=11").at("/next").asString()).isEqualTo("lab-3");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/devices?state=asleep, state",
    "/api/v1/devices?limit=0, limit",
    "/api/v1/devices?limit=501, limit",
    "/api/v1/devices?limit=many, limit",
    "/api/v1/devices/hall-3/timeline?points=0, points",
    "/api/v1/devices/hall-3/timeline?points=5001, points",
    "/api/v1/devices/hall-3/timeline?from=yesterday, from",
    "/api/v1/devices/hall-3/timeline?to=2026-13-01T00:00:00Z, to",
    "/api/v1/devices/hall-3/timeline?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z, from",
    "/api/v1/devices/hall-3/timeline?from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z, from",
    "/api/v1/devices/hall-3/timeline?from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z, from"
  })
  void nonsenseIsRefusedByTheNameOfItsField(String path, String field) {
    var answer = caller().get(path);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).at("/field").asString()).isEqualTo(field);
  }

  @Test
  void theSummaryCountsEverybodyOnce() {
    var summary = get("/api/v1/fleet/summary");

    assertThat(summary.at("/devices").asInt()).isEqualTo(12);
    assertThat(summary.at("/states/online").asInt()).isEqualTo(8);
    assertThat(summary.at("/states/offline").asInt()).isEqualTo(4);
    assertThat(summary.at("/states/unknown").asInt()).isZero();
    assertThat(summary.at("/listeners/dead").asInt()).isEqualTo(1);
    assertThat(summary.at("/listeners/suspect").asInt()).isEqualTo(1);
    assertThat(summary.at("/lights/breathing").asInt()).isEqualTo(5);
    assertThat(summary.at("/open_incidents/offline").asInt()).isEqualTo(4);
    assertThat(summary.at("/open_incidents/uplink_lost").asInt()).isEqualTo(1);
    assertThat(summary.at("/sites/0/access_points/1/access_point").asString())
        .isEqualTo("02:1a:11:00:01:02");
    assertThat(summary.at("/sites/0/access_points/1/online").asInt()).isZero();
  }

  @Test
  void aTimelineHoldsLanesCurvesAndWhatHappened() {
    var timeline = get("/api/v1/devices/hall-3/timeline?points=60");

    var width =
        Duration.between(
            Instant.parse(timeline.at("/from").asString()),
            Instant.parse(timeline.at("/to").asString()));
    assertThat(width).isEqualTo(Duration.ofHours(1));
    assertThat(values(timeline.at("/lanes/listener"))).startsWith("listening", "down", "starting");
    assertThat(values(timeline.at("/lanes/power")).getFirst()).isEqualTo("online");
    assertThat(timeline.at("/gauges/rssi").size()).isBetween(40, 60);
    assertThat(timeline.at("/gauges/rssi/0")).hasSize(4);
    assertThat(timeline.at("/incidents/0/kind").asString()).isEqualTo("dead_listener");
    assertThat(timeline.at("/commands")).hasSize(3);
    assertThat(timeline.at("/unwatched/0/reason").asString()).isNotBlank();
    assertThat(timeline.at("/events").toString()).contains("wifi_down", "listener_failed");
  }

  @Test
  void anOutageIsOnTheTimelineOfWhoeverSuffersIt() {
    var incidents = get("/api/v1/devices/hall-5/timeline").at("/incidents");

    assertThat(incidents).hasSize(2);
    var outage = incidents.at("/0/kind").asString().equals("uplink_lost") ? 0 : 1;
    assertThat(incidents.get(outage).at("/kind").asString()).isEqualTo("uplink_lost");
    assertThat(incidents.get(outage).has("explained_by")).isFalse();
    assertThat(incidents.get(1 - outage).at("/explained_by").asString())
        .isEqualTo(incidents.get(outage).at("/id").asString());
  }

  @Test
  void theFutureIsNotDrawn() {
    var end = Instant.now().plus(Duration.ofHours(2));
    var timeline = get("/api/v1/devices/hall-1/timeline?to=" + end);

    assertThat(timeline.at("/lanes/power")).isEmpty();
    assertThat(
            get("/api/v1/devices/hall-1/timeline?from=" + end.minusSeconds(10_000) + "&to=" + end)
                .at("/lanes/power"))
        .isNotEmpty()
        .allSatisfy(span -> assertThat(Instant.parse(span.at("/to").asString())).isBefore(end));
  }

  private static List<String> values(JsonNode spans) {
    return StreamSupport.stream(spans.spliterator(), false)
        .map(span -> span.at("/value").asString())
        .toList();
  }

  private static List<String> ids(JsonNode page) {
    return StreamSupport.stream(page.at("/items").spliterator(), false)
        .map(item -> item.at("/id").asString())
        .toList();
  }

  private JsonNode get(String path) {
    var answer = caller().get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private Caller caller() {
    return Caller.bearing(port, CyanwatchTest.TOKEN);
  }
}
