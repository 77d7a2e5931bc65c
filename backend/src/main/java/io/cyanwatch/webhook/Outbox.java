package io.cyanwatch.webhook;

import com.github.f4b6a3.uuid.UuidCreator;
import io.cyanwatch.command.CommandFinished;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.fleet.Fleet;
import io.cyanwatch.incident.IncidentChanged;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Queues what happened, in the transaction in which it happened: either both are there or neither.
/// The bytes are made once, here.
@Component
@Transactional(propagation = Propagation.MANDATORY)
class Outbox {
  private final Deliveries deliveries;
  private final Fleet fleet;
  private final PublicLinks links;
  private final JsonMapper json;
  private final Clock clock;
  private final ApplicationEventPublisher events;

  Outbox(
      Deliveries deliveries,
      Fleet fleet,
      PublicLinks links,
      JsonMapper json,
      Clock clock,
      ApplicationEventPublisher events) {
    this.deliveries = deliveries;
    this.fleet = fleet;
    this.links = links;
    this.json = json;
    this.clock = clock;
    this.events = events;
  }

  @EventListener(condition = "#changed.told()")
  void on(IncidentChanged changed) {
    var incident = changed.incident();
    var type = type(changed.change());
    var listeners =
        deliveries.listeners(type, incident.kind(), incident.severity(), incident.site());
    if (listeners.isEmpty()) {
      return;
    }
    var data = json.<ObjectNode>valueToTree(incident).put("url", links.incident(incident.id()));
    data.put("runbook", links.to(incident.runbook()));
    if (data.path("evidence") instanceof ObjectNode evidence && evidence.has("runbook")) {
      evidence.put("runbook", links.to(evidence.path("runbook").asString()));
    }
    queue(type, incident.id().toString(), changed.at(), Map.of("incident", data), listeners);
  }

  @EventListener
  void on(CommandFinished finished) {
    var command = finished.command();
    var site = fleet.find(command.device()).map(DeviceRef::site).orElse("");
    var listeners = deliveries.listeners(EventType.COMMAND_FINISHED, "", "", site);
    if (listeners.isEmpty()) {
      return;
    }
    var data = json.<ObjectNode>valueToTree(command).put("url", links.device(command.device()));
    queue(
        EventType.COMMAND_FINISHED,
        command.id().toString(),
        finished.at(),
        Map.of("command", data),
        listeners);
  }

  /// @return the delivery
  UUID test(UUID endpoint) {
    var data = Map.of("webhook", Map.of("id", endpoint));
    return queue(
            EventType.WEBHOOK_TEST, endpoint.toString(), clock.instant(), data, List.of(endpoint))
        .getFirst();
  }

  /// Sends a known event once more.
  UUID again(UUID event, UUID endpoint, UUID before) {
    var delivery = UuidCreator.getTimeOrderedEpoch();
    deliveries.send(delivery, event, endpoint, before, clock.instant());
    events.publishEvent(new Queued());
    return delivery;
  }

  private List<UUID> queue(
      EventType type, String subject, Instant at, Map<String, ?> data, List<UUID> listeners) {
    var now = clock.instant();
    var event = UuidCreator.getTimeOrderedEpoch();
    deliveries.add(event, type, subject, body(type, at, data), now);
    var queued =
        listeners.stream()
            .map(
                endpoint -> {
                  var delivery = UuidCreator.getTimeOrderedEpoch();
                  deliveries.send(delivery, event, endpoint, null, now);
                  return delivery;
                })
            .toList();
    events.publishEvent(new Queued());
    return queued;
  }

  private byte[] body(EventType type, Instant at, Map<String, ?> data) {
    var body = new LinkedHashMap<String, Object>();
    body.put("type", type.key());
    body.put("timestamp", at);
    body.put("data", data);
    return json.writeValueAsBytes(body);
  }

  private static EventType type(IncidentChanged.Change change) {
    return switch (change) {
      case OPENED -> EventType.INCIDENT_OPENED;
      case UPDATED -> EventType.INCIDENT_UPDATED;
      case ACKNOWLEDGED -> EventType.INCIDENT_ACKNOWLEDGED;
      case RESOLVED -> EventType.INCIDENT_RESOLVED;
    };
  }
}
