package io.cyanwatch.webhook;

import io.cyanwatch.SteppedClock;
import io.cyanwatch.access.Paging;
import io.cyanwatch.incident.IncidentChanged;
import io.cyanwatch.incident.IncidentView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// What tests do again and again: open an endpoint, let something happen, send the courier.
@TestComponent
class Desk {
  private final Webhooks webhooks;
  private final Courier courier;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final SteppedClock clock;
  private final JdbcClient jdbc;

  Desk(
      Webhooks webhooks,
      Courier courier,
      TransactionTemplate transaction,
      ApplicationEventPublisher events,
      SteppedClock clock,
      JdbcClient jdbc) {
    this.webhooks = webhooks;
    this.courier = courier;
    this.transaction = transaction;
    this.events = events;
    this.clock = clock;
    this.jdbc = jdbc;
  }

  record Opened(UUID id, Secret secret, String site) {}

  /// Back to the real time, with nothing left to do from earlier tests.
  void clear() {
    clock.set(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    jdbc.sql(
            """
            update webhook.delivery set state = 'discarded', finished_at = created_at
            where state = 'pending'
            """)
        .update();
  }

  /// An endpoint for one site that no other test uses.
  Opened open(Receiver receiver) {
    var site = "site-" + UUID.randomUUID();
    var filter = new Filter(List.of(), List.of(), List.of(site));
    return open(receiver, List.of(), filter, site);
  }

  Opened open(Receiver receiver, List<String> types, Filter filter, String site) {
    var secret = Secret.fresh();
    var wish =
        new Webhooks.Wish(
            Target.parse(receiver.url()), new StandardFormat(), types, filter, secret);
    return new Opened(webhooks.create(wish).id(), secret, site);
  }

  /// A dead listener at a site, committed.
  IncidentView happen(String site) {
    var incident = incident(site, "dead_listener", "critical");
    transaction.executeWithoutResult(
        _ -> events.publishEvent(changed(IncidentChanged.Change.OPENED, incident, true)));
    return incident;
  }

  IncidentChanged changed(IncidentChanged.Change change, IncidentView incident, boolean told) {
    return new IncidentChanged(change, incident, told, clock.instant());
  }

  IncidentView incident(String site, String kind, String severity) {
    return new IncidentView(
        UUID.randomUUID(),
        1,
        kind,
        "device",
        "photon-1",
        "photon-1",
        site,
        null,
        severity,
        "open",
        "Port 80 is not accepting.",
        Map.of("probe_fails", 3, "runbook", "/runbooks/" + kind),
        clock.instant(),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /// Sends the courier once and waits until it is back.
  ///
  /// @return how many attempts it made, of all tests' endpoints
  int send() throws Exception {
    var attempts = courier.step();
    for (var attempt : attempts) {
      attempt.get(20, TimeUnit.SECONDS);
    }
    return attempts.size();
  }

  List<DeliveryView> deliveries(Opened endpoint) {
    return webhooks.deliveries(endpoint.id(), new Paging(100, List.of())).items();
  }

  DeliveryView delivery(Opened endpoint) {
    var all = deliveries(endpoint);
    if (all.size() != 1) {
      throw new AssertionError("one delivery was expected, there are " + all.size());
    }
    return all.getFirst();
  }
}
