package io.cyanwatch.incident;

import static io.cyanwatch.incident.IncidentChanged.Change.ACKNOWLEDGED;
import static io.cyanwatch.incident.IncidentChanged.Change.OPENED;
import static io.cyanwatch.incident.IncidentChanged.Change.RESOLVED;
import static io.cyanwatch.incident.IncidentChanged.Change.UPDATED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What people hear of a fault that ends and comes back within the time in which it continues.
class ComingBackTests extends SettlingStage {
  @Test
  void whatWasToldIsToldAsAnUpdateOnceItsHoldIsOver() {
    finds("offline", 0);
    waits(30);
    clears("offline", 60);

    finds("offline", 100);
    waits(129);
    assertThat(told("offline")).containsExactly(OPENED, RESOLVED);

    waits(130);
    assertThat(told("offline")).containsExactly(OPENED, RESOLVED, UPDATED);
    assertThat(history("offline").getLast().note()).isEqualTo("It came back.");

    clears("offline", 140);
    assertThat(told("offline")).containsExactly(OPENED, RESOLVED, UPDATED, RESOLVED);
  }

  @Test
  void whatDoesNotWaitIsToldAtOnce() {
    finds("dead_listener", 0);
    clears("dead_listener", 60);

    finds("dead_listener", 100);

    assertThat(told("dead_listener")).containsExactly(OPENED, RESOLVED, UPDATED);
    assertThat(history("dead_listener").getLast().note()).isEqualTo("It came back.");
  }

  @Test
  void whoeverTookItOnIsNotToldAgain() {
    finds("offline", 0);
    waits(30);
    acknowledges("offline");
    clears("offline", 60);

    finds("offline", 100);
    waits(200);
    clears("offline", 210);

    assertThat(told("offline")).containsExactly(OPENED, ACKNOWLEDGED, RESOLVED);
    assertThat(history("offline"))
        .extracting(History.Entry::action)
        .containsExactly("opened", "opened", "acknowledged", "resolved", "updated", "resolved");
  }

  @Test
  void aBounceInsideTheHoldIsToldToNobody() {
    finds("offline", 0);
    waits(30);
    clears("offline", 60);

    finds("offline", 100);
    clears("offline", 110);
    waits(200);

    assertThat(told("offline")).containsExactly(OPENED, RESOLVED);
  }

  @Test
  void whatWasNeverToldIsToldAsNew() {
    finds("offline", 0);
    clears("offline", 10);

    finds("offline", 20);
    waits(50);

    assertThat(incidents("offline")).hasSize(1);
    assertThat(told("offline")).containsExactly(OPENED);
  }

  @Test
  void whatAFaultFurtherUpExplainsByThenIsNotTold() {
    finds("offline", 0);
    waits(30);
    clears("offline", 60);
    finds("flapping", 70);
    waits(100);

    finds("offline", 110);
    waits(200);
    clears("offline", 210);

    assertThat(told("offline")).containsExactly(OPENED, RESOLVED);
  }

  @Test
  void whatOutlastsItsExplanationIsToldAsAnUpdate() {
    finds("offline", 0);
    waits(30);
    clears("offline", 60);
    finds("flapping", 70);
    finds("offline", 110);

    clears("flapping", 200);
    waits(230);

    assertThat(told("offline")).containsExactly(OPENED, RESOLVED, UPDATED);
  }

  @Test
  void whoeverTakesItOnWithinTheHoldHasHeardOfIt() {
    finds("offline", 0);
    acknowledges("offline");
    waits(60);

    assertThat(told("offline")).containsExactly(ACKNOWLEDGED);
    clears("offline", 70);
    assertThat(told("offline")).containsExactly(ACKNOWLEDGED, RESOLVED);
  }
}
