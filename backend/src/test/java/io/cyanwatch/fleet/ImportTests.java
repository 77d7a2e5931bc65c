package io.cyanwatch.fleet;

import static io.cyanwatch.access.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.access.Caller;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@CyanwatchTest
class ImportTests {
  @LocalServerPort int port;
  @Autowired Fleet fleet;
  Caller admin;

  @BeforeEach
  void call() {
    admin = Caller.bearing(port, CyanwatchTest.TOKEN);
  }

  @Test
  void aBadRowCostsOnlyItself() {
    var report =
        json(
            csv(
                """
                site,id,name,tags,probe_kind,probe_host,probe_port
                north,imp-1,"Gate, ""east\""\",a;b,tcp,10.0.0.1,80
                north,not/valid,,,,,
                north,imp-2,"open,,,,,
                north,imp-3
                north,imp-4,,,tcp,,80
                north,imp-5,,,tcp,h,eighty
                north,imp-1,,,,,
                ,imp-6,,,,,
                """));

    assertThat(report.get("registered").asInt()).isEqualTo(2);
    assertThat(report.get("refused").asInt()).isEqualTo(6);
    var rows = report.get("rows");
    assertThat(rows.findValuesAsString("outcome").getFirst()).isEqualTo("registered");
    assertThat(
            rows.valueStream()
                .filter(row -> row.get("outcome").asString().equals("refused"))
                .map(
                    row ->
                        row.get("row")
                            + " "
                            + (row.has("field")
                                ? row.get("field").asString()
                                : row.get("type").asString())))
        .containsExactly(
            "2 id", "3 row", "4 row", "5 probe.host", "6 probe_port", "7 device-exists");
    var password = rows.get(0).get("mqtt").get("password").asString();
    assertThat(fleet.admits("imp-1", password)).isTrue();
    assertThat(fleet.find("imp-1").orElseThrow().site()).isEqualTo("north");
    assertThat(fleet.find("imp-6").orElseThrow().site()).isEmpty();
  }

  @Test
  void ndjsonWorksTheSame() {
    var report =
        json(
            send(
                """
                {"id":"imp-7","site":"s","tags":["a"],"probe":{"kind":"http","host":"h","port":1}}
                {"id":"imp-8"
                ["imp-9"]
                {"name":"nobody"}
                {"id":"imp-10"}
                """,
                "application/x-ndjson"));

    assertThat(report.get("rows").findValuesAsString("outcome"))
        .containsExactly("registered", "refused", "refused", "refused", "registered");
    assertThat(fleet.find("imp-7").orElseThrow().site()).isEqualTo("s");
  }

  @Test
  void aHeaderThatIsUnknownOrLacksTheIdRefusesAll() {
    assertThat(json(csv("id,colour\nx,red\n")).get("field").asString()).isEqualTo("header");
    assertThat(json(csv("name,site\nx,y\n")).get("field").asString()).isEqualTo("header");
    assertThat(json(csv("")).get("field").asString()).isEqualTo("header");
  }

  @Test
  void thousandsAtOnce() {
    var ids =
        IntStream.range(0, 3_000).mapToObj(i -> "imp-many-" + i).collect(Collectors.joining("\n"));

    var report = json(csv("id\r\n" + ids));

    assertThat(report.get("registered").asInt()).isEqualTo(3_000);
  }

  @Test
  void tooManyRowsOrBytesAreRefused() {
    var rows = IntStream.range(0, 10_001).mapToObj(i -> "r" + i).collect(Collectors.joining("\n"));

    for (var answer : new String[] {"id\n" + rows, "id\n" + "x".repeat(4 << 20)}) {
      var refused = csv(answer);

      assertThat(refused.statusCode()).isEqualTo(413);
      assertThat(json(refused).get("type").asString()).isEqualTo("/problems/too-large");
    }
    assertThat(fleet.find("r0")).isEmpty();
  }

  @Test
  void aReplayReportsTheSameWithoutPasswords() {
    var once = admin.with("Idempotency-Key", "imp-once");

    var first = once.send("POST", "/api/v1/devices:import", "id\nimp-11\n", "text/csv");
    var second = once.send("POST", "/api/v1/devices:import", "id\nimp-11\n", "text/csv");

    assertThat(json(second).get("registered").asInt()).isEqualTo(1);
    assertThat(first.body()).contains("\"password\"");
    assertThat(second.body()).doesNotContain("\"password\"");
  }

  @Test
  void anotherMediaTypeIsRefused() {
    assertThat(send("id\nx\n", "text/plain").statusCode()).isEqualTo(415);
  }

  private HttpResponse<String> csv(String body) {
    return send(body, "text/csv");
  }

  private HttpResponse<String> send(String body, String type) {
    return admin.send("POST", "/api/v1/devices:import", body, type);
  }
}
