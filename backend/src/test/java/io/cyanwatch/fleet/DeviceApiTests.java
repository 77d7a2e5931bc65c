package io.cyanwatch.fleet;

import static io.cyanwatch.access.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.access.Caller;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@CyanwatchTest
class DeviceApiTests {
  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;
  @Autowired Fleet fleet;
  Caller admin;

  @BeforeEach
  void call() {
    admin = Caller.bearing(port, CyanwatchTest.TOKEN);
  }

  @Test
  void aRegistrationAnswersWithThePasswordThisOnce() {
    var answer =
        admin.post(
            "/api/v1/devices",
            """
            {"id":"api-1","name":"Gate","site":"north","tags":["door","b1"],
             "probe":{"kind":"tcp","host":"10.0.0.23","port":80}}
            """);

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/devices/api-1");
    var device = json(answer);
    assertThat(device.get("id").asString()).isEqualTo("api-1");
    assertThat(device.get("tags").size()).isEqualTo(2);
    assertThat(device.get("probe").get("path").asString()).isEqualTo("/");
    assertThat(device.has("nr")).isFalse();
    assertThat(device.get("mqtt").get("username").asString()).isEqualTo("api-1");
    var password = device.get("mqtt").get("password").asString();
    assertThat(password).matches("[0-9A-Za-z]{27}");
    assertThat(fleet.admits("api-1", password)).isTrue();
    assertThat(jdbc.sql("select row(a.*)::text from access.audit a").query(String.class).list())
        .noneMatch(row -> row.contains(password))
        .anyMatch(row -> row.contains("device.register") && row.contains("api-1"));
  }

  @Test
  void anIdAloneWillDo() {
    var device = json(register("api-2"));

    assertThat(device.get("site").asString()).isEmpty();
    assertThat(device.has("probe")).isFalse();
    assertThat(fleet.probeTarget(ref("api-2").nr())).isEmpty();
  }

  @Test
  void aTakenIdIsAConflict() {
    register("api-3");

    var again = register("api-3");

    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(json(again).get("type").asString()).isEqualTo("/problems/device-exists");
  }

