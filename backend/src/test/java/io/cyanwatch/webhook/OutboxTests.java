package io.cyanwatch.webhook;

import static io.cyanwatch.incident.IncidentChanged.Change.ACKNOWLEDGED;
import static io.cyanwatch.incident.IncidentChanged.Change.OPENED;
import static io.cyanwatch.incident.IncidentChanged.Change.RESOLVED;
import static io.cyanwatch.incident.IncidentChanged.Change.UPDATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cyanwatch.SteppedClock;
import io.cyanwatch.command.CommandFinished;
import io.cyanwatch.command.CommandView;
import io.cyanwatch.fleet.Fleet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

@WebhookTest
class OutboxTests {
  @Autowired Desk desk;
  @Autowired Webhooks webhooks;
  @Autowired Fleet fleet;
  @Autowired SteppedClock clock;
  @Autowired JsonMapper json;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;
  @Autowired ApplicationEventPublisher events;

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
  void anIncidentIsWrittenAsTheApiSays() throws Exception {
    var endpoint = desk.open(receiver);

    var incident = desk.happen(endpoint.site());
    desk.send();

    var body = json.readTree(receiver.requests().getFirst().body());
    assertThat(body.propertyNames()).containsExactlyInAnyOrder("type", "timestamp", "data");
    assertThat(body.at("/type").asString()).isEqualTo("incident.opened");
    assertThat(body.at("/timestamp").asString()).isEqualTo(clock.instant().toString());
    var told = body.at("/data/incident");
    assertThat(told.at("/id").asString()).isEqualTo(incident.id().toString());
    assertThat(told.at("/version").asInt()).isEqualTo(1);
    assertThat(told.at("/kind").asString()).isEqualTo("dead_listener");
    assertThat(told.at("/severity").asString()).isEqualTo("critical");
    assertThat(told.at("/device").asString()).isEqualTo("photon-1");
    assertThat(told.at("/site").asString()).isEqualTo(endpoint.site());
    assertThat(told.at("/summary").asString()).isEqualTo("Port 80 is not accepting.");
    assertThat(told.at("/opened_at").asString()).isEqualTo(clock.instant().toString());
    assertThat(told.at("/evidence/probe_fails").asInt()).isEqualTo(3);
    assertThat(told.at("/url").asString())
        .matches("http://127\\.0\\.0\\.1:\\d+/incidents/" + incident.id());
    assertThat(told.at("/runbook").asString())
        .isEqualTo(told.at("/evidence/runbook").asString())
        .matches("http://127\\.0\\.0\\.1:\\d+/runbooks/dead_listener");
  }

  @Test
  void eachChangeHasItsType() {
    var endpoint = desk.open(receiver);
    var incident = desk.incident(endpoint.site(), "dead_listener", "warning");

    transaction.executeWithoutResult(
        _ -> {
          for (var change : List.of(OPENED, UPDATED, ACKNOWLEDGED, RESOLVED)) {
            events.publishEvent(desk.changed(change, incident, true));
          }
        });

    assertThat(desk.deliveries(endpoint))
        .extracting(DeliveryView::event)
        .containsExactlyInAnyOrder(
            "incident.opened", "incident.updated", "incident.acknowledged", "incident.resolved");
  }

  @Test
  void aTransactionThatRollsBackTellsNobody() {
    var endpoint = desk.open(receiver);
    var incident = desk.incident(endpoint.site(), "dead_listener", "warning");

    transaction.executeWithoutResult(
        status -> {
          events.publishEvent(desk.changed(OPENED, incident, true));
          status.setRollbackOnly();
        });

    assertThat(desk.deliveries(endpoint)).isEmpty();
    assertThat(stored(incident.id())).isZero();
  }

  @Test
  void outsideOfATransactionNothingIsTaken() {
    var incident = desk.incident("nowhere", "dead_listener", "warning");

    assertThatThrownBy(() -> events.publishEvent(desk.changed(OPENED, incident, true)))
        .isInstanceOf(IllegalTransactionStateException.class);
  }

  @Test
  void whatPeopleAreNotToldStaysHere() {
    var endpoint = desk.open(receiver);
    var incident = desk.incident(endpoint.site(), "dead_listener", "warning");

    transaction.executeWithoutResult(
        _ -> events.publishEvent(desk.changed(OPENED, incident, false)));

    assertThat(desk.deliveries(endpoint)).isEmpty();
  }

  @Test
  void anEndpointHearsOnlyWhatItWants() {
    var site = "site-" + UUID.randomUUID();
    var picky =
        desk.open(
            receiver,
            List.of("incident.opened"),
            new Filter(List.of("offline"), List.of("critical"), List.of(site)),
            site);

    transaction.executeWithoutResult(
        _ -> {
          events.publishEvent(
              desk.changed(OPENED, desk.incident(site, "reboot_loop", "critical"), true));
          events.publishEvent(
              desk.changed(OPENED, desk.incident(site, "offline", "warning"), true));
          events.publishEvent(
              desk.changed(OPENED, desk.incident("other", "offline", "critical"), true));
          events.publishEvent(
              desk.changed(RESOLVED, desk.incident(site, "offline", "critical"), true));
        });
    assertThat(desk.deliveries(picky)).isEmpty();

    transaction.executeWithoutResult(
        _ ->
            events.publishEvent(
                desk.changed(OPENED, desk.incident(site, "offline", "critical"), true)));
    assertThat(desk.deliveries(picky)).hasSize(1);
  }

  @Test
  void aFinishedCommandIsToldAtTheSiteOfItsDevice() throws Exception {
    var endpoint = desk.open(receiver);
    var device = "d" + UUID.randomUUID().toString().substring(0, 8);
    fleet.register(new Fleet.Registration(device, null, endpoint.site(), List.of(), null));

    transaction.executeWithoutResult(
        _ -> events.publishEvent(new CommandFinished(command(device), clock.instant())));
    desk.send();

    var body = json.readTree(receiver.requests().getFirst().body());
    assertThat(body.at("/type").asString()).isEqualTo("command.finished");
    assertThat(body.at("/data/command/device").asString()).isEqualTo(device);
    assertThat(body.at("/data/command/state").asString()).isEqualTo("succeeded");
    assertThat(body.at("/data/command/requested_by").asString()).isEqualTo("admin");
  }

  @Test
  void aDisabledEndpointGetsNothingAndLosesWhatWaited() {
    var endpoint = desk.open(receiver);
    desk.happen(endpoint.site());

    webhooks.change(endpoint.id(), new Webhooks.Change(null, false, null, null));
    desk.happen(endpoint.site());

    assertThat(desk.delivery(endpoint).state()).isEqualTo("discarded");
  }

  private int stored(UUID subject) {
    return jdbc.sql("select count(*) from webhook.event where subject = :subject")
        .param("subject", subject.toString())
        .query(Integer.class)
        .single();
  }

  private CommandView command(String device) {
    return new CommandView(
        UUID.randomUUID(),
        device,
        "restart_listener",
        Map.of(),
        30,
        "succeeded",
        "",
        "admin",
        "probe",
        4L,
        5L,
        clock.instant(),
        clock.instant(),
        clock.instant(),
        clock.instant(),
        List.of());
  }
}
