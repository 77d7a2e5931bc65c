package io.cyanwatch.detection;

import static io.cyanwatch.detection.States.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RebootLoopRuleTests {
  private final RebootLoopRule rule =
      new RebootLoopRule(
          3, Duration.ofMinutes(10), 5, Duration.ofHours(1), 3, Duration.ofMinutes(30));
  private final States device = new States();

  @Test
  void threeUnexpectedBootsInTenMinutesAreALoop() {
    panics(1, 1).panics(2, 300).panics(3, 600);

    assertThat(rule.judge(device.state(), Surroundings.NONE, at(601)))
        .isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void aBootOnTheEdgeOfTheWindowDoesNotCount() {
    panics(1, 0).panics(2, 300).panics(3, 600);

    assertThat(rule.judge(device.state(), Surroundings.NONE, at(601)))
        .isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void twoAreNone() {
    panics(1, 0).panics(2, 60);

    assertThat(rule.judge(device.state(), Surroundings.NONE, at(61)))
        .isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void fiveInAnHourAreALoopToo() {
    panics(1, 0).panics(2, 700).panics(3, 1400).panics(4, 2100).panics(5, 2800);

    assertThat(rule.judge(device.state(), Surroundings.NONE, at(2801)))
        .isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void bootsThatSomebodyWantedDoNotCount() {
    device
        .boots(1, 0, "update", true)
        .boots(2, 60, "command", true)
        .boots(3, 120, "low_power", true);

    assertThat(rule.judge(device.state(), Surroundings.NONE, at(121)))
        .isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void powerOnIsSuspiciousInNumbers() {
    device
        .boots(1, 0, "power_on", true)
        .boots(2, 60, "power_on", true)
        .boots(3, 120, "power_on", true);

    assertThat(rule.judge(device.state(), Surroundings.NONE, at(121)))
        .isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void aDeviceThatCountedEarlyResetsItselfIsBelieved() {
    device.boots(9, 0, "task_watchdog", false, 3);

    assertThat(rule.judge(device.state(), Surroundings.NONE, at(1)))
        .isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void twoEarlyResetsAreNotEnough() {
    device.boots(9, 0, "task_watchdog", false, 2);

    assertThat(rule.judge(device.state(), Surroundings.NONE, at(1)))
        .isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void itIsOverAfterThirtyMinutesOfUptime() {
    panics(1, 0).panics(2, 60).panics(3, 120);

    assertThat(rule.judge(device.state(), Surroundings.NONE, at(120 + 1799)))
        .isInstanceOf(Verdict.Fault.class);
    assertThat(rule.judge(device.state(), Surroundings.NONE, at(120 + 1800)))
        .isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void aDeviceThatDiedInItsLoopHasNotRecovered() {
    panics(1, 0).panics(2, 60).panics(3, 120);
    device.folding().lose(at(130), "will");

    assertThat(rule.judge(device.state(), Surroundings.NONE, at(120 + 1800)))
        .isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void theSentenceNamesTheNumberTheTimeAndTheFirstReason() {
    panics(1, 0).panics(2, 60).panics(3, 180);

    var fault = (Verdict.Fault) rule.judge(device.state(), Surroundings.NONE, at(181));

    assertThat(fault.summary())
        .isEqualTo("Restarted 3 times in 3 min; the first reason was panic.");
    assertThat(fault.evidence()).containsKeys("facts", "signature", "records");
  }

  @Test
  void resetsInsideAnOutageAreTheOutages() {
    panics(1, 100).panics(2, 200).panics(3, 300);

    assertThat(rule.judge(device.state(), dark(100, 300), at(301)))
        .isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void aResetJustOutsideOfItIsTheDevicesOwn() {
    panics(1, 100).panics(2, 361).panics(3, 400).panics(4, 500);

    assertThat(rule.judge(device.state(), dark(100, 300), at(501)))
        .isInstanceOf(Verdict.Fault.class);
    assertThat(rule.judge(device.state(), dark(100, 302), at(501)))
        .isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void powerOnIsNotSuspiciousOverAnHour() {
    for (var boot = 1; boot <= 5; boot++) {
      device.boots(boot, boot * 660L, "power_on", true);
    }

    assertThat(rule.judge(device.state(), Surroundings.NONE, at(3301)))
        .isInstanceOf(Verdict.Unsure.class);
  }

  private static Surroundings dark(long from, long to) {
    return new Surroundings(List.of(new Surroundings.Outage(at(from), at(to))), null);
  }

  private RebootLoopRuleTests panics(int counter, long second) {
    device.boots(counter, second, "panic", false);
    return this;
  }
}
