package io.cyanwatch.access;

import static io.cyanwatch.access.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@CyanwatchTest
class TokenTests {
  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;
  Caller admin;

  @BeforeEach
  void call() {
    admin = Caller.bearing(port, CyanwatchTest.TOKEN);
  }

  @Test
  void isShownOnceAndKeptAsAHash() {
    var made = make("shown-once");
    var text = made.get("token").asString();

    assertThat(text).matches("cw_[0-9A-Za-z]{33}");
    assertThat(admin.get("/api/v1/tokens?limit=500").body()).doesNotContain(text);
    var rows = jdbc.sql("select row(t.*)::text from access.token t").query(String.class).list();
    assertThat(rows).noneMatch(row -> row.contains(text));
  }

  @Test
  void actsUnderItsName() {
    var text = make("robot").get("token").asString();

    var made = json(Caller.bearing(port, text).post("/api/v1/tokens", body("by-robot")));

    assertThat(made.get("created_by").asString()).isEqualTo("token:robot");
  }

  @Test
  void revokingTwiceIsHarmlessAndRevokingNobodyIsNot() {
    var path = "/api/v1/tokens/" + make("revoked").get("id").asString();

    assertThat(admin.delete(path).statusCode()).isEqualTo(204);
    assertThat(admin.delete(path).statusCode()).isEqualTo(204);
    assertThat(admin.delete("/api/v1/tokens/00000000-0000-7000-8000-000000000000").statusCode())
        .isEqualTo(404);
  }

  @Test
  void mustEndInTheFutureIfAtAll() {
    var past =
        admin.post(
            "/api/v1/tokens",
            "{\"name\":\"old\",\"scope\":\"read\",\"expires_at\":\"2020-01-01T00:00:00Z\"}");

    assertThat(past.statusCode()).isEqualTo(400);
    assertThat(json(past).get("field").asString()).isEqualTo("expires_at");
  }

  @Test
  void itsUseIsWrittenAtMostOnceAMinute() {
    var made = make("used");
    var user = Caller.bearing(port, made.get("token").asString());

    user.get("/api/v1/tokens");
    var first = lastUse(made);
    user.get("/api/v1/tokens");

    assertThat(first).isNotEmpty();
    assertThat(lastUse(made)).isEqualTo(first);

    jdbc.sql("update access.token set last_used_at = last_used_at - interval '1 minute'").update();
    user.get("/api/v1/tokens");

    assertThat(lastUse(made)).isGreaterThanOrEqualTo(first);
  }

  @Test
  void pagesShowEachOnceNewestFirst() {
    var made =
        IntStream.range(0, 5).mapToObj(i -> make("paged-" + i).get("id").asString()).toList();

    var first = json(admin.get("/api/v1/tokens?limit=2"));
    var second = json(admin.get("/api/v1/tokens?limit=2&after=" + first.get("next").asString()));

    assertThat(first.get("items").findValuesAsString("id"))
        .containsExactly(made.get(4), made.get(3));
    assertThat(second.get("items").findValuesAsString("id"))
        .containsExactly(made.get(2), made.get(1));
  }

  @Test
  void theLastPageHasANextOfNull() {
    assertThat(admin.get("/api/v1/tokens?limit=500").body()).endsWith("\"next\":null}");
  }

  @Test
  void aWrongLetterIsNoticedByTheChecksum() {
    var text = TokenText.mint();
    var last = text.charAt(35);
    var mistyped = text.substring(0, 35) + (last == 'x' ? 'y' : 'x');

    assertThat(TokenText.wellFormed(text)).isTrue();
    assertThat(TokenText.wellFormed(mistyped)).isFalse();
    assertThat(TokenText.wellFormed(text + "x")).isFalse();
  }

  private JsonNode make(String name) {
    return json(admin.post("/api/v1/tokens", body(name)));
  }

  private static String body(String name) {
    return "{\"name\":\"%s\",\"scope\":\"admin\"}".formatted(name);
  }

  private String lastUse(JsonNode made) {
    return jdbc.sql("select last_used_at::text from access.token where id = ?::uuid")
        .param(made.get("id").asString())
        .query(String.class)
        .single();
  }
}
