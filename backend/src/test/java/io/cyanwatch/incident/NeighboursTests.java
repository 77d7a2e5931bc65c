package io.cyanwatch.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.detection.Judgement;
import io.cyanwatch.detection.Judgement.Opinion;
import io.cyanwatch.detection.Subject;
import io.cyanwatch.detection.Verdict;
import io.cyanwatch.detection.Verdict.Severity;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Who waits for whom: those behind one access point come back one after the other, and those of a
/// site go one after the other.
class NeighboursTests extends SettlingStage {
  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final String here = run + ":here";
  private final Subject dark =
      new Subject(Subject.Type.ACCESS_POINT, here, null, "mill-" + run, here);

  @Test
  void whoIsStillOutWhileOthersComeBackIsNotToldYet() {
    hallGoes();
    well("offline", device(1), 600);
    well("offline", device(2), 600);
    well("uplink_lost", dark, 600);

    well("offline", device(3), 628);
    waits(631);
    assertThat(told("offline", device(4))).isFalse();
    waits(657.9);
    assertThat(told("offline", device(4))).isFalse();
    waits(668);
    assertThat(told("offline", device(4))).isTrue();
  }

  @Test
  void whoIsStillOutWhenNobodyComesBackAnyMoreIsTold() {
    hallGoes();
    well("offline", device(1), 600);
    well("offline", device(2), 600);
    well("offline", device(3), 600);
    well("uplink_lost", dark, 600);

    waits(630);

    assertThat(told("offline", device(4))).isTrue();
  }

  @Test
  void anAccessPointWaitsWhileMoreOfItsSiteGo() {
    fault("uplink_lost", dark, 10);
    fault("offline", elsewhere(1), 35);
    fault("offline", elsewhere(2), 36);

    waits(45);
    assertThat(told("uplink_lost", dark)).isFalse();
    waits(131);
    assertThat(told("uplink_lost", dark)).isTrue();
  }

  @Test
  void anAccessPointDoesNotWaitForOneThatFailsElsewhere() {
    fault("uplink_lost", dark, 10);
    fault("offline", elsewhere(1), 35);

    waits(45);

    assertThat(told("uplink_lost", dark)).isTrue();
  }

  private void hallGoes() {
    for (var n = 1; n <= 4; n++) {
      fault("offline", device(n), n);
    }
    fault("uplink_lost", dark, 10);
    waits(300);
  }

  private Subject device(int n) {
    return new Subject(Subject.Type.DEVICE, run + "-" + n, (long) n, "mill-" + run, here);
  }

  private Subject elsewhere(int n) {
    return new Subject(
        Subject.Type.DEVICE, run + "-e-" + n, 10L + n, "mill-" + run, run + ":elsewhere");
  }

  private void fault(String kind, Subject about, double at) {
    at(at);
    says(about, kind, new Verdict.Fault(Severity.CRITICAL, clock.instant(), kind, Map.of()));
  }

  private void well(String kind, Subject about, double at) {
    at(at);
    says(about, kind, new Verdict.Clear("It is well."));
  }

  private void says(Subject about, String kind, Verdict verdict) {
    settling.on(new Judgement(clock.instant(), List.of(new Opinion(about, kind, verdict))));
    incidents.flush();
  }

  private boolean told(String kind, Subject about) {
    return events.stream(IncidentChanged.class)
        .anyMatch(
            it ->
                it.told()
                    && it.incident().subject().equals(about.id())
                    && it.incident().kind().equals(kind));
  }
}
