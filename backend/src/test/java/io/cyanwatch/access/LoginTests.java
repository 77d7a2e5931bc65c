package io.cyanwatch.access;

import static io.cyanwatch.access.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/// People come by a form and a session.
@CyanwatchTest
class LoginTests {
  @LocalServerPort int port;

  @Test
  void theRightPasswordOpensASession() {
    var browser = Caller.anonymous(port);

    var answer = browser.login("admin", CyanwatchTest.PASSWORD);

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/");
    assertThat(answer.headers().allValues("Set-Cookie"))
        .anySatisfy(
            cookie ->
                assertThat(cookie)
                    .contains("JSESSIONID", "HttpOnly")
                    .containsIgnoringCase("SameSite=Lax"));
    assertThat(browser.get("/api/v1/tokens").statusCode()).isEqualTo(200);
  }

  @Test
  void aWrongPasswordOrNameGoesBackToTheForm() {
    for (var name : new String[] {"admin", "nobody"}) {
      var browser = Caller.anonymous(port);

      var answer = browser.login(name, "wrong");

      assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/login?error");
      assertThat(browser.get("/api/v1/tokens").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void theLoginShowsThePageThatWasWanted() {
    var browser = Caller.anonymous(port);
    browser.get("/incidents?kind=offline");

    var answer = browser.login("admin", CyanwatchTest.PASSWORD);

    assertThat(answer.headers().firstValue("Location").orElseThrow())
        .endsWith("/incidents?kind=offline");
  }

  @Test
  void strangersAreGivenNoSession() {
    var browser = Caller.anonymous(port);

    browser.get("/login");
    browser.get("/devices");
    browser.login("admin", "wrong");

    assertThat(browser.cookies()).doesNotContain("JSESSIONID");
  }

  @Test
  void theSessionChangesItsNameAtTheLogin() {
    var browser = Caller.anonymous(port);
    browser.login("admin", CyanwatchTest.PASSWORD);
    var before = browser.cookie("JSESSIONID");

    browser.login("admin", CyanwatchTest.PASSWORD);

    assertThat(browser.cookie("JSESSIONID")).isNotEqualTo(before);
  }

  @Test
  void aForgedLoginIsRefused() {
    var answer =
        Caller.anonymous(port)
            .send(
                "POST",
                "/login",
                "username=admin&password=" + CyanwatchTest.PASSWORD,
                "application/x-www-form-urlencoded");

    assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/login");
    assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(it -> it.contains("JSESSION"));
  }

  @Test
  void aSessionWritesOnlyWithThePagesToken() {
    var browser = Caller.anonymous(port);
    browser.login("admin", CyanwatchTest.PASSWORD);
    browser.get("/login");
    var body = "{\"name\":\"from-a-page\",\"scope\":\"read\"}";

    var forged = browser.post("/api/v1/tokens", body);
    var honest =
        browser.send(
            "POST",
            "/api/v1/tokens",
            body,
            "application/json",
            "X-CSRF-TOKEN",
            browser.forgeryToken());

    assertThat(forged.statusCode()).isEqualTo(403);
    assertThat(json(forged).get("type").asString()).isEqualTo("/problems/csrf");
    assertThat(honest.statusCode()).isEqualTo(201);
    assertThat(json(honest).get("created_by").asString()).isEqualTo("admin");
  }

  @Test
  void theLogoutEndsTheSession() {
    var browser = Caller.anonymous(port);
    browser.login("admin", CyanwatchTest.PASSWORD);
    browser.get("/login");

    browser.send("POST", "/logout", "", "text/plain", "X-CSRF-TOKEN", browser.forgeryToken());

    assertThat(browser.get("/api/v1/tokens").statusCode()).isEqualTo(401);
  }
}