  @Test
  void aReplayDoesNotRepeatThePassword() {
    var once = admin.with("Idempotency-Key", "api-4");

    var first = once.post("/api/v1/devices", "{\"id\":\"api-4\"}");
    var second = once.post("/api/v1/devices", "{\"id\":\"api-4\"}");

    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(json(first).get("mqtt").has("password")).isTrue();
    assertThat(json(second).get("mqtt").has("password")).isFalse();
    assertThat(json(second).get("created_at")).isEqualTo(json(first).get("created_at"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "a.b", "ä", "a b", "+", "#"})
  void anIdThatBrokersWouldReadIsRefused(String id) {
    assertBadField(register(id), "id");
  }

  @Test
  void anIdHasUpTo64Characters() {
    assertThat(register("x".repeat(64)).statusCode()).isEqualTo(201);
    assertBadField(register("x".repeat(65)), "id");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'kind':'udp','host':'h','port':1}|probe.kind",
        "{'host':'h','port':1}|probe.kind",
        "{'kind':'tcp','port':1}|probe.host",
        "{'kind':'tcp','host':'h'}|probe.port",
        "{'kind':'tcp','host':'h','port':0}|probe.port",
        "{'kind':'tcp','host':'h','port':65536}|probe.port",
        "{'kind':'tcp','host':'user@h','port':1}|probe.host",
        "{'kind':'tcp','host':'h:80','port':1}|probe.host",
        "{'kind':'tcp','host':'h/x','port':1}|probe.host",
        "{'kind':'tcp','host':'h\\r\\nX: y','port':1}|probe.host",
        "{'kind':'tcp','host':':::','port':1}|probe.host",
        "{'kind':'tcp','host':'-h','port':1}|probe.host",
        "{'kind':'http','host':'h','port':1,'path':'x'}|probe.path",
        "{'kind':'http','host':'h','port':1,'path':'/a b'}|probe.path",
        "{'kind':'http','host':'h','port':1,'path':'/\\r\\nX'}|probe.path"
      })
  void aProbeThatIsNotPlainIsRefused(String probe, String field) {
    var body = "{'id':'api-refused','probe':%s}".formatted(probe).replace('\'', '"');

    assertBadField(admin.post("/api/v1/devices", body), field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.23", "::1", "fd00::23", "gate.example.org", "gate-1"})
  void aProbeTakesAddressesAndNames(String host) {
    var target = new Fleet.ProbeTarget("http", host, 65_535, "/status?x=1");

    RegistrationRules.checkProbe(target);

    assertThat(target.host()).isEqualTo(host);
  }

  @Test
  void aChangeTouchesOnlyWhatIsGiven() {
    admin.post(
        "/api/v1/devices",
        """
        {"id":"api-5","name":"Gate","site":"north","tags":["a"],
         "probe":{"kind":"http","host":"h","port":1,"path":"/p"}}
        """);
    fleet.find("api-5");

    var moved = json(admin.patch("/api/v1/devices/api-5", "{\"site\":\"south\"}"));

    assertThat(moved.get("site").asString()).isEqualTo("south");
    assertThat(moved.get("name").asString()).isEqualTo("Gate");
    assertThat(moved.get("version").asInt()).isEqualTo(1);
    assertThat(fleet.find("api-5").orElseThrow().site()).isEqualTo("south");
    assertThat(fleet.probeTarget(ref("api-5").nr()))
        .contains(new Fleet.ProbeTarget("http", "h", 1, "/p"));

    var emptied =
        json(
            admin.patch(
                "/api/v1/devices/api-5",
                "{\"name\":null,\"site\":null,\"tags\":null,\"probe\":null}"));

    assertThat(emptied.has("name")).isFalse();
    assertThat(emptied.has("probe")).isFalse();
    assertThat(emptied.get("tags").isEmpty()).isTrue();
    assertThat(fleet.find("api-5").orElseThrow().site()).isEmpty();
  }

  @Test
  void aChangeDecidedOnAnOlderStateIsRefused() {
    register("api-6");
    var path = "/api/v1/devices/api-6";

    assertThat(admin.patch(path, "{\"name\":\"a\",\"version\":0}").statusCode()).isEqualTo(200);
    var stale = admin.patch(path, "{\"name\":\"b\",\"version\":0}");

    assertThat(stale.statusCode()).isEqualTo(409);
    assertThat(json(stale).get("type").asString()).isEqualTo("/problems/stale-version");
    assertThat(admin.patch(path, "{\"name\":\"b\",\"version\":1}").statusCode()).isEqualTo(200);
  }

  @Test
  void aChangeOfTheWrongFormNamesItsField() {
    register("api-7");
    var path = "/api/v1/devices/api-7";

    assertBadField(admin.patch(path, "{\"id\":\"other\"}"), "id");
    assertBadField(admin.patch(path, "{\"tags\":\"door\"}"), "tags");
    assertBadField(admin.patch(path, "{\"tags\":[null]}"), "tags");
    assertBadField(admin.patch(path, "{\"name\":\"a\\u0000\"}"), "name");
    assertBadField(admin.patch(path, "{\"version\":\"x\"}"), "version");
    assertBadField(admin.patch(path, "{\"probe\":{}}"), "probe.kind");
  }

  @Test
  void aRemovedDeviceIsGoneAndItsIdIsFree() {
    var password = json(register("api-8")).get("mqtt").get("password").asString();
    var first = ref("api-8");

    assertThat(admin.delete("/api/v1/devices/api-8").statusCode()).isEqualTo(204);

    assertThat(fleet.find("api-8")).isEmpty();
    assertThat(fleet.admits("api-8", password)).isFalse();
    assertThat(admin.delete("/api/v1/devices/api-8").statusCode()).isEqualTo(404);
    assertThat(register("api-8").statusCode()).isEqualTo(201);
    assertThat(ref("api-8").nr()).isNotEqualTo(first.nr());
  }

  @Test
  void nobodyIsNotFound() {
    for (var answer :
        List.of(
            admin.patch("/api/v1/devices/nobody", "{}"),
            admin.delete("/api/v1/devices/nobody"),
            admin.post("/api/v1/devices/nobody/credentials", ""))) {
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(json(answer).get("type").asString()).isEqualTo("/problems/not-found");
    }
  }

  @Test
  void aRotationAnswersWithAnotherPassword() {
    var old = json(register("api-9")).get("mqtt").get("password").asString();

    var answer = admin.post("/api/v1/devices/api-9/credentials", "");

    assertThat(answer.statusCode()).isEqualTo(200);
    var fresh = json(answer).get("mqtt").get("password").asString();
    assertThat(fresh).isNotEqualTo(old);
    assertThat(fleet.admits("api-9", fresh)).isTrue();
  }

  private HttpResponse<String> register(String id) {
    return admin.post("/api/v1/devices", "{\"id\":\"%s\"}".formatted(id));
  }

  private DeviceRef ref(String id) {
    return fleet.find(id).orElseThrow();
  }

  private static void assertBadField(HttpResponse<String> answer, String field) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(json(answer).get("field").asString()).isEqualTo(field);
  }
}
