package io.cyanwatch.webhook;

import static io.cyanwatch.access.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.access.Caller;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// The whole way, with the courier on its own rounds.
@CyanwatchTest
class WebhookApiTests {
  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;

  private final Receiver receiver = Receiver.answering("200 OK");
  private Caller admin;

  @BeforeEach
  void arrive() {
    admin = Caller.bearing(port, CyanwatchTest.TOKEN);
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void aTestArrivesSoonAndCanBeProved() {
    var made = create("{\"url\":\"" + receiver.url() + "?token=hidden\"}");

    var sent = admin.post("/api/v1/webhooks/" + id(made) + "/test", "");

    assertThat(sent.statusCode()).isEqualTo(202);
    await().atMost(Duration.ofSeconds(5)).until(() -> receiver.requests().size() == 1);
    var request = receiver.requests().getFirst();
    assertThat(request.path()).isEqualTo("/hook?token=hidden");
    assertThatCode(
            () ->
                new Webhook(made.at("/secret").asString())
                    .verify(request.text(), request.headers()))
        .doesNotThrowAnyException();
    assertThat(request.text()).contains("\"type\":\"webhook.test\"");
    await()
        .untilAsserted(
            () -> {
              var delivery = json(admin.get("/api/v1/webhooks/" + id(made) + "/deliveries"));
              assertThat(delivery.at("/items/0/state").asString()).isEqualTo("delivered");
              assertThat(delivery.at("/items/0/event").asString()).isEqualTo("webhook.test");
              assertThat(delivery.at("/items/0/attempts/0/status").asInt()).isEqualTo(200);
              assertThat(delivery.at("/items/0/attempts/0/latency_ms").isNumber()).isTrue();
              assertThat(delivery.at("/items/0/event_id").asString())
                  .isEqualTo(request.header("webhook-id"));
            });
  }

  @Test
  void theSecretIsShownOnceAndTheQueryNever() {
    var made = create("{\"url\":\"" + receiver.url() + "?token=hidden\"}");

    var one = admin.get("/api/v1/webhooks/" + id(made));
    var all = admin.get("/api/v1/webhooks?limit=500");

    assertThat(made.at("/secret").asString()).startsWith("whsec_");
    assertThat(made.at("/url").asString()).isEqualTo(receiver.url() + "?…");
    assertThat(one.body() + all.body()).doesNotContain("whsec_").doesNotContain("hidden");
    assertThat(json(one).at("/state").asString()).isEqualTo("enabled");
    assertThat(json(one).at("/format").asString()).isEqualTo("standard");
    assertThat(all.body()).contains(id(made));
  }

  @Test
  void neitherDatabaseNorAuditHoldsTheSecret() {
    var made = create("{\"url\":\"" + receiver.url() + "\"}");
    var secret = made.at("/secret").asString();

    var stored =
        jdbc.sql("select secret from webhook.endpoint where id = :id")
            .param("id", UUID.fromString(id(made)))
            .query(byte[].class)
            .single();
    var audited =
        jdbc.sql("select detail::text from access.audit where target = :target")
            .param("target", id(made))
            .query(String.class)
            .list();

    var key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    assertThat(HexFormat.of().formatHex(stored)).doesNotContain(HexFormat.of().formatHex(key));
    assertThat(stored).hasSize(12 + key.length + 16);
    assertThat(audited).hasSize(1).noneMatch(row -> row.contains("whsec_"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | url",
        "{\"url\":\"http://169.254.169.254/\"} | url",
        "{\"url\":\"http://2130706433/\"} | url",
        "{\"url\":\"https://user:pass@1.1.1.1/\"} | url",
        "{\"url\":\"ftp://1.1.1.1/\"} | url",
        "{\"url\":\"https://1.1.1.1/\",\"format\":\"slack\"} | format",
        "{\"url\":\"https://1.1.1.1/\",\"format\":\"alertmanager\"} | format",
        "{\"url\":\"https://1.1.1.1/\",\"format\":\"nonsense\"} | format",
        "{\"url\":\"https://1.1.1.1/\",\"events\":[\"incident.vanished\"]} | events",
        "{\"url\":\"https://1.1.1.1/\",\"events\":[null]} | events",
        "{\"url\":\"https://1.1.1.1/\",\"filter\":{\"severities\":[\"loud\"]}} | filter.severities",
        "{\"url\":\"https://1.1.1.1/\",\"secret\":\"whsec_c2hvcnQ=\"} | secret"
      })
  void refusesNamingTheField(String body, String field) {
    var answer = admin.post("/api/v1/webhooks", body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).at("/field").asString()).isEqualTo(field);
    assertThat(json(answer).at("/type").asString()).endsWith("bad-field");
  }

  @Test
  void changesWhatIsNamedAndLeavesTheRest() {
    var made =
        create(
            "{\"url\":\"%s\",\"events\":[\"incident.opened\"],\"filter\":{\"sites\":[\"a\"]}}"
                .formatted(receiver.url()));
    var path = "/api/v1/webhooks/" + id(made);

    var changed = json(admin.patch(path, "{\"filter\":{\"kinds\":[\"offline\"]}}"));
    var disabled = json(admin.patch(path, "{\"enabled\":false}"));

    assertThat(changed.at("/events/0").asString()).isEqualTo("incident.opened");
    assertThat(changed.at("/filter/kinds/0").asString()).isEqualTo("offline");
    assertThat(changed.at("/filter/sites")).isEmpty();
    assertThat(disabled.at("/state").asString()).isEqualTo("disabled");
    assertThat(disabled.at("/disabled_reason").asString()).isEqualTo("admin");
    assertThat(admin.patch(path, "{\"url\":\"http://10.0.0.1/\"}").statusCode()).isEqualTo(400);
    assertThat(admin.post(path + "/test", "").statusCode()).isEqualTo(409);
    assertThat(json(admin.patch(path, "{\"enabled\":true}")).at("/state").asString())
        .isEqualTo("enabled");
  }

  @Test
  void aRotationShowsTheNewSecretOnceAndUntilWhenTheOldOneSigns() {
    var made = create("{\"url\":\"" + receiver.url() + "\"}");

    var rotated = json(admin.post("/api/v1/webhooks/" + id(made) + "/rotate-secret", ""));

    assertThat(rotated.at("/secret").asString())
        .startsWith("whsec_")
        .isNotEqualTo(made.at("/secret").asString());
    assertThat(rotated.at("/previous_secret_until").asString()).isNotEmpty();
  }

  @Test
  void aDeletedWebhookIsGoneForGood() {
    var made = create("{\"url\":\"" + receiver.url() + "\"}");
    var path = "/api/v1/webhooks/" + id(made);

    assertThat(admin.delete(path).statusCode()).isEqualTo(204);

    assertThat(admin.get(path).statusCode()).isEqualTo(404);
    assertThat(admin.get(path + "/deliveries").statusCode()).isEqualTo(404);
    assertThat(admin.patch(path, "{\"enabled\":true}").statusCode()).isEqualTo(404);
    assertThat(admin.delete(path).statusCode()).isEqualTo(404);
    assertThat(admin.get("/api/v1/webhooks?limit=500").body()).doesNotContain(id(made));
  }

  @Test
  void aDeliveryIsSentAgainUnderTheSameId() {
    var made = create("{\"url\":\"" + receiver.url() + "\"}");
    var first = json(admin.post("/api/v1/webhooks/" + id(made) + "/test", ""));

    var again = admin.post("/api/v1/deliveries/" + first.at("/id").asString() + "/redeliver", "");

    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(json(again).at("/redelivery_of")).isEqualTo(first.at("/id"));
    await().atMost(Duration.ofSeconds(5)).until(() -> receiver.requests().size() == 2);
    assertThat(receiver.requests().getLast().header("webhook-id"))
        .isEqualTo(receiver.requests().getFirst().header("webhook-id"));
    assertThat(
            admin.post("/api/v1/deliveries/" + UUID.randomUUID() + "/redeliver", "").statusCode())
        .isEqualTo(404);
  }

  @Test
  void deliveriesComeInPagesNewestFirst() {
    var made = create("{\"url\":\"" + receiver.url() + "\"}");
    var path = "/api/v1/webhooks/" + id(made);
    for (var i = 0; i < 3; i++) {
      admin.post(path + "/test", "");
    }

    var first = json(admin.get(path + "/deliveries?limit=2"));
    var rest = json(admin.get(path + "/deliveries?limit=2&after=" + first.at("/next").asString()));

    assertThat(first.at("/items")).hasSize(2);
    assertThat(rest.at("/items")).hasSize(1);
    assertThat(rest.at("/next").isNull()).isTrue();
    assertThat(first.at("/items/0/id").asString())
        .isGreaterThan(first.at("/items/1/id").asString());
    assertThat(first.at("/items/1/id").asString()).isGreaterThan(rest.at("/items/0/id").asString());
  }

  @Test
  void theSameKeyMakesOneWebhook() {
    var careful = admin.with("Idempotency-Key", UUID.randomUUID().toString());
    var body = "{\"url\":\"" + receiver.url() + "\"}";

    var first = json(careful.post("/api/v1/webhooks", body));
    var second = json(careful.post("/api/v1/webhooks", body));

    assertThat(second.at("/id")).isEqualTo(first.at("/id"));
    assertThat(second.has("secret")).isFalse();
  }

  @Test
  void everyActIsAudited() {
    var made = create("{\"url\":\"" + receiver.url() + "\"}");
    var path = "/api/v1/webhooks/" + id(made);
    var delivery = json(admin.post(path + "/test", "")).at("/id").asString();
    admin.post("/api/v1/deliveries/" + delivery + "/redeliver", "");
    admin.post(path + "/rotate-secret", "");
    admin.patch(path, "{\"enabled\":false}");
    admin.delete(path);

    assertThat(
            jdbc.sql("select action from access.audit where target = :target order by id")
                .param("target", id(made))
                .query(String.class)
                .list())
        .containsExactly(
            "webhook.create",
            "webhook.test",
            "webhook.redeliver",
            "webhook.rotate-secret",
            "webhook.change",
            "webhook.delete");
  }

  private JsonNode create(String body) {
    var answer = admin.post("/api/v1/webhooks", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Location").orElse(""))
        .isEqualTo("/api/v1/webhooks/" + id(json(answer)));
    return json(answer);
  }

  private static String id(JsonNode webhook) {
    return webhook.at("/id").asString();
  }
}
