package io.cyanwatch.simulator.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WeatherTest {
  private final Weather weather = new Weather(5_000);

  @Test
  void everythingIsUpBeforeAnythingHappened() {
    assertThat(weather.during(0, 10)).isEqualTo(Phase.ALL_UP);
  }

  @Test
  void aRequestThatEndedBeforeTheCutIsNotExcusedByIt() {
    weather.radioPulled(1_000);
    assertThat(weather.during(500, 999)).isEqualTo(Phase.ALL_UP);
    assertThat(weather.during(500, 1_000)).isEqualTo(Phase.RADIO_PULLED);
  }

  @Test
  void aCutLastsUntilTheCableIsInAgain() {
    weather.uplinkPulled(1_000);
    assertThat(weather.during(90_000, 90_001)).isEqualTo(Phase.UPLINK_PULLED);
    weather.uplinkBack(2_000);
    assertThat(weather.during(1_999, 2_500)).isEqualTo(Phase.UPLINK_PULLED);
    assertThat(weather.during(2_000, 2_500)).isEqualTo(Phase.ALL_UP);
  }

  @Test
  void settlingEndsWhenItsTimeIsOver() {
    weather.radioPulled(1_000);
    weather.linkBack(3_000);
    assertThat(weather.during(2_999, 3_500)).isEqualTo(Phase.RADIO_PULLED);
    assertThat(weather.during(3_000, 3_500)).isEqualTo(Phase.SETTLING);
    assertThat(weather.during(7_999, 9_000)).isEqualTo(Phase.SETTLING);
    assertThat(weather.during(8_000, 9_000)).isEqualTo(Phase.ALL_UP);
  }

  @Test
  void theWorstPhaseOfALongRequestCounts() {
    weather.uplinkPulled(1_000);
    weather.uplinkBack(2_000);
    weather.radioPulled(3_000);
    weather.linkBack(4_000);
    assertThat(weather.during(500, 9_500)).isEqualTo(Phase.RADIO_PULLED);
    assertThat(weather.during(500, 2_999)).isEqualTo(Phase.UPLINK_PULLED);
  }

  @Test
  void anotherCutEndsTheSettling() {
    weather.linkBack(1_000);
    weather.uplinkPulled(2_000);
    assertThat(weather.during(2_000, 2_500)).isEqualTo(Phase.UPLINK_PULLED);
    assertThat(weather.lengths(0, 3_000))
        .isEqualTo(
            Map.of(
                Phase.ALL_UP, 1_000L,
                Phase.SETTLING, 1_000L,
                Phase.UPLINK_PULLED, 1_000L,
                Phase.RADIO_PULLED, 0L));
  }

  @Test
  void thePhasesOfARunAddUpToIt() {
    weather.radioPulled(500);
    weather.linkBack(2_500);
    weather.radioPulled(20_000);
    var lengths = weather.lengths(1_000, 30_000);
    assertThat(lengths)
        .containsEntry(Phase.RADIO_PULLED, 11_500L)
        .containsEntry(Phase.SETTLING, 5_000L)
        .containsEntry(Phase.ALL_UP, 12_500L);
  }
}
