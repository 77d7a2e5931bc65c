package io.cyanwatch.ingest;

import static io.cyanwatch.access.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.access.Caller;
import io.cyanwatch.ingest.Quarantine.Refused;
import io.cyanwatch.link.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@CyanwatchTest
class QuarantineApiTests {
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

  @LocalServerPort int port;
  @Autowired Quarantine quarantine;
  @Autowired JdbcClient jdbc;
  Caller admin;

  @BeforeEach
  void call() {
    admin = Caller.bearing(port, CyanwatchTest.TOKEN);
    jdbc.sql("delete from ingest.quarantine").update();
  }

  @Test
  void showsWhatWasRefusedAndWhyTheNewestFirst() {
    keep("malformed", "", "{oops".getBytes(StandardCharsets.UTF_8));
    keep("bad_field", "wifi.rssi", new byte[] {(byte) 0xA1, (byte) 0xFF});

    var items = items("/api/v1/quarantine");

    assertThat(items).hasSize(2);
    assertThat(items.get(0).path("reason").asString()).isEqualTo("bad_field");
    assertThat(items.get(0).path("field").asString()).isEqualTo("wifi.rssi");
    assertThat(items.get(0).path("base64").asString()).isEqualTo("of8=");
    assertThat(items.get(0).has("text")).isFalse();
    assertThat(items.get(1).path("text").asString()).isEqualTo("{oops");
    assertThat(items.get(1).path("cut").asBoolean()).isFalse();
    assertThat(items.get(1).path("at").asString()).isEqualTo("2026-01-01T00:00:00Z");
  }

  @Test
  void aLongPayloadIsShownInPartAlsoThroughTheMiddleOfACharacter() {
    keep("malformed", "", ("x" + "ü".repeat(1000)).getBytes(StandardCharsets.UTF_8));

    var item = items("/api/v1/quarantine").getFirst();

    assertThat(item.path("size").asInt()).isEqualTo(2001);
    assertThat(item.path("cut").asBoolean()).isTrue();
    assertThat(item.path("text").asString()).isEqualTo("x" + "ü".repeat(511));
  }

  @Test
  void comesInPagesAndByReason() {
    for (var n = 0; n < 5; n++) {
      keep(n == 2 ? "version" : "malformed", "", ("{" + n).getBytes(StandardCharsets.UTF_8));
    }

    var first = json(admin.get("/api/v1/quarantine?limit=2"));
    var second =
        json(admin.get("/api/v1/quarantine?limit=2&after=" + first.path("next").asString()));

    assertThat(texts(first)).containsExactly("{4", "{3");
    assertThat(texts(second)).containsExactly("{2", "{1");
    assertThat(texts(json(admin.get("/api/v1/quarantine?reason=version")))).containsExactly("{2");
  }

  @Test
  void textThatTheDatabaseCannotHoldIsMended() {
    var odd = new Delivery("cw/1/a\0b\uD800/up/x", new byte[0], 1, T, () -> {});

    quarantine.keep(List.of(new Refused(odd, "topic", "", "No.")), T);

    assertThat(items("/api/v1/quarantine").getFirst().path("topic").asString())
        .isEqualTo("cw/1/a?b?/up/x");
  }

  @Test
  void strangersSeeNothing() {
    assertThat(Caller.anonymous(port).get("/api/v1/quarantine").statusCode()).isEqualTo(401);
  }

  private void keep(String reason, String field, byte[] payload) {
    var delivery = new Delivery("cw/1/d/up/health", payload, 1, T, () -> {});
    quarantine.keep(List.of(new Refused(delivery, reason, field, "Because.")), T);
  }

  private List<JsonNode> items(String path) {
    var items = new ArrayList<JsonNode>();
    json(admin.get(path)).path("items").forEach(items::add);
    return items;
  }

  private static List<String> texts(JsonNode page) {
    var texts = new ArrayList<String>();
    page.path("items").forEach(item -> texts.add(item.path("text").asString()));
    return texts;
  }
}
