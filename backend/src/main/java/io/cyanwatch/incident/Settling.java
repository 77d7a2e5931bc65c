package io.cyanwatch.incident;

import com.github.f4b6a3.uuid.UuidCreator;
import io.cyanwatch.detection.Judgement;
import io.cyanwatch.detection.Judgement.Opinion;
import io.cyanwatch.detection.Verdict;
import io.cyanwatch.incident.IncidentChanged.Change;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// Turns judgements into incidents: at most one open per kind and subject, told once, and not told
/// at all while a fault further up explains it.
@Component
class Settling {
  private static final String SYSTEM = "system:detection";
  private static final int AT_ONCE = 200;
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final Incidents incidents;
  private final Parents parents;
  private final Neighbours neighbours;
  private final Telling telling;
  private final IncidentProperties properties;
  private final JsonMapper json;
  private final Clock clock;

  Settling(
      Incidents incidents,
      Parents parents,
      Neighbours neighbours,
      Telling telling,
      IncidentProperties properties,
      JsonMapper json,
      Clock clock) {
    this.incidents = incidents;
    this.parents = parents;
    this.neighbours = neighbours;
    this.telling = telling;
    this.properties = properties;
    this.json = json;
    this.clock = clock;
  }

  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  public void on(Judgement judgement) {
    var now = judgement.at();
    var subjects = judgement.opinions().stream().map(o -> o.subject().id()).distinct().toList();
    // One judgement may find a fault, see it end, and find it again.
    var open = new ArrayList<>(incidents.openAbout(subjects));
    for (var opinion : judgement.opinions()) {
      var known = open.stream().filter(one -> !one.resolved() && one.isAbout(opinion)).findFirst();
      switch (opinion.verdict()) {
        case Verdict.Fault fault -> open.add(fault(opinion, fault, known, now));
        case Verdict.Clear clear ->
            known.ifPresent(incident -> resolve(incident, clear.reason(), now));
        case Verdict.Hindsight hindsight -> learn(opinion, hindsight, now);
        case Verdict.Unsure _ -> {}
      }
    }
  }

  private Incident fault(
      Opinion opinion, Verdict.Fault fault, Optional<Incident> known, Instant now) {
    if (known.isPresent()) {
      update(known.get(), fault, now);
      return known.get();
    }
    var type = opinion.subject().type().name().toLowerCase(Locale.ROOT);
    var since = now.minus(properties.reopen());
    return incidents
        .resolvedSince(opinion.kind(), type, opinion.subject().id(), since)
        .map(resolved -> reopen(resolved, fault, now))
        .orElseGet(() -> open(opinion, fault, now));
  }

  /// What is known is always the newest; the history tells only what is news.
  private void update(Incident incident, Verdict.Fault fault, Instant now) {
    var before = Finding.of(incident.summary(), json.readTree(incident.evidence()));
    var after = Finding.of(fault.summary(), json.valueToTree(fault.evidence()));
    if (after.equals(before) || after.tellsLessThan(before)) {
      return;
    }
    incident.update(fault, evidence(fault));
    if (after.isNewsAfter(before) || telling.isTimeToSayMore(incident, SYSTEM, now)) {
      telling.quietly(incident, Change.UPDATED, SYSTEM, fault.summary(), now);
    } else {
      telling.refreshed(incident, now);
    }
    explain(incident, fault, now);
  }

  private Incident open(Opinion opinion, Verdict.Fault fault, Instant now) {
    var id = UuidCreator.getTimeOrderedEpoch();
    var incident = incidents.save(new Incident(id, opinion, fault, evidence(fault), now));
    settle(incident, fault, Change.OPENED, fault.summary(), now);
    explain(incident, fault, now);
    return incident;
  }

  private Incident reopen(Incident incident, Verdict.Fault fault, Instant now) {
    incident.reopen(fault, evidence(fault));
    var note = incident.everTold() ? "It came back." : fault.summary();
    settle(incident, fault, Change.UPDATED, note, now);
    explain(incident, fault, now);
    return incident;
  }

