package io.cyanwatch.access;

import static io.cyanwatch.access.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@CyanwatchTest
class OpenApiTests {
  @LocalServerPort int port;

  @Test
  void describesHowToSignInAndHowCallsAreRefused() {
    var api = json(Caller.bearing(port, CyanwatchTest.TOKEN).get("/v3/api-docs"));

    assertThat(api.at("/info/title").asString()).isEqualTo("Cyanwatch");
    assertThat(api.at("/components/securitySchemes/bearer/scheme").asString()).isEqualTo("bearer");
    assertThat(api.at("/components/schemas/Problem/properties").propertyNames())
        .contains("type", "title", "status", "detail", "field");
    var post = api.at("/paths/~1api~1v1~1devices/post");
    assertThat(post.at("/responses/default/content/application~1problem+json").isMissingNode())
        .isFalse();
    assertThat(api.at("/paths/~1api~1v1~1audit/get/parameters").valueStream())
        .allMatch(parameter -> !parameter.path("required").asBoolean());
  }

  @Test
  void namesFieldsAsTheyAreOnTheWire() {
    var api = json(Caller.bearing(port, CyanwatchTest.TOKEN).get("/v3/api-docs"));

    assertThat(api.at("/components/schemas/TokenView/properties").propertyNames())
        .contains("created_at", "last_used_at");
    assertThat(api.at("/components/schemas/TokenView/properties/scope/enum").valueStream())
        .extracting(JsonNode::asString)
        .containsExactly("read", "operate", "admin");
  }

  @Test
  void peopleReadItOnAPage() {
    var browser = Caller.anonymous(port);
    browser.login("admin", CyanwatchTest.PASSWORD);

    var page = browser.get("/swagger-ui/index.html");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().allValues("Content-Security-Policy")).hasSize(1);
    assertThat(browser.get("/swagger-ui.html").statusCode()).isEqualTo(302);
  }
}
