package io.cyanwatch.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.cyanwatch.SteppedClock;
import io.cyanwatch.webhook.DeliveryView.Attempt;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@WebhookTest
class CourierTests {
  @Autowired Desk desk;
  @Autowired Webhooks webhooks;
  @Autowired Deliveries deliveries;
  @Autowired SteppedClock clock;
  @Autowired JdbcClient jdbc;

  private final Receiver receiver = Receiver.answering("200 OK");

  @BeforeEach
  void clear() {
    desk.clear();
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void aFailedDeliveryComesAgainWithTheSameIdAndANewTimestamp() throws Exception {
    var endpoint = desk.open(receiver);
    receiver.now(Receiver.with("500 Broken"));
    desk.happen(endpoint.site());

    desk.send();
    clock.advance(Duration.ofMillis(4999));
    assertThat(desk.send()).isZero();
    receiver.now(Receiver.with("204 Fine"));
    clock.advance(Duration.ofMillis(1001));
    desk.send();

    var first = receiver.requests().getFirst();
    var second = receiver.requests().getLast();
    assertThat(receiver.requests()).hasSize(2);
    assertThat(second.header("webhook-id")).isEqualTo(first.header("webhook-id"));
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(Long.parseLong(second.header("webhook-timestamp")))
        .isEqualTo(Long.parseLong(first.header("webhook-timestamp")) + 6);
    var delivery = desk.delivery(endpoint);
    assertThat(delivery.state()).isEqualTo("delivered");
    assertThat(delivery.eventId()).hasToString(first.header("webhook-id"));
    assertThat(delivery.attempts()).extracting(Attempt::status).containsExactly(500, 204);
  }

  @Test
  void theReceiverCanProveEachMessage() throws Exception {
    var endpoint = desk.open(receiver);
    desk.happen(endpoint.site());
    desk.send();

    var request = receiver.requests().getFirst();

    assertThatCode(
            () -> new Webhook(endpoint.secret().text()).verify(request.text(), request.headers()))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () ->
                new Webhook(endpoint.secret().text())
                    .verify(request.text().replace("critical", "warning"), request.headers()))
        .isInstanceOf(WebhookVerificationException.class);
  }

  @Test
  void duringARotationEitherSecretProvesTheMessage() throws Exception {
    var endpoint = desk.open(receiver);
    var fresh = Secret.fresh();
    webhooks.rotate(endpoint.id(), fresh);
    desk.happen(endpoint.site());
    desk.send();

    var request = receiver.requests().getFirst();

    for (var secret : List.of(fresh, endpoint.secret())) {
      assertThatCode(() -> new Webhook(secret.text()).verify(request.text(), request.headers()))
          .doesNotThrowAnyException();
    }
    assertThat(request.header("webhook-signature")).matches("v1,\\S+ v1,\\S+");
  }

  @Test
  void aDayAfterARotationOnlyTheNewSecretSigns() throws Exception {
    var endpoint = desk.open(receiver);
    webhooks.rotate(endpoint.id(), Secret.fresh());
    clock.advance(Endpoint.OVERLAP);
    desk.happen(endpoint.site());
    desk.send();

    assertThat(receiver.requests().getFirst().header("webhook-signature")).matches("v1,\\S+");
  }

  @Test
  void goneEndsTheEndpointAtOnce() throws Exception {
    var endpoint = desk.open(receiver);
    receiver.now(Receiver.with("410 Gone"));
    for (var i = 0; i < 6; i++) {
      desk.happen(endpoint.site());
    }

    desk.send();
    desk.send();

    var view = webhooks.find(endpoint.id());
    assertThat(view.state()).isEqualTo("disabled");
    assertThat(view.disabledReason()).isEqualTo("gone");
    assertThat(receiver.requests()).hasSizeLessThanOrEqualTo(Endpoint.WIDTH);
    assertThat(desk.deliveries(endpoint)).extracting(DeliveryView::state).containsOnly("discarded");
    assertThat(audited("webhook.disable", endpoint.id())).isOne();
  }

  @Test
  void aReceiverMayAskForPatience() throws Exception {
    var endpoint = desk.open(receiver);
    receiver.now(Receiver.with("429 Slow down", "Retry-After: 120"));
    desk.happen(endpoint.site());

    desk.send();
    clock.advance(Duration.ofMinutes(2).minusMillis(1));
    assertThat(desk.send()).isZero();
    clock.advance(Duration.ofSeconds(24).plusMillis(1));
    assertThat(desk.send()).isOne();

    assertThat(receiver.requests()).hasSize(2);
  }

  @Test
  void aRedirectIsAFailureAndNobodyGoesThere() throws Exception {
    var endpoint = desk.open(receiver);
    receiver.now(Receiver.with("302 Found", "Location: http://169.254.169.254/latest/meta-data/"));
    desk.happen(endpoint.site());

    desk.send();

    var delivery = desk.delivery(endpoint);
    assertThat(delivery.state()).isEqualTo("pending");
    assertThat(delivery.attempts()).extracting(Attempt::status).containsExactly(302);
  }

  @Test
  void twelveFailuresExhaustADelivery() throws Exception {
    var endpoint = desk.open(receiver);
    receiver.now(Receiver.with("503 Busy"));
    desk.happen(endpoint.site());

    for (var attempt = 1; attempt <= 12; attempt++) {
      var delivery = desk.delivery(endpoint);
      assertThat(delivery.state()).isEqualTo("pending");
      clock.set(Objects.requireNonNull(delivery.nextAttemptAt()));
      desk.send();
    }

    var delivery = desk.delivery(endpoint);
    assertThat(delivery.state()).isEqualTo("exhausted");
    assertThat(delivery.attempts()).hasSize(12);
    assertThat(webhooks.find(endpoint.id()).state()).isEqualTo("enabled");
  }

  @Test
  void anExhaustedDeliveryCanBeSentAgain() throws Exception {
    var endpoint = desk.open(receiver);
    receiver.now(Receiver.with("500 Broken"));
    desk.happen(endpoint.site());
    desk.send();
    var failed = desk.delivery(endpoint);

    receiver.now(Receiver.with("200 OK"));
    var again = webhooks.redeliver(failed.id());
    desk.send();

    assertThat(again.eventId()).isEqualTo(failed.eventId());
    assertThat(again.redeliveryOf()).isEqualTo(failed.id());
    assertThat(desk.deliveries(endpoint))
        .filteredOn(delivery -> delivery.id().equals(again.id()))
        .extracting(DeliveryView::state)
        .containsExactly("delivered");
  }

  @Test
  void fiveDaysOfFailuresEndTheEndpointAndWhatWaits() throws Exception {
    var endpoint = desk.open(receiver);
    receiver.now(Receiver.with("500 Broken"));
    desk.happen(endpoint.site());
    desk.send();
    clock.advance(Endpoint.HOPE);

    desk.send();

    assertThat(webhooks.find(endpoint.id()).disabledReason()).isEqualTo("failing");
    assertThat(desk.delivery(endpoint).state()).isEqualTo("discarded");
    assertThat(audited("webhook.disable", endpoint.id())).isOne();
  }

  private int audited(String action, UUID target) {
    return jdbc.sql("select count(*) from access.audit where action = :action and target = :target")
        .param("action", action)
        .param("target", target.toString())
        .query(Integer.class)
        .single();
  }
}
