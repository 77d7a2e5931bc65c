package io.cyanwatch.detection;

import static io.cyanwatch.detection.States.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ListenerRulesTests {
  private final DeadListenerRule dead =
      new DeadListenerRule(Duration.ofSeconds(30), Duration.ofSeconds(5), 3);
  private final SuspectListenerRule suspect = new SuspectListenerRule();
  private final States device = new States().boots(1, 0, "power_on", true);

  @Test
  void aListenerMayBeAwayForThirtySeconds() {
    device.beats(1, 10, "down", 1, 1, 5).beats(1, 40, "down", 1, 1, 5);
    assertThat(dead.judge(device.state(), Surroundings.NONE, at(40)))
        .isInstanceOf(Verdict.Clear.class);

    device.beats(1, 41, "down", 1, 1, 5);
    assertThat(dead.judge(device.state(), Surroundings.NONE, at(41)))
        .isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void oneRecordOfAListenerThatIsStartingProvesNothingHoweverLongTheNextOneTakes() {
    device.beats(1, 10, "starting", 1, 1, 5);

    assertThat(dead.judge(device.state(), Surroundings.NONE, at(600)))
        .isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void whatIsSaidToBeUpIsNotDownAnyMore() {
    device.beats(1, 10, "starting", 1, 1, 5).tells(1, 11, "listener_up");

    assertThat(device.state().listener().downSince()).isNull();
  }

  @Test
  void aListenerThatWasDownWhileItsDeviceWasCutOffCountsFromItsReturn() {
    device.beats(1, 10);
    device.folding().lose(at(20), "will");
    device.keeps(1, 60, 300, "down").keeps(1, 200, 300, "down");
    assertThat(dead.judge(device.state(), Surroundings.NONE, at(300)))
        .isInstanceOf(Verdict.Clear.class);

    device.beats(1, 331, "down", 1, 1, 5);
    assertThat(dead.judge(device.state(), Surroundings.NONE, at(331)))
        .isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void aListenerThatStaysDownIsFollowedForTenMinutesAndThenIsSimplyDown() {
    for (var second = 10; second <= 1_210; second += 30) {
      device.beats(1, second, "down", 1, 1, 5);
    }
    var state = device.state();

    assertThat(device.beats(1, 1_240, "down", 1, 1, 5).state()).isEqualTo(state);
    assertThat(dead.judge(state, Surroundings.NONE, at(1_240))).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void aListenerThatIsOffOnPurposeIsNotDead() {
    device.beats(1, 10, "disabled", 1, 1, 5);

    assertThat(dead.judge(device.state(), Surroundings.NONE, at(100)))
        .isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void twoRefusedProbesFiveSecondsApartAreProof() {
    device.beats(1, 10).isProbed(20, "refused").isProbed(25, "refused");

    assertThat(dead.judge(device.state(), Surroundings.NONE, at(25)))
        .isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void twoRefusedProbesCloserTogetherAreNot() {
    device.beats(1, 10).isProbed(20, "refused").isProbed(24, "refused");

    assertThat(dead.judge(device.state(), Surroundings.NONE, at(25)))
        .isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void anOpenProbeBetweenThemBreaksTheRow() {
    device.beats(1, 10).isProbed(14, "refused").isProbed(17, "open").isProbed(22, "refused");

    assertThat(dead.judge(device.state(), Surroundings.NONE, at(25)))
        .isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void aTimeoutIsNoProof() {
    device.beats(1, 10).isProbed(20, "timeout").isProbed(30, "timeout");

    assertThat(dead.judge(device.state(), Surroundings.NONE, at(30)))
        .isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void aDeadListenerStaysDeadUntilAProbeFindsItOpen() {
    device.beats(1, 10).isProbed(20, "refused").isProbed(25, "refused");
    device.folding().listener().declareDead(at(25), "refused twice");

    device.beats(1, 40, "listening", 2, 1, 10).beats(1, 70, "listening", 2, 1, 12);
    assertThat(dead.judge(device.state(), Surroundings.NONE, at(70)))
        .isInstanceOf(Verdict.Fault.class);

    device.isProbed(71, "open");
    assertThat(dead.judge(device.state(), Surroundings.NONE, at(71)))
        .isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void withoutAProberANewGenerationThatAcceptsIsProof() {
    device.beats(1, 10, "down", 1, 1, 10);
    device.folding().listener().declareDead(at(41), "away");

    device.beats(1, 60, "listening", 2, 1, 10);
    assertThat(dead.judge(device.state(), Surroundings.NONE, at(60)))
        .isInstanceOf(Verdict.Fault.class);

    device.beats(1, 90, "listening", 2, 1, 11);
    assertThat(dead.judge(device.state(), Surroundings.NONE, at(90)))
        .isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void nothingIsProvenOfADeviceThatIsGone() {
    device.beats(1, 10, "down", 1, 1, 5);
    device.folding().lose(at(20), "will");

    assertThat(dead.judge(device.state(), Surroundings.NONE, at(100)))
        .isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void wifiThatCameBackWithoutANewListenerIsSuspect() {
    device.beats(1, 10, "listening", 1, 1, 10).beats(1, 40, "listening", 1, 2, 10);

    assertThat(suspect.judge(device.state(), Surroundings.NONE, at(40)))
        .isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void wifiThatCameBackWithANewListenerIsNot() {
    device.beats(1, 10, "listening", 1, 1, 10).beats(1, 40, "listening", 2, 2, 10);

    assertThat(suspect.judge(device.state(), Surroundings.NONE, at(40)))
        .isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void whoeverAcceptsAClientIsNotDeaf() {
    device.beats(1, 10, "listening", 1, 1, 10).beats(1, 40, "listening", 1, 2, 10);
    device.folding().listener().suspect(at(40), "wifi");

    device.beats(1, 70, "listening", 1, 2, 11);

    assertThat(device.state().listener().suspected()).isNull();
  }

  @Test
  void anOpenProbeDispelsTheDoubtForGood() {
    device.beats(1, 10, "listening", 1, 1, 10).beats(1, 40, "listening", 1, 2, 10);
    device.folding().listener().suspect(at(40), "wifi");

    device.isProbed(45, "open").beats(1, 70, "listening", 1, 2, 10);

    assertThat(suspect.judge(device.state(), Surroundings.NONE, at(70)))
        .isInstanceOf(Verdict.Clear.class);
  }
}
