package io.cyanwatch.incident;

import com.github.f4b6a3.uuid.UuidCreator;
import io.cyanwatch.detection.Judgement;
import io.cyanwatch.detection.Judgement.Opinion;
import io.cyanwatch.detection.Verdict;
import io.cyanwatch.incident.IncidentChanged.Change;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Turns judgements into incidents: at most one open per kind and subject, told once, and not told
/// at
/// all while a fault further up explains it.
@Component
class Settling {
  private static final String SYSTEM = "system:detection";
  private static final int AT_ONCE = 200;

  private final Incidents incidents;
  private final Telling telling;
  private final IncidentProperties properties;
  private final JsonMapper json;
  private final java.time.Clock clock;

  Settling(
      Incidents incidents,
      Telling telling,
      IncidentProperties properties,
      JsonMapper json,
      java.time.Clock clock) {
    this.incidents = incidents;
    this.telling = telling;
    this.properties = properties;
    this.json = json;
    this.clock = clock;
  }

  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  public void on(Judgement judgement) {
    var subjects = judgement.opinions().stream().map(o -> o.subject().id()).distinct().toList();
    var open = incidents.openAbout(subjects);
    for (var opinion : judgement.opinions()) {
      var known = open.stream().filter(incident -> incident.isAbout(opinion)).findFirst();
      switch (opinion.verdict()) {
        case Verdict.Fault fault -> fault(opinion, fault, known, judgement.at());
        case Verdict.Clear clear ->
            known.ifPresent(incident -> resolve(incident, clear.reason(), judgement.at()));
        case Verdict.Unsure _ -> {}
      }
    }
  }

  private void fault(Opinion opinion, Verdict.Fault fault, Optional<Incident> known, Instant now) {
    if (known.isPresent()) {
      if (!tellsLess(known.get(), fault) && known.get().update(fault, evidence(fault))) {
        telling.quietly(known.get(), Change.UPDATED, SYSTEM, fault.summary(), now);
      }
      return;
    }
    var type = opinion.subject().type().name().toLowerCase(Locale.ROOT);
    incidents
        .resolvedSince(opinion.kind(), type, opinion.subject().id(), now.minus(properties.reopen()))
        .ifPresentOrElse(resolved -> reopen(resolved, fault, now), () -> open(opinion, fault, now));
  }

  /// While an outage ends, fewer and fewer are lost; what it had been at its worst is what counts.
  private boolean tellsLess(Incident known, Verdict.Fault fault) {
    return lost(json.readTree(known.evidence())) > lost(json.valueToTree(fault.evidence()));
  }

  private static int lost(JsonNode evidence) {
    return evidence.path("facts").path("lost").size();
  }

  private void open(Opinion opinion, Verdict.Fault fault, Instant now) {
    var id = UuidCreator.getTimeOrderedEpoch();
    var incident = incidents.save(new Incident(id, opinion, fault, evidence(fault), now));
    settleTelling(incident, fault, Change.OPENED, now);
    if (opinion.kind().equals("uplink_lost")) {
      incidents
          .explainedBy(opinion.subject().id())
          .forEach(child -> suppress(child, incident, now));
    }
  }

  private void reopen(Incident incident, Verdict.Fault fault, Instant now) {
    incident.reopen(fault, evidence(fault));
    settleTelling(incident, fault, Change.UPDATED, now);
  }

  /// Now, after the hold, or not at all.
  private void settleTelling(Incident incident, Verdict.Fault fault, Change change, Instant now) {
    var parent = parent(incident);
    if (parent.isPresent()) {
      incident.suppress(parent.get().id());
      telling.quietly(incident, change, SYSTEM, "Behind " + parent.get().subject() + ".", now);
    } else if (fault.severity() == Verdict.Severity.INFO) {
      telling.quietly(incident, change, SYSTEM, fault.summary(), now);
    } else if (incident.kind().equals("offline")) {
      incident.tellAt(now.plus(properties.groupWait()));
      telling.quietly(incident, change, SYSTEM, fault.summary(), now);
    } else {
      telling.aloud(incident, change, SYSTEM, fault.summary(), now);
    }
  }

  private Optional<Incident> parent(Incident incident) {
    var accessPoint = incident.accessPoint();
    return accessPoint == null || !incident.kind().equals("offline")
        ? Optional.empty()
        : incidents.openUplink(accessPoint);
  }

  private void suppress(Incident child, Incident parent, Instant now) {
    child.suppress(parent.id());
    telling.quietly(child, Change.UPDATED, SYSTEM, "Explained by " + parent.subject() + ".", now);
  }

  private void resolve(Incident incident, String reason, Instant now) {
    incident.resolve("auto", now);
    telling.ended(incident, SYSTEM, reason, now);
    incidents
        .suppressedBy(incident.id())
        .forEach(child -> child.release(now.plus(properties.groupWait())));
  }

  /// Tells of those whose hold is over.
  @Scheduled(fixedDelayString = "PT1S")
  @Transactional
  public void tellThoseDue() {
    var now = clock.instant();
    for (var incident : incidents.dueToBeTold(now, AT_ONCE)) {
      var parent = parent(incident);
      if (parent.isPresent()) {
        suppress(incident, parent.get(), now);
      } else {
        telling.aloud(incident, Change.OPENED, SYSTEM, "It did not come back.", now);
      }
    }
  }

  private String evidence(Verdict.Fault fault) {
    return json.writeValueAsString(fault.evidence());
  }

  /// For the other ways in which an incident ends.
  void release(Incident parent, Instant now) {
    List<Incident> children = incidents.suppressedBy(parent.id());
    children.forEach(child -> child.release(now.plus(properties.groupWait())));
  }
}
