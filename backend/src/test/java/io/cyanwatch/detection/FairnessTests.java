package io.cyanwatch.detection;

import static io.cyanwatch.detection.States.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairnessTests {
  private final States device = new States().boots(1, 0, "power_on", true);

  @Test
  void aWarmUpLastsForNinetySecondsOrTheDevicesPatience() {
    var least = Duration.ofSeconds(90);

    assertThat(WarmUp.end(at(0), Duration.ofSeconds(25), least)).isEqualTo(at(90));
    assertThat(WarmUp.end(at(0), Duration.ofSeconds(150), least)).isEqualTo(at(150));
  }

  @Test
  void ourOwnAbsenceIsUnwatchedAfterThirtySeconds() {
    var patience = Duration.ofSeconds(30);

    assertThat(OwnWatch.judge(at(0), false, patience, at(29))).isInstanceOf(Verdict.Unsure.class);
    assertThat(OwnWatch.judge(at(0), false, patience, at(30))).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void breaksInsideAnOutageAreNotTheDevicesOwn() {
    for (var conn = 2; conn <= 6; conn++) {
      device.beats(1, 100 + conn, conn, new Beats());
    }
    var rule = new FlappingRule(6, Duration.ofMinutes(30), Duration.ofMinutes(30));
    var outage = new Surroundings(List.of(new Surroundings.Outage(at(100), at(110))), null);

    assertThat(rule.judge(device.state(), Surroundings.NONE, at(120)))
        .isInstanceOf(Verdict.Fault.class);
    assertThat(rule.judge(device.state(), outage, at(120))).isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void theSameBootAndNoNewDownEdgeIsTheNetworkBehindTheAccessPoint() {
    device.beats(1, 10, new Beats().downs(2));
    device.folding().lose(at(60), "will");
    device.beats(1, 300, 2, new Beats().downs(2));

    assertThat(device.state().absence())
        .extracting(DeviceState.Absence::signature)
        .isEqualTo(Signature.F9);
  }

  @Test
  void oneMoreDownEdgeIsTheRadio() {
    device.beats(1, 10, new Beats().downs(2));
    device.folding().lose(at(60), "silence");
    device.beats(1, 300, 2, new Beats().downs(3));

    assertThat(device.state().absence())
        .extracting(DeviceState.Absence::signature)
        .isEqualTo(Signature.F8);
  }

  @Test
  void anotherBootSaysNothingOfTheNetwork() {
    device.beats(1, 10, new Beats().downs(2));
    device.folding().lose(at(60), "will");
    device.boots(2, 300, "power_on", true).beats(2, 310, new Beats().downs(0));

    assertThat(device.state().absence()).extracting(DeviceState.Absence::signature).isNull();
  }
}
