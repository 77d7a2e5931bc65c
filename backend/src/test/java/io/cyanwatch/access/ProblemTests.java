package io.cyanwatch.access;

import static io.cyanwatch.access.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What a refused call of the API is told.
@CyanwatchTest
class ProblemTests {
  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;
  Caller admin;

  @BeforeEach
  void call() {
    admin = Caller.bearing(port, CyanwatchTest.TOKEN);
  }

  @Test
  void aBodyThatIsNoJsonIsUnreadable() {
    assertProblem(admin.post("/api/v1/tokens", "{"), 400, "unreadable-body");
    assertProblem(admin.post("/api/v1/tokens", ""), 400, "unreadable-body");
    assertProblem(admin.post("/api/v1/devices", "{"), 400, "unreadable-body");
    assertProblem(admin.post("/api/v1/devices", "[]"), 400, "unreadable-body");
  }

  @Test
  void aFieldOfTheWrongTypeIsNamed() {
    var answer = admin.post("/api/v1/devices", "{\"id\":\"x\",\"probe\":{\"port\":\"many\"}}");

    assertBadField(answer, "probe.port");
  }

  @Test
  void anElementOfTheWrongTypeIsNamed() {
    assertBadField(admin.post("/api/v1/devices", "{\"id\":\"x\",\"tags\":[{}]}"), "tags[]");
  }

  @Test
  void anUnknownChoiceIsAnsweredWithTheChoices() {
    var answer = admin.post("/api/v1/tokens", "{\"name\":\"x\",\"scope\":\"god\"}");

    assertBadField(answer, "scope");
    assertThat(json(answer).get("detail").asString()).contains("read, operate, admin");
  }

  @Test
  void anInvalidFieldIsNamed() {
    assertBadField(admin.post("/api/v1/tokens", "{\"name\":\"a\\nb\",\"scope\":\"read\"}"), "name");
    assertBadField(
        admin.post("/api/v1/tokens", "{\"name\":\"a\",\"scope\":\"read\",\"expires_at\":1.5}"),
        "expires_at");
  }

  @Test
  void severalInvalidFieldsAreAllNamed() {
    var answer = admin.post("/api/v1/tokens", "{}");

    assertProblem(answer, 400, "bad-field");
    assertThat(json(answer).get("errors").findValuesAsString("field"))
        .containsExactlyInAnyOrder("name", "scope");
  }

  @Test
  void anOddQueryParameterIsNamed() {
    assertBadField(admin.get("/api/v1/audit?limit=many"), "limit");
    assertBadField(admin.get("/api/v1/audit?limit=0"), "limit");
    assertBadField(admin.get("/api/v1/audit?limit=501"), "limit");
    assertBadField(admin.get("/api/v1/audit?after=%25"), "after");
    assertBadField(admin.get("/api/v1/audit?after=" + Paging.cursor("x")), "after");
    assertThat(admin.get("/api/v1/audit?limit=500").statusCode()).isEqualTo(200);
    assertThat(admin.get("/api/v1/audit?limit=1").statusCode()).isEqualTo(200);
  }

  @Test
  void anOddPathVariableIsNamed() {
    assertBadField(admin.delete("/api/v1/tokens/not-a-uuid"), "id");
  }

  @Test
  void anUnknownPathIsNotFound() {
    assertProblem(admin.get("/api/v1/unheard-of"), 404, "not-found");
    assertProblem(admin.get("/api/"), 404, "not-found");
  }

  @Test
  void anotherMethodIsNotAllowedAndTheRightOnesAreNamed() {
    var answer = admin.send("PUT", "/api/v1/tokens", "{}", "application/json");

    assertProblem(answer, 405, "method-not-allowed");
    assertThat(answer.headers().firstValue("Allow").orElseThrow()).contains("GET", "POST");
  }

  @Test
  void anotherMediaTypeIsNotSupported() {
    assertProblem(
        admin.send("POST", "/api/v1/tokens", "a=b", "application/x-www-form-urlencoded"),
        415,
        "unsupported-media-type");
  }

  @Test
  void anAnswerThatNobodyCanGiveIsNotAcceptable() {
    assertProblem(
        admin.send("GET", "/api/v1/tokens", "", "text/plain", "Accept", "image/png"),
        406,
        "not-acceptable");
  }

  @Test
  void ourOwnFailureTellsANumberOnly() {
    jdbc.sql("alter table access.token rename to away").update();
    try {
      var answer = admin.get("/api/v1/tokens");

      assertProblem(answer, 500, "internal");
      assertThat(json(answer).get("detail").asString())
          .contains(json(answer).get("id").asString())
          .doesNotContainIgnoringCase("sql");
      assertProblem(Caller.bearing(port, TokenText.mint()).get("/api/v1/tokens"), 500, "internal");
    } finally {
      jdbc.sql("alter table access.away rename to token").update();
    }
  }

  @Test
  void aPageKeepsItsErrorPage() {
    var browser = Caller.anonymous(port);
    browser.login("admin", CyanwatchTest.PASSWORD);

    var answer = browser.send("GET", "/unheard-of", "", "text/plain", "Accept", "text/html");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
  }

  private static void assertBadField(HttpResponse<String> answer, String field) {
    assertProblem(answer, 400, "bad-field");
    assertThat(json(answer).get("field").asString()).isEqualTo(field);
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String type) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(json(answer).get("type").asString()).isEqualTo("/problems/" + type);
    assertThat(json(answer).get("status").asInt()).isEqualTo(status);
    assertThat(json(answer).get("title").asString()).isNotBlank();
  }
}
