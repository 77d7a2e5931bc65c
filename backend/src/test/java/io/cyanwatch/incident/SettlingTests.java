package io.cyanwatch.incident;

import static io.cyanwatch.incident.IncidentChanged.Change.OPENED;
import static io.cyanwatch.incident.IncidentChanged.Change.RESOLVED;
import static io.cyanwatch.incident.IncidentChanged.Change.UPDATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.detection.Judgement;
import io.cyanwatch.detection.Verdict;
import io.cyanwatch.detection.Verdict.Severity;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// When people are told, on both sides of each edge.
class SettlingTests extends SettlingStage {
  @Test
  void aFaultThatComesBackWithinTenMinutesContinuesItsIncident() {
    finds("dead_listener", 0);
    clears("dead_listener", 100);

    finds("dead_listener", 699.999);

    assertThat(incidents("dead_listener")).hasSize(1);
    assertThat(told("dead_listener")).containsExactly(OPENED, RESOLVED, UPDATED);
  }

  @Test
  void aFaultThatComesBackAfterTenMinutesIsANewOne() {
    finds("dead_listener", 0);
    clears("dead_listener", 100);

    finds("dead_listener", 700);

    assertThat(incidents("dead_listener")).hasSize(2);
    assertThat(told("dead_listener")).containsExactly(OPENED, RESOLVED, OPENED);
  }

  @Test
  void whatIsFoundAgainIsOneIncidentToldOnce() {
    finds("dead_listener", 0);
    finds("dead_listener", 50);

    assertThat(incidents("dead_listener")).hasSize(1);
    assertThat(told("dead_listener")).containsExactly(OPENED);
  }

  @Test
  void whatIsFoundEndsAndIsFoundAgainInOneJudgementIsOneIncident() {
    var fault = new Verdict.Fault(Severity.CRITICAL, START, "dead_listener", Map.of());
    var clear = new Verdict.Clear("It is well.");

    settling.on(
        new Judgement(
            START,
            Stream.of(fault, clear, fault)
                .map(verdict -> opinion("dead_listener", verdict))
                .toList()));

    assertThat(incidents("dead_listener")).hasSize(1);
    assertThat(incidents.openOf("dead_listener", "device", device)).isPresent();
  }

  @Test
  void anAbsenceIsNotToldBeforeThirtySecondsAreOver() {
    finds("offline", 0);

    waits(29.999);
    assertThat(told("offline")).isEmpty();

    waits(30);
    assertThat(told("offline")).containsExactly(OPENED);

    waits(300);
    assertThat(told("offline")).containsExactly(OPENED);
  }

  @Test
  void whoIsBackWithinThirtySecondsIsNeverToldOf() {
    finds("offline", 0);
    clears("offline", 29);

    waits(31);

    assertThat(told("offline")).isEmpty();
  }

  @Test
  void flappingExplainsTheAbsencesOfItsDevice() {
    finds("offline", 0);
    finds("flapping", 1);

    waits(40);

    assertThat(told("offline")).isEmpty();
    assertThat(told("flapping")).containsExactly(OPENED);
  }

  @Test
  void aCloneExplainsThatItsNameComesAndGoes() {
    finds("offline", 0);
    finds("flapping", 1);
    finds("clone_suspected", 25);
    waits(31);

    clears("offline", 40);
    finds("offline", 50);
    waits(90);

    assertThat(told("clone_suspected")).containsExactly(OPENED);
    assertThat(told("offline")).isEmpty();
    assertThat(told("flapping")).isEmpty();
  }
}
