package io.cyanwatch.incident;

import io.cyanwatch.incident.IncidentChanged.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Writes an incident's history and says that it changed: aloud to people, or quietly to pages.
@Component
class Telling {
  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};
  private static final Duration SOON = Duration.ofMinutes(1);

  private final Incidents incidents;
  private final History history;
  private final Silences silences;
  private final ApplicationEventPublisher events;
  private final JsonMapper json;

  Telling(
      Incidents incidents,
      History history,
      Silences silences,
      ApplicationEventPublisher events,
      JsonMapper json) {
    this.incidents = incidents;
    this.history = history;
    this.silences = silences;
    this.events = events;
    this.json = json;
  }

  /// What a machine found: told unless somebody asked not to be told of it now. The first that
  /// people hear of an incident is that it opened, and only the first.
  void found(Incident incident, Change change, String actor, String note, Instant now) {
    var hush = hush(incident, now);
    if (hush.isEmpty()) {
      var news = incident.everTold() ? Change.UPDATED : Change.OPENED;
      aloud(incident, news, actor, note, now);
    } else {
      quietly(incident, change, actor, note + " Not told: " + hush.get(), now);
    }
  }

  private Optional<String> hush(Incident incident, Instant now) {
    var snoozed = incident.snoozedUntil().filter(until -> until.isAfter(now));
    if (snoozed.isPresent()) {
      incident.hush(null, snoozed.get());
      return Optional.of("snoozed until " + snoozed.get() + ".");
    }
    var silence = silences.over(incident, now);
    silence.ifPresent(s -> incident.hush(s.silence().id(), s.until()));
    return silence.map(s -> "silenced by " + s.silence().author() + " until " + s.until() + ".");
  }

  /// What people did is told in any case.
  void aloud(Incident incident, Change change, String actor, String note, Instant now) {
    incident.tell(now);
    publish(incident, change, true, actor, note, now);
  }

  void quietly(Incident incident, Change change, String actor, String note, Instant now) {
    publish(incident, change, false, actor, note, now);
  }

  /// The same with other numbers: pages show it, and the history does not grow by it.
  void refreshed(Incident incident, Instant now) {
    incidents.flush();
    events.publishEvent(new IncidentChanged(Change.UPDATED, view(incident), false, now));
  }

  /// Whether it is twice as old as when the history last told how it stood: so the history of a
  /// fault that lasts grows with the logarithm of its age.
  boolean isTimeToSayMore(Incident incident, String actor, Instant now) {
    var opened = incident.openedAt();
    var then = history.lastFinding(incident.id(), actor).orElse(opened);
    var doubled = Duration.between(opened, then).multipliedBy(2);
    var age = Duration.between(opened, now);
    return age.compareTo(SOON) >= 0 && age.compareTo(doubled) >= 0;
  }

  /// Something is understood better now; nobody is told again.
  void reclassified(Incident incident, String actor, String note, Instant now) {
    incidents.flush();
    history.append(incident.id(), now, actor, "reclassified", note);
    events.publishEvent(new IncidentChanged(Change.UPDATED, view(incident), false, now));
  }

  /// Whoever knows of it as open is told of the end.
  void ended(Incident incident, String actor, String note, Instant now) {
    publish(incident, Change.RESOLVED, incident.told(), actor, note, now);
  }

  IncidentView view(Incident incident) {
    return incident.view(evidence(incident));
  }

  Map<String, Object> evidence(Incident incident) {
    return json.readValue(incident.evidence(), MAP);
  }

  private void publish(
      Incident incident, Change change, boolean told, String actor, String note, Instant now) {
    incidents.flush(); // The version that others see is the one in the database.
    history.append(
        incident.id(), now, actor, change.name().toLowerCase(java.util.Locale.ROOT), note);
    events.publishEvent(new IncidentChanged(change, view(incident), told, now));
  }
}
