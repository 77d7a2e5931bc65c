package io.cyanwatch.access;

import static io.cyanwatch.access.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cyanwatch.CyanwatchTest;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Each kind of path against each kind of caller. 401 and 403 are refusals; anything else got past
/// the chain.
@CyanwatchTest
class SecurityTests {
  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;

  static Stream<Arguments> paths() {
    return Stream.of(
        Arguments.of("GET", "/api/v1/nothing", Scope.READ),
        Arguments.of("GET", "/api/v1/knocking", Scope.READ),
        Arguments.of("GET", "/api/v1/webhooks", Scope.READ),
        Arguments.of("GET", "/v3/api-docs", Scope.READ),
        Arguments.of("GET", "/actuator/prometheus", Scope.READ),
        Arguments.of("POST", "/api/v1/devices", Scope.OPERATE),
        Arguments.of("PATCH", "/api/v1/devices/nobody", Scope.OPERATE),
        Arguments.of("POST", "/api/v1/devices/nobody/commands", Scope.OPERATE),
        Arguments.of("PUT", "/api/v1/nothing", Scope.OPERATE),
        Arguments.of("DELETE", "/api/v1/silences/nobody", Scope.OPERATE),
        Arguments.of("DELETE", "/api/v1/devices/nobody", Scope.ADMIN),
        Arguments.of("POST", "/api/v1/devices:import", Scope.ADMIN),
        Arguments.of("POST", "/api/v1/devices/nobody/credentials", Scope.ADMIN),
        Arguments.of("POST", "/api/v1/knocking/nobody/adopt", Scope.ADMIN),
        Arguments.of("POST", "/api/v1/webhooks", Scope.ADMIN),
        Arguments.of("DELETE", "/api/v1/webhooks/nobody", Scope.ADMIN),
        Arguments.of("PUT", "/api/v1/rules", Scope.ADMIN),
        Arguments.of("GET", "/api/v1/tokens", Scope.ADMIN),
        Arguments.of("POST", "/api/v1/tokens", Scope.ADMIN),
        Arguments.of("GET", "/api/v1/audit", Scope.ADMIN));
  }

  @ParameterizedTest
  @MethodSource("paths")
  void aScopeOpensItsPathsAndNoMore(String method, String path, Scope least) {
    for (var scope : Scope.values()) {
      var status = bearing(token(scope)).send(method, path, "{", "application/json").statusCode();

      if (scope.compareTo(least) < 0) {
        assertThat(status).as("%s with %s", path, scope).isEqualTo(403);
      } else {
        assertThat(status).as("%s with %s", path, scope).isNotIn(401, 403, 302, 500);
      }
    }
  }

  @Test
  void aRunbookIsReadWithATokenAndShownAfterALogin() {
    var path = "/runbooks/dead_listener";

    var read = bearing(token(Scope.READ)).get(path);
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.body()).contains("dead_listener");
    assertThat(bearing(TokenText.mint()).get(path).statusCode()).isIn(401, 429);
    var stranger = Caller.anonymous(port).get(path);
    assertThat(stranger.statusCode()).isEqualTo(302);
    assertThat(stranger.headers().firstValue("Location").orElse("")).endsWith("/login");
  }

  @ParameterizedTest
  @MethodSource("paths")
  void withoutAGoodTokenThereIsAProblem(String method, String path, Scope least) {
    var callers =
        Map.of(
            "nobody", Caller.anonymous(port),
            "garbage", bearing("garbage-" + least),
            "mistyped", bearing("cw_" + "A".repeat(33)),
            "unknown", bearing(TokenText.mint()),
            "expired", bearing(expired()),
            "revoked", bearing(revoked()));

    callers.forEach(
        (kind, caller) -> {
          var answer = caller.send(method, path, "{}", "application/json");

          assertThat(answer.statusCode())
              .as(kind)
              .isIn(kind.equals("nobody") ? 403 : 401, 401, 429);
          assertThat(answer.headers().firstValue("Content-Type"))
              .as(kind)
              .hasValue("application/problem+json");
        });
  }

  @Test
  void aMissingTokenIsChallenged() {
    var answer = Caller.anonymous(port).get("/api/v1/devices");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(json(answer).get("type").asString()).isEqualTo("/problems/unauthorized");
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void aBadTokenNeverFallsBackToTheSession() {
    var browser = Caller.anonymous(port);
    browser.login("admin", CyanwatchTest.PASSWORD);

    // Other tests try bad tokens, too: wait until this address may try again.
    var answer =
        await()
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofSeconds(1))
            .until(
                () ->
                    browser.send(
                        "GET",
                        "/api/v1/tokens",
                        "",
                        "application/json",
                        "Authorization",
                        "Bearer " + TokenText.mint()),
                reply -> reply.statusCode() != 429);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Bearer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/login",
        "/assets/nothing.css",
        "/webjars/nothing.js",
        "/favicon.ico",
        "/actuator/health/liveness",
        "/actuator/health/readiness"
      })
  void isOpen(String path) {
    assertThat(Caller.anonymous(port).get(path).statusCode()).isIn(200, 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/actuator", "/actuator/env", "/actuator/health", "/actuator/heapdump"})
  void isClosedEvenToAdmins(String path) {
    assertThat(bearing(CyanwatchTest.TOKEN).get(path).statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({"GET,/", "GET,/devices/x", "GET,/swagger-ui/index.html", "GET,/unheard-of"})
  void pagesSendStrangersToTheLogin(String method, String path) {
    var answer = Caller.anonymous(port).send(method, path, "", "text/plain");

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/login");
  }

  @Test
  void aTokenOpensNoPages() {
    assertThat(bearing(CyanwatchTest.TOKEN).get("/unheard-of").statusCode()).isEqualTo(302);
  }

  @Test
  void aFragmentMovesTheWholePageToTheLogin() {
    var answer = Caller.anonymous(port).with("HX-Request", "true").get("/unheard-of");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("HX-Redirect")).hasValue("/login");
  }

  @Test
  void headersAreStrict() {
    var headers = Caller.anonymous(port).get("/login").headers();

    assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
    assertThat(headers.firstValue("Referrer-Policy")).hasValue("same-origin");
  }

  @Test
  void aStrangeRequestLineIsAProblem() {
    assertThat(bearing(CyanwatchTest.TOKEN).get("/api/v1/a;b=c").statusCode()).isEqualTo(400);
  }

  private Caller bearing(String token) {
    return Caller.bearing(port, token);
  }

  private String token(Scope scope) {
    var body = "{\"name\":\"matrix\",\"scope\":\"%s\"}".formatted(scope.key());
    return json(bearing(CyanwatchTest.TOKEN).post("/api/v1/tokens", body)).get("token").asString();
  }

  private String expired() {
    var token = token(Scope.ADMIN);
    jdbc.sql("update access.token set expires_at = now() where hash = :hash")
        .param("hash", Secrets.sha256(token))
        .update();
    return token;
  }

  private String revoked() {
    var admin = bearing(CyanwatchTest.TOKEN);
    var made = json(admin.post("/api/v1/tokens", "{\"name\":\"matrix\",\"scope\":\"admin\"}"));
    admin.delete("/api/v1/tokens/" + made.get("id").asString());
    return made.get("token").asString();
  }
}
