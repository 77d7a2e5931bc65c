package io.cyanwatch.simulator.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.simulator.testbed.Fault.Kind;
import io.cyanwatch.simulator.testbed.Step.Act;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void theSameSeedPullsTheSame() {
    assertThat(Schedule.of(7, 600_000)).isEqualTo(Schedule.of(7, 600_000));
    assertThat(Schedule.of(7, 600_000)).isNotEqualTo(Schedule.of(8, 600_000));
  }

  @Test
  void aLongerRunBeginsLikeAShortOne() {
    var shorter = Schedule.of(3, 120_000);
    assertThat(Schedule.of(3, 3_600_000)).startsWith(shorter.toArray(Fault[]::new));
  }

  @Test
  void aRadioCutIsThreeStepsAndAnUplinkCutTwo() {
    var faults =
        List.of(
            new Fault(Kind.RADIO, 1_000, 4_000, 500, true),
            new Fault(Kind.UPLINK, 9_000, 6_000, 0, false),
            new Fault(Kind.LEASE, 20_000, 0, 0, true));

    assertThat(Step.of(faults))
        .containsExactly(
            new Step(1_000, Act.PULL_RADIO),
            new Step(5_000, Act.RADIO_BACK),
            new Step(5_500, Act.OTHER_ADDRESS),
            new Step(9_000, Act.PULL_UPLINK),
            new Step(15_000, Act.PLUG_UPLINK),
            new Step(20_000, Act.OTHER_ADDRESS));
  }

  @Test
  void aRadioThatComesBackWithTheSameAddressSaysSo() {
    var steps = Step.of(List.of(new Fault(Kind.RADIO, 0, 4_000, 500, false)));
    assertThat(steps).last().isEqualTo(new Step(4_500, Act.SAME_ADDRESS));
  }

  @Property(tries = 200)
  void noFaultBeginsBeforeTheLastIsOver(
      @ForAll long seed, @ForAll @IntRange(min = 60, max = 7_200) int seconds) {
    var over = 0L;
    for (var fault : Schedule.of(seed, seconds * 1_000L)) {
      assertThat(fault.atMs()).isGreaterThanOrEqualTo(over + 6_000);
      over = fault.overMs();
    }
    assertThat(over).isLessThanOrEqualTo(seconds * 1_000L - Schedule.CALM_MS);
  }

  @Property(tries = 100)
  void twoMinutesPullBothTheRadioAndTheUplink(@ForAll long seed) {
    assertThat(Schedule.of(seed, 120_000))
        .extracting(Fault::kind)
        .startsWith(Kind.RADIO, Kind.UPLINK, Kind.RADIO);
  }
}
