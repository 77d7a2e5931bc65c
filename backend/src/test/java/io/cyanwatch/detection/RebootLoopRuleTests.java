package io.cyanwatch.detection;

import static io.cyanwatch.detection.States.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RebootLoopRuleTests {
  private final RebootLoopRule rule =
      new RebootLoopRule(
          3, Duration.ofMinutes(10), 5, Duration.ofHours(1), 3, Duration.ofMinutes(30));
  private final States device = new States();

  @Test
  void threeUnexpectedBootsInTenMinutesAreALoop() {
    panics(1, 1).panics(2, 300).panics(3, 600);

    assertThat(rule.judge(device.state(), at(601))).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void aBootOnTheEdgeOfTheWindowDoesNotCount() {
    panics(1, 0).panics(2, 300).panics(3, 600);

    assertThat(rule.judge(device.state(), at(601))).isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void twoAreNone() {
    panics(1, 0).panics(2, 60);

    assertThat(rule.judge(device.state(), at(61))).isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void fiveInAnHourAreALoopToo() {
    panics(1, 0).panics(2, 700).panics(3, 1400).panics(4, 2100).panics(5, 2800);

    assertThat(rule.judge(device.state(), at(2801))).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void bootsThatSomebodyWantedDoNotCount() {
    device
        .boots(1, 0, "update", true)
        .boots(2, 60, "command", true)
        .boots(3, 120, "low_power", true);

    assertThat(rule.judge(device.state(), at(121))).isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void powerOnIsSuspiciousInNumbers() {
    device
        .boots(1, 0, "power_on", true)
        .boots(2, 60, "power_on", true)
        .boots(3, 120, "power_on", true);

    assertThat(rule.judge(device.state(), at(121))).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void aDeviceThatCountedEarlyResetsItselfIsBelieved() {
    device.boots(9, 0, "task_watchdog", false, 3);

    assertThat(rule.judge(device.state(), at(1))).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void twoEarlyResetsAreNotEnough() {
    device.boots(9, 0, "task_watchdog", false, 2);

    assertThat(rule.judge(device.state(), at(1))).isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void itIsOverAfterThirtyMinutesOfUptime() {
    panics(1, 0).panics(2, 60).panics(3, 120);

    assertThat(rule.judge(device.state(), at(120 + 1799))).isInstanceOf(Verdict.Fault.class);
    assertThat(rule.judge(device.state(), at(120 + 1800))).isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void aDeviceThatDiedInItsLoopHasNotRecovered() {
    panics(1, 0).panics(2, 60).panics(3, 120);
    device.folding().lose(at(130), "will");

    assertThat(rule.judge(device.state(), at(120 + 1800))).isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void theSentenceNamesTheNumberTheTimeAndTheFirstReason() {
    panics(1, 0).panics(2, 60).panics(3, 180);

    var fault = (Verdict.Fault) rule.judge(device.state(), at(181));

    assertThat(fault.summary())
        .isEqualTo("Restarted 3 times in 3 min; the first reason was panic.");
    assertThat(fault.evidence()).containsKeys("rule", "version", "thresholds", "facts");
  }

  private RebootLoopRuleTests panics(int counter, long second) {
    device.boots(counter, second, "panic", false);
    return this;
  }
}
