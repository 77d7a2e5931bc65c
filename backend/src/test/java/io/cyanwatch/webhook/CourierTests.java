package io.cyanwatch.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.cyanwatch.webhook.Answer.Silent;
import io.cyanwatch.webhook.DeliveryView.Attempt;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@WebhookTest
class CourierTests {
  @Autowired Desk desk;
  @Autowired Webhooks webhooks;
  @Autowired Courier courier;
  @Autowired Deliveries deliveries;
  @Autowired Endpoints endpoints;
  @Autowired Ledger ledger;
  @Autowired CourierRounds rounds;
  @Autowired SteppedClock clock;
  @Autowired JdbcClient jdbc;
  @Autowired MeterRegistry meters;

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

  @Test
  void aWorkerThatDiesOnTheWayDelaysButLosesNothing() throws Exception {
    var endpoint = desk.open(receiver);
    desk.happen(endpoint.site());
    var now = clock.instant();
    var dead = deliveries.claim(endpoint.id(), UUID.randomUUID(), now, now.plus(Courier.LEASE), 4);

    clock.advance(Courier.LEASE.minusMillis(1));
    assertThat(desk.send()).isZero();
    clock.advance(Duration.ofMillis(1));
    assertThat(desk.send()).isOne();

    assertThat(dead).hasSize(1);
    var delivery = desk.delivery(endpoint);
    assertThat(delivery.state()).isEqualTo("delivered");
    assertThat(receiver.requests().getFirst().header("webhook-id"))
        .isEqualTo(dead.getFirst().event().toString());
    assertThat(delivery.attempts()).extracting(Attempt::error).containsExactly("unknown", null);
  }

  @Test
  void aResultThatComesAfterItsLeaseChangesNothing() throws Exception {
    var endpoint = desk.open(receiver);
    desk.happen(endpoint.site());
    var now = clock.instant();
    var slow =
        deliveries
            .claim(endpoint.id(), UUID.randomUUID(), now, now.plus(Courier.LEASE), 4)
            .getFirst();
    clock.advance(Courier.LEASE);
    desk.send();

    ledger.settle(
        endpoints.find(endpoint.id()).orElseThrow(), slow, new Silent("timeout", Duration.ZERO));

    var delivery = desk.delivery(endpoint);
    assertThat(delivery.state()).isEqualTo("delivered");
    assertThat(delivery.attempts()).extracting(Attempt::error).containsExactly("timeout", null);
    assertThat(webhooks.find(endpoint.id()).consecutiveFailures()).isZero();
  }

  @Test
  void twoCouriersNeverTakeTheSameDelivery() {
    var endpoint = desk.open(receiver);
    desk.happen(endpoint.site());
    desk.happen(endpoint.site());
    var now = clock.instant();

    var first = deliveries.claim(endpoint.id(), UUID.randomUUID(), now, now.plusSeconds(60), 1);
    var second = deliveries.claim(endpoint.id(), UUID.randomUUID(), now, now.plusSeconds(60), 4);

    assertThat(first).hasSize(1);
    assertThat(second).hasSize(1);
    assertThat(second.getFirst().delivery()).isNotEqualTo(first.getFirst().delivery());
  }

  @Test
  void aDeadEndpointKeepsNobodyElseWaiting() throws Exception {
    var end = new CountDownLatch(1);
    try (var dead = Receiver.that((_, _, _) -> end.await())) {
      var hanging = desk.open(dead);
      var healthy = desk.open(receiver);
      for (var i = 0; i < 10; i++) {
        desk.happen(hanging.site());
      }
      for (var i = 0; i < 6; i++) {
        desk.happen(healthy.site());
      }
      var began = new ArrayList<>(courier.step());

      await().until(() -> receiver.requests().size() == Endpoint.WIDTH);
      await()
          .untilAsserted(
              () -> {
                began.addAll(courier.step());
                assertThat(desk.deliveries(healthy))
                    .extracting(DeliveryView::state)
                    .containsOnly("delivered");
              });

      assertThat(dead.requests()).hasSizeLessThanOrEqualTo(Endpoint.WIDTH);
      assertThat(desk.deliveries(hanging)).extracting(DeliveryView::state).containsOnly("pending");
      end.countDown();
      for (var attempt : began) {
        attempt.get();
      }
    }
  }

  @Test
  void countsAttemptsAndMeasuresTheOldestThatWaits() throws Exception {
    var endpoint = desk.open(receiver);
    receiver.now(Receiver.with("500 Broken"));
    var failedBefore = counted("failed");
    desk.happen(endpoint.site());
    desk.send();
    clock.advance(Duration.ofSeconds(6));
    rounds.tidy();

    assertThat(counted("failed")).isEqualTo(failedBefore + 1);
    assertThat(meters.get("cyanwatch.webhook.oldest.pending").gauge().value()).isEqualTo(6.0);
  }

  @Test
  void whatWasQueuedWhileItsEndpointEndedIsGivenUp() {
    var endpoint = desk.open(receiver);
    desk.happen(endpoint.site());
    jdbc.sql("update webhook.endpoint set state = 'disabled' where id = :id")
        .param("id", endpoint.id())
        .update();

    deliveries.discardStranded(clock.instant());

    assertThat(desk.delivery(endpoint).state()).isEqualTo("discarded");
  }

  @Test
  void whatEndedLongAgoIsForgotten() throws Exception {
    var endpoint = desk.open(receiver);
    desk.happen(endpoint.site());
    desk.send();

    clock.advance(Duration.ofDays(30));
    rounds.forget();
    assertThat(desk.deliveries(endpoint)).hasSize(1);

    clock.advance(Duration.ofMillis(1));
    rounds.forget();
    assertThat(desk.deliveries(endpoint)).isEmpty();
  }

  private double counted(String outcome) {
    var counter = meters.find("cyanwatch.webhook.attempts").tag("outcome", outcome).counter();
    return counter == null ? 0 : counter.count();
  }

  private int audited(String action, UUID target) {
    return jdbc.sql("select count(*) from access.audit where action = :action and target = :target")
        .param("action", action)
        .param("target", target.toString())
        .query(Integer.class)
        .single();
  }
}
