package io.cyanwatch.detection;

import static io.cyanwatch.detection.States.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.detection.DeviceState.Hold;
import io.cyanwatch.detection.Verdict.Clear;
import io.cyanwatch.detection.Verdict.Severity;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HysteresisTests {
  private static final Verdict FAULT =
      Verdict.fault(Severity.WARNING, at(0), "ill", new Facts().put("n", 1));
  private static final Verdict CLEAR = new Clear("well");
  private final Hysteresis rule = new Hysteresis(Duration.ofSeconds(10), Duration.ofSeconds(60));

  @Test
  void aFaultIsKnownOnlyWhenItHeldForItsOpenDelay() {
    var first = rule.step(null, FAULT, at(0));
    assertThat(first.said()).isEmpty();
    assertThat(first.due()).contains(at(10));

    assertThat(rule.step(first.hold(), FAULT, at(9)).said()).isEmpty();
    assertThat(rule.step(first.hold(), FAULT, at(10)).said()).contains(FAULT);
  }

  @Test
  void aFaultThatEndsInsideItsOpenDelayMakesNoNoise() {
    var first = rule.step(null, FAULT, at(0));

    var end = rule.step(first.hold(), CLEAR, at(5));

    assertThat(end.hold()).isNull();
    assertThat(end.said()).isEmpty();
  }

  @Test
  void itIsOverOnlyWhenItWasAwayForItsCloseDelay() {
    var well = rule.step(new Hold(at(0), true, null), CLEAR, at(100));
    assertThat(well.said()).isEmpty();
    assertThat(well.due()).contains(at(160));

    assertThat(rule.step(well.hold(), CLEAR, at(159)).said()).isEmpty();
    assertThat(rule.step(well.hold(), CLEAR, at(160)).said()).contains(CLEAR);
  }

  @Test
  void aFaultThatComesBackInsideItsCloseDelayWasNeverOver() {
    var well = rule.step(new Hold(at(0), true, null), CLEAR, at(100));

    var ill = rule.step(well.hold(), FAULT, at(130));

    assertThat(ill.hold()).isEqualTo(new Hold(at(0), true, null));
    assertThat(rule.step(ill.hold(), CLEAR, at(165)).said()).isEmpty();
  }

  @Test
  void whatNobodyKnewIsNotSaidToBeOver() {
    assertThat(rule.step(null, CLEAR, at(0)).said()).isEmpty();
  }

  @Test
  void notToKnowKeepsWhatIsOpenAndOpensNothing() {
    var open = new Hold(at(0), true, null);

    assertThat(rule.step(open, new Verdict.Unsure(), at(500)).hold()).isEqualTo(open);
    assertThat(rule.step(new Hold(at(0), false, null), new Verdict.Unsure(), at(5)).hold())
        .isNull();
  }
}
