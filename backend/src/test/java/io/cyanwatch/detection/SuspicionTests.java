package io.cyanwatch.detection;

import static io.cyanwatch.detection.States.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SuspicionTests {
  private static final long DAY = 24 * 3600;
  private final SuspectListenerRule rule = new SuspectListenerRule();
  private final States device = new States().boots(1, 0, "power_on", true);

  @Test
  void anAddressThatMovedWithoutANewListenerIsSuspect() {
    device.beats(1, 10, new Beats()).beats(1, 40, new Beats().ip("10.0.0.77"));

    assertThat(judge(40, null)).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void noAddressAtAllIsNoMove() {
    device.beats(1, 10, new Beats()).beats(1, 40, new Beats().ip("0.0.0.0"));

    assertThat(judge(40, null)).isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void aBoardThatHealsByItselfIsNotSuspected() {
    var linux = new States();
    var born =
        new io.cyanwatch.timeline.Observation.Born(
            linux.stamp(States.boot(1), 0, 1),
            "power_on",
            null,
            true,
            0,
            java.time.Duration.ofSeconds(30),
            "linux",
            "1",
            "linux 6.1",
            null,
            null,
            null,
            List.of(),
            Map.of(),
            java.util.Optional.empty(),
            new byte[0]);
    linux.takes(born);
    linux.beats(1, 10, new Beats()).beats(1, 40, new Beats().ups(2));

    assertThat(rule.judge(linux.state(), Surroundings.NONE, at(40)))
        .isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void nobodyForLongerThanUsualIsSuspectOnlyWhileNeighboursAreVisited() {
    busy();
    device.beats(1, DAY + 600, new Beats().idle(601));

    assertThat(judge(DAY + 600, null)).isInstanceOf(Verdict.Clear.class);
    assertThat(judge(DAY + 600, DAY + 299)).isInstanceOf(Verdict.Clear.class);
    assertThat(judge(DAY + 600, DAY + 301)).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void tenMinutesAreTheLeast() {
    busy();
    device.beats(1, DAY + 600, new Beats().idle(600));

    assertThat(judge(DAY + 600, DAY + 590)).isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void withoutAHistoryNobodyKnowsWhatIsUsual() {
    device.beats(1, 300, new Beats().idle(10)).beats(1, 9000, new Beats().idle(8000));

    assertThat(judge(9000, 8990L)).isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void aDeviceThatUsuallyWaitsForHoursMayWaitForHours() {
    for (var second = 0L; second < DAY; second += 300) {
      device.beats(1, second, new Beats().idle(second % 7200));
    }
    device.beats(1, DAY + 600, new Beats().idle(3 * 7200));

    assertThat(judge(DAY + 600, DAY + 590)).isInstanceOf(Verdict.Clear.class);
  }

  /// A dead listener waits as well: what it does is no habit.
  @Test
  void aSilenceDoesNotTeachItself() {
    for (var second = 0L; second < 3 * 3600; second += 30) {
      device.beats(1, second, new Beats().idle(second % 600));
    }
    for (var second = 3 * 3600L; second < 4 * 3600; second += 30) {
      device.beats(1, second, new Beats().idle(second - 10_200));
    }

    assertThat(judge(4 * 3600, 4 * 3600L - 10)).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void aWaitThatAProbeProvedHarmlessIsNotSuspiciousAgain() {
    busy();
    device.beats(1, DAY + 1000, new Beats().idle(1000));
    isSuspectedSince(DAY + 1000);
    device.isProbed(DAY + 1200, "open");
    assertThat(device.state().rhythm().patience().toSeconds()).isEqualTo(2400);

    device.beats(1, DAY + 2000, new Beats().idle(2000));
    var verdict = judge(DAY + 2000, DAY + 1990);
    assertThat(verdict).isInstanceOf(Verdict.Clear.class);
    assertThat(((Verdict.Clear) verdict).reason())
        .startsWith("F18: It is idle, not dead")
        .contains("Nobody had come for 1200 s; 7 s are usual. To do: Nothing;");
  }

  @Test
  void aListenerThatWasNotOpenedAgainAndAnswersWasNotIdle() {
    device.beats(1, 10, new Beats()).beats(1, 40, new Beats().ups(2));
    isSuspectedSince(40);

    device.isProbed(45, "open");

    assertThat(reason(45)).isEqualTo("A probe from outside found it open.");
  }

  @Test
  void aProbeOfAnotherDoubtSaysNothingOfThisOne() {
    busy();
    device.beats(1, DAY + 1000, new Beats().idle(1000)).isProbed(DAY + 1200, "open");
    device.beats(1, DAY + 1300, new Beats().ups(2)).beats(1, DAY + 1330, new Beats().generation(2));
    isSuspectedSince(DAY + 1300);

    assertThat(reason(DAY + 1330)).isEqualTo("Nothing speaks against it.");
  }

  private void isSuspectedSince(long second) {
    var hold = new DeviceState.Hold(at(second), true, null);
    device.folding().hold(new TreeMap<>(Map.of(SuspectListenerRule.KIND, hold)));
  }

  private String reason(long second) {
    return ((Verdict.Clear) judge(second, null)).reason();
  }

  @Test
  void aHeartbeatInTheSameFiveMinutesChangesNothing() {
    device.beats(1, 310, new Beats().idle(10));
    var before = device.state();

    device.beats(1, 590, new Beats().idle(3).accepts(400));

    assertThat(device.state()).isEqualTo(before);
  }

  private void busy() {
    for (var second = 0L; second < DAY; second += 300) {
      device.beats(1, second, new Beats().idle(5 + second % 60));
    }
  }

  private Verdict judge(long second, @org.jspecify.annotations.Nullable Long peers) {
    var around = new Surroundings(List.of(), peers == null ? null : at(peers));
    return rule.judge(device.state(), around, at(second));
  }
}
