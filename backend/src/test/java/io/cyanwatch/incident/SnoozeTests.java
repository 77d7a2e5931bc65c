package io.cyanwatch.incident;

import static io.cyanwatch.incident.IncidentChanged.Change.ACKNOWLEDGED;
import static io.cyanwatch.incident.IncidentChanged.Change.OPENED;
import static io.cyanwatch.incident.IncidentChanged.Change.RESOLVED;
import static io.cyanwatch.incident.IncidentChanged.Change.UPDATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.incident.Silence.Matcher;
import io.cyanwatch.incident.Silence.Repeat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What is told at the end of a snooze or of a silence.
class SnoozeTests extends SettlingStage {
  @Test
  void whatIsStillSoAtTheEndOfASnoozeIsToldOnceMore() {
    finds("dead_listener", 0);
    snoozes("dead_listener", 600);

    waits(599);
    assertThat(told("dead_listener")).containsExactly(OPENED);

    waits(600);
    waits(700);
    assertThat(told("dead_listener")).containsExactly(OPENED, UPDATED);
    assertThat(history("dead_listener").getLast().note())
        .isEqualTo("Snoozed until now, and still so.");
  }

  @Test
  void whatWasNotToldBeforeItsSnoozeIsToldAsNew() {
    finds("offline", 0);
    snoozes("offline", 600);

    waits(599);
    assertThat(told("offline")).isEmpty();

    waits(600);
    assertThat(told("offline")).containsExactly(OPENED);
  }

  @Test
  void aSnoozeThatIsShorterThanTheHoldDoesNotShortenIt() {
    finds("offline", 0);
    snoozes("offline", 10);

    waits(29);
    assertThat(told("offline")).isEmpty();
    waits(30);
    assertThat(told("offline")).containsExactly(OPENED);
  }

  @Test
  void aSecondSnoozeReplacesTheFirst() {
    finds("dead_listener", 0);
    snoozes("dead_listener", 600);
    snoozes("dead_listener", 100);

    waits(100);
    assertThat(told("dead_listener")).containsExactly(OPENED, UPDATED);
  }

  @Test
  void recoveryEndsASnooze() {
    finds("dead_listener", 0);
    snoozes("dead_listener", 600);
    clears("dead_listener", 60);
    waits(700);
    assertThat(told("dead_listener")).containsExactly(OPENED, RESOLVED);
  }

  @Test
  void whatSomebodyTookOnIsNotToldAtTheEndOfItsSnooze() {
    finds("dead_listener", 0);
    acknowledges("dead_listener");
    snoozes("dead_listener", 600);
    waits(600);
    assertThat(told("dead_listener")).containsExactly(OPENED, ACKNOWLEDGED);

    finds("reboot_loop", 700);
    snoozes("reboot_loop", 900);
    acknowledges("reboot_loop");
    waits(900);
    assertThat(told("reboot_loop")).containsExactly(OPENED, ACKNOWLEDGED);
  }

  @Test
  void whatIsExplainedWhenItsSnoozeEndsIsToldIfItOutlastsThat() {
    finds("offline", 0);
    waits(30);
    snoozes("offline", 100);
    finds("flapping", 50);
    waits(100);
    assertThat(told("offline")).containsExactly(OPENED);

    clears("flapping", 200);
    waits(230);
    assertThat(told("offline")).containsExactly(OPENED, UPDATED);
  }

  @Test
  void aSilenceTellsAtItsEndWhatItKeptQuiet() {
    silence(100);
    finds("dead_listener", 0);

    waits(99);
    assertThat(told("dead_listener")).isEmpty();

    waits(100);
    assertThat(told("dead_listener")).containsExactly(OPENED);
    assertThat(history("dead_listener").getLast().note())
        .isEqualTo("Silenced until now, and still so.");
  }

  @Test
  void whatWasToldBeforeASilenceBeganIsNotToldAtItsEnd() {
    finds("dead_listener", 0);
    silence(100);

    waits(100);
    waits(200);

    assertThat(told("dead_listener")).containsExactly(OPENED);
  }

  private void silence(long until) {
    silences.add(
        new Silence(
            UUID.randomUUID(),
            List.of(new Matcher("device", device, false, true)),
            START,
            START.plusSeconds(until),
            Repeat.NONE,
            "repainting",
            "ops",
            START,
            null));
  }
}
