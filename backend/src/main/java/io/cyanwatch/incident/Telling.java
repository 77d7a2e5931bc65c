package io.cyanwatch.incident;

import io.cyanwatch.incident.IncidentChanged.Change;
import java.time.Instant;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Writes an incident's history and says that it changed: aloud to people, or quietly to pages.
@Component
class Telling {
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private final Incidents incidents;
  private final History history;
  private final ApplicationEventPublisher events;
  private final JsonMapper json;

  Telling(Incidents incidents, History history, ApplicationEventPublisher events, JsonMapper json) {
    this.incidents = incidents;
    this.history = history;
    this.events = events;
    this.json = json;
  }

  void aloud(Incident incident, Change change, String actor, String note, Instant now) {
    incident.tell(now);
    publish(incident, change, true, actor, note, now);
  }

  void quietly(Incident incident, Change change, String actor, String note, Instant now) {
    publish(incident, change, false, actor, note, now);
  }

  /// Whoever was told of the beginning is told of the end.
  void ended(Incident incident, String actor, String note, Instant now) {
    publish(incident, Change.RESOLVED, incident.told(), actor, note, now);
  }

  IncidentView view(Incident incident) {
    return incident.view(json.readValue(incident.evidence(), MAP));
  }

  private void publish(
      Incident incident, Change change, boolean told, String actor, String note, Instant now) {
    incidents.flush(); // The version that others see is the one in the database.
    history.append(
        incident.id(), now, actor, change.name().toLowerCase(java.util.Locale.ROOT), note);
    events.publishEvent(new IncidentChanged(change, view(incident), told, now));
  }
}
