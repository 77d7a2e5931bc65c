package io.cyanwatch.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.detection.Judgement;
import io.cyanwatch.detection.Judgement.Opinion;
import io.cyanwatch.detection.Subject;
import io.cyanwatch.detection.Verdict;
import io.cyanwatch.detection.Verdict.Severity;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/// When people are told, on both sides of each edge. Judgements are dated; only the last step asks
/// what time it is. Each is one transaction, so that no timer comes between.
@CyanwatchTest
@Transactional
class SettlingTests {
  @Autowired Settling settling;
  @Autowired Incidents incidents;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private final String device = "settling-" + UUID.randomUUID();
  private final Subject subject =
      new Subject(
          Subject.Type.DEVICE, device, ThreadLocalRandom.current().nextLong(1L << 50), "", null);

  @Test
  void aFaultThatComesBackWithinTenMinutesContinuesItsIncident() {
    finds("dead_listener", ago(2_000));
    clears("dead_listener", ago(1_000));

    finds("dead_listener", ago(401));
    assertThat(incidents("dead_listener")).hasSize(1);
    clears("dead_listener", ago(400));
    assertThat(told("dead_listener")).isEqualTo(1);
  }

  @Test
  void aFaultThatComesBackAfterTenMinutesIsANewOne() {
    finds("dead_listener", ago(2_000));
    clears("dead_listener", ago(1_000));

    finds("dead_listener", ago(399));

    assertThat(incidents("dead_listener")).hasSize(2);
  }

  @Test
  void whatIsFoundAgainIsOneIncidentToldOnce() {
    finds("dead_listener", ago(100));
    finds("dead_listener", ago(50));

    assertThat(incidents("dead_listener")).hasSize(1);
    assertThat(told("dead_listener")).isEqualTo(1);
  }

  @Test
  void whatIsFoundEndsAndIsFoundAgainInOneJudgementIsOneIncident() {
    var at = ago(100);
    var fault = new Verdict.Fault(Severity.CRITICAL, at, "dead_listener", Map.of());
    var clear = new Verdict.Clear("It is well.");

    settling.on(
        new Judgement(
            at,
            Stream.of(fault, clear, fault)
                .map(verdict -> new Opinion(subject, "dead_listener", verdict))
                .toList()));

    assertThat(incidents("dead_listener")).hasSize(1);
    assertThat(incidents.openOf("dead_listener", "device", device)).isPresent();
  }

  @Test
  void anAbsenceWaitsForThirtySecondsBeforeItIsTold() {
    finds("offline", ago(20));
    settling.tellThoseDue();
    assertThat(told("offline")).isZero();

    clears("offline", ago(10));
    settling.tellThoseDue();
    assertThat(told("offline")).isZero();
  }

  @Test
  void afterThirtySecondsItIsTold() {
    finds("offline", ago(31));

    settling.tellThoseDue();

    assertThat(told("offline")).isEqualTo(1);
  }

  @Test
  void aSnoozedAbsenceIsToldWhenItsSnoozeIsOver() {
    finds("offline", ago(31), clock.instant().plusSeconds(600));
    settling.tellThoseDue();
    assertThat(told("offline")).isZero();

    finds("flapping", ago(31), clock.instant().minusSeconds(1));
    settling.tellThoseDue();
    assertThat(told("flapping")).isEqualTo(1);
  }

  @Test
  void flappingExplainsTheAbsencesOfItsDevice() {
    finds("offline", ago(40));
    finds("flapping", ago(39));

    settling.tellThoseDue();

    assertThat(told("offline")).isZero();
    assertThat(told("flapping")).isEqualTo(1);
  }

  @Test
  void aCloneExplainsThatItsNameComesAndGoes() {
    finds("offline", ago(50));
    finds("flapping", ago(49));
    finds("clone_suspected", ago(25));

    settling.tellThoseDue();
    clears("offline", ago(20));
    finds("offline", ago(10));
    settling.tellThoseDue();

    assertThat(told("clone_suspected")).isEqualTo(1);
    assertThat(told("offline") + told("flapping")).isZero();
  }

  private Instant ago(long seconds) {
    return clock.instant().minusSeconds(seconds).truncatedTo(ChronoUnit.MILLIS);
  }

  private void finds(String kind, Instant at) {
    judges(kind, new Verdict.Fault(Severity.CRITICAL, at, kind, Map.of()), at);
  }

  private void finds(String kind, Instant at, Instant snoozed) {
    finds(kind, at);
    var incident = incidents.openOf(kind, "device", device).orElseThrow();
    incident.snooze(incident.view(Map.of()).version(), snoozed);
  }

  private void clears(String kind, Instant at) {
    judges(kind, new Verdict.Clear("It is well."), at);
  }

  private void judges(String kind, Verdict verdict, Instant at) {
    settling.on(new Judgement(at, List.of(new Opinion(subject, kind, verdict))));
  }

  private List<UUID> incidents(String kind) {
    incidents.flush();
    return jdbc.sql("select id from incident.incident where subject = :device and kind = :kind")
        .param("device", device)
        .param("kind", kind)
        .query(UUID.class)
        .list();
  }

  private long told(String kind) {
    incidents.flush();
    return jdbc.sql(
            """
            select count(*) from incident.incident
            where subject = :device and kind = :kind and notified_at >= :epoch
            """)
        .param("device", device)
        .param("kind", kind)
        .param("epoch", Timestamp.from(Instant.EPOCH))
        .query(Long.class)
        .single();
  }
}
