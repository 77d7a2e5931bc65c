package io.cyanwatch.incident;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.SteppedClock;
import io.cyanwatch.access.Audit;
import io.cyanwatch.detection.Judgement;
import io.cyanwatch.detection.Judgement.Opinion;
import io.cyanwatch.detection.Subject;
import io.cyanwatch.detection.Verdict;
import io.cyanwatch.detection.Verdict.Severity;
import io.cyanwatch.incident.IncidentChanged.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import org.springframework.transaction.annotation.Transactional;

/// One device and what is said of it, on the real database, at moments that the test names. Each
/// test is one transaction, so that no timer comes between.
@CyanwatchTest
@Transactional
@RecordApplicationEvents
abstract class SettlingStage {
  static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

  @Autowired Incidents incidents;
  @Autowired Parents parents;
  @Autowired Telling telling;
  @Autowired History history;
  @Autowired Silences silences;
  @Autowired Audit audit;
  @Autowired tools.jackson.databind.json.JsonMapper json;
  @Autowired JdbcClient jdbc;
  @Autowired ApplicationEvents events;

  final String device = "settling-" + UUID.randomUUID();
  final SteppedClock clock = SteppedClock.at(START);
  Settling settling;
  IncidentDesk desk;

  private final Subject subject =
      new Subject(
          Subject.Type.DEVICE, device, ThreadLocalRandom.current().nextLong(1L << 50), "", null);

  void at(double seconds) {
    clock.set(after(seconds));
  }

  private static Instant after(double seconds) {
    return START.plusMillis(Math.round(seconds * 1000));
  }

  @BeforeEach
  void settleByOurClock() {
    var properties =
        new IncidentProperties(
            Duration.ofSeconds(30), Duration.ofSeconds(120), Duration.ofMinutes(10));
    var neighbours = new Neighbours(incidents, properties);
    settling = new Settling(incidents, parents, neighbours, telling, properties, json, clock);
    desk = new IncidentDesk(incidents, history, telling, settling, audit, jdbc, clock);
  }

  void finds(String kind, double at) {
    finds(kind, at, kind);
  }

  void finds(String kind, double at, String summary) {
    at(at);
    judges(kind, new Verdict.Fault(Severity.CRITICAL, clock.instant(), summary, Map.of()));
  }

  void clears(String kind, double at) {
    at(at);
    judges(kind, new Verdict.Clear("It is well."));
  }

  private void judges(String kind, Verdict verdict) {
    settling.on(new Judgement(clock.instant(), List.of(opinion(kind, verdict))));
  }

  Opinion opinion(String kind, Verdict verdict) {
    return new Opinion(subject, kind, verdict);
  }

  /// Whose time has come is told.
  void waits(double until) {
    at(until);
    settling.tellThoseDue();
  }

  void acknowledges(String kind) {
    var open = open(kind);
    desk.acknowledge(open.id(), open.version());
  }

  void snoozes(String kind, double until) {
    var open = open(kind);
    desk.snooze(open.id(), open.version(), after(until));
  }

  IncidentView open(String kind) {
    incidents.flush();
    return incidents.openOf(kind, "device", device).orElseThrow().view(Map.of());
  }

  /// What people were told of this device, in order.
  List<Change> told(String kind) {
    return changes(kind).filter(IncidentChanged::told).map(IncidentChanged::change).toList();
  }

  /// What open pages heard of this device, in order.
  java.util.stream.Stream<IncidentChanged> changes(String kind) {
    return events.stream(IncidentChanged.class)
        .filter(it -> it.incident().subject().equals(device) && it.incident().kind().equals(kind));
  }

  List<UUID> incidents(String kind) {
    incidents.flush();
    return jdbc.sql("select id from incident.incident where subject = :device and kind = :kind")
        .param("device", device)
        .param("kind", kind)
        .query(UUID.class)
        .list();
  }

  List<History.Entry> history(String kind) {
    return history.of(incidents(kind).getFirst());
  }
}
