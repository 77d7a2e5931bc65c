package io.cyanwatch.webhook;

import io.cyanwatch.access.Actor;
import io.cyanwatch.access.Audit;
import io.cyanwatch.webhook.Answer.Answered;
import io.cyanwatch.webhook.Answer.Silent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Writes down what came of an attempt, and draws the conclusions.
@Component
class Ledger {
  private static final Logger log = LoggerFactory.getLogger(Ledger.class);
  private static final Actor COURIER = Actor.system("webhook");

  private final Endpoints endpoints;
  private final Deliveries deliveries;
  private final Audit audit;
  private final Clock clock;

  Ledger(Endpoints endpoints, Deliveries deliveries, Audit audit, Clock clock) {
    this.endpoints = endpoints;
    this.deliveries = deliveries;
    this.audit = audit;
    this.clock = clock;
  }

  /// A result whose lease is lost is only logged: by now the delivery is somebody else's.
  @Transactional
  void settle(Endpoint called, Parcel parcel, Answer answer) {
    var endpoint = endpoints.lock(called.id()).orElseThrow();
    var now = clock.instant();
    deliveries.log(parcel, answer, now);
    switch (answer) {
      case Answered answered when answered.accepted() -> accepted(endpoint, parcel, now);
      case Answered answered when answered.gone() -> gone(endpoint, parcel, now);
      case Answered answered ->
          failed(endpoint, parcel, now, Schedule.patience(answered.retryAfter(), now));
      case Silent _ -> failed(endpoint, parcel, now, Duration.ZERO);
    }
  }

  private void accepted(Endpoint endpoint, Parcel parcel, Instant now) {
    if (deliveries.finish(parcel, "delivered", now)) {
      endpoint.succeeded();
    }
  }

  /// The receiver says that it will never listen again.
  private void gone(Endpoint endpoint, Parcel parcel, Instant now) {
    if (deliveries.finish(parcel, "discarded", now) && endpoint.disable("gone")) {
      disabled(endpoint, "gone", now);
    }
  }

  private void failed(Endpoint endpoint, Parcel parcel, Instant now, Duration patience) {
    var chance = ThreadLocalRandom.current().nextDouble();
    var pause = Schedule.pause(parcel.failures() + 1, patience, chance);
    var ours =
        pause.isPresent()
            ? deliveries.postpone(parcel, now.plus(pause.get()))
            : deliveries.finish(parcel, "exhausted", now);
    if (ours && pause.isEmpty()) {
      log.warn("Delivery {} of webhook {} is exhausted.", parcel.delivery(), endpoint.id());
    }
    if (ours && endpoint.failed(now)) {
      disabled(endpoint, "failing", now);
    }
  }

  private void disabled(Endpoint endpoint, String reason, Instant now) {
    var discarded = deliveries.discard(endpoint.id(), now);
    log.warn("Webhook {} is disabled: {}.", endpoint.id(), reason);
    audit.record(
        COURIER,
        "webhook.disable",
        endpoint.id().toString(),
        Map.of("reason", reason, "discarded", discarded));
  }
}
