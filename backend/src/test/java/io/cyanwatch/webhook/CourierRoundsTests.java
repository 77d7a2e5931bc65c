package io.cyanwatch.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cyanwatch.SteppedClock;
import io.cyanwatch.webhook.Answer.Silent;
import io.cyanwatch.webhook.DeliveryView.Attempt;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Several couriers, some of which die, and what is tidied up behind them.
@WebhookTest
class CourierRoundsTests {
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
}