  /// Now, after the hold, or not at all.
  private void settle(
      Incident incident, Verdict.Fault fault, Change change, String note, Instant now) {
    var parent = parents.of(incident);
    if (parent.isPresent()) {
      incident.suppress(parent.get().id());
      telling.quietly(incident, change, SYSTEM, "Behind " + parent.get().subject() + ".", now);
    } else if (fault.severity() == Verdict.Severity.INFO || incident.acknowledged()) {
      telling.quietly(incident, change, SYSTEM, note, now);
    } else if (Parents.waits(incident)) {
      incident.tellAt(now.plus(properties.groupWait()));
      telling.quietly(incident, change, SYSTEM, fault.summary(), now);
    } else {
      telling.found(incident, change, SYSTEM, note, now);
    }
  }

  /// Takes over what began with it, told or not: nobody is told of that again.
  private void explain(Incident parent, Verdict.Fault fault, Instant now) {
    if (!Parents.explains(parent)) {
      return;
    }
    var from = fault.since().minus(properties.spread());
    var children = children(parent, from);
    var note = "Explained by %s at %s.".formatted(parent.kind(), parent.subject());
    children.forEach(child -> child.suppress(parent.id()));
    children.forEach(child -> telling.reclassified(child, SYSTEM, note, now));
  }

  private List<Incident> children(Incident parent, Instant from) {
    return switch (parent.kind()) {
      case "uplink_lost" -> incidents.behind(parent.subject(), Parents.OF_OUTAGES, from);
      case "site_outage" -> {
        var kinds = new ArrayList<>(Parents.OF_OUTAGES);
        kinds.add("uplink_lost");
        yield incidents.at(parent.subject(), kinds, from).stream()
            .filter(child -> parents.covers(parent, child))
            .toList();
      }
      case "flapping" ->
          incidents.openOf("offline", "device", parent.subject()).stream()
              .filter(child -> child.suppressor().isEmpty())
              .toList();
      case "clone_suspected" ->
          Parents.OF_OUTAGES.stream()
              .flatMap(kind -> incidents.openOf(kind, "device", parent.subject()).stream())
              .filter(child -> child.suppressor().isEmpty())
              .toList();
      default -> List.of();
    };
  }

  void resolve(Incident incident, String reason, Instant now) {
    incident.resolve("auto", now);
    telling.ended(incident, SYSTEM, reason, now);
    release(incident, now);
  }

  /// What did not recover with its parent stands on its own.
  void release(Incident parent, Instant now) {
    var tellAt = now.plus(properties.groupWait());
    incidents.suppressedBy(parent.id()).forEach(child -> child.release(tellAt));
  }

  /// The device says afterwards what it was.
  private void learn(Opinion opinion, Verdict.Hindsight hindsight, Instant now) {
    var device = opinion.subject().device();
    if (device == null) {
      return;
    }
    incidents
        .newest(opinion.kind(), device, hindsight.from())
        .ifPresent(
            incident -> {
              var evidence = telling.evidence(incident);
              if (hindsight.signature().equals(evidence.put("hindsight", hindsight.signature()))) {
                return;
              }
              incident.learn(json.writeValueAsString(evidence));
              var note = "%s: %s".formatted(name(incident, hindsight), why(hindsight));
              telling.reclassified(incident, SYSTEM, note, now);
            });
  }

  private static String name(Incident incident, Verdict.Hindsight hindsight) {
    var id = hindsight.signature().get("id");
    var kind = hindsight.signature().get("kind");
    return kind == null ? String.valueOf(id) : "%s → %s, %s".formatted(incident.kind(), kind, id);
  }

  private static Object why(Verdict.Hindsight hindsight) {
    return hindsight.signature().getOrDefault("what", "");
  }

  /// Tells of those whose hold is over.
  @Scheduled(fixedDelayString = "PT1S")
  @Transactional
  public void tellThoseDue() {
    var now = clock.instant();
    for (var incident : incidents.dueToBeTold(now, AT_ONCE)) {
      var parent = parents.of(incident);
      if (parent.isPresent()) {
        incident.suppress(parent.get().id());
        telling.reclassified(incident, SYSTEM, "Explained by " + parent.get().subject() + ".", now);
      } else if (incident.acknowledged()) {
        incident.leave();
      } else if (neighbours.areMoving(incident, now)) {
        incident.tellAt(now.plus(AGAIN));
      } else {
        telling.found(incident, Change.UPDATED, SYSTEM, incident.late(), now);
      }
    }
  }

  private String evidence(Verdict.Fault fault) {
    return json.writeValueAsString(fault.evidence());
  }
}
