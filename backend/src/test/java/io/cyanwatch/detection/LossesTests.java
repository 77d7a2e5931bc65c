package io.cyanwatch.detection;

import static io.cyanwatch.detection.States.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.timeline.Observation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossesTests {
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

  @Test
  void whoeverLosesNothingIsMissedAfterTwoAndAHalfIntervals() {
    var device = new States().beats(1, 10).beats(1, 40);

    assertThat(device.state().patience()).isEqualTo(Duration.ofSeconds(75));
  }

  @Test
  void whoeverJustLostOneMayLoseMoreInARow() {
    var device = new States().beats(1, 10);
    device.folding().missed(1, at(40));

    assertThat(device.state().patience()).isEqualTo(Duration.ofSeconds(165));
  }

  @Test
  void oneInTwentyIsLostFourTimesInARowOnceInAMonth() {
    var losses = Losses.NONE;
    for (var slot = 0; slot < 500; slot++) {
      var now = at(slot * 300L);
      losses = losses.beat(now, HALF_A_MINUTE);
      losses = slot % 2 == 0 ? losses.missed(1, now) : losses;
    }
    assertThat(losses.bearable()).isEqualTo(4);
  }

  @Test
  void aLossIsForgottenAfterSomeHours() {
    var losses = Losses.NONE.missed(1, at(0));

    assertThat(losses.beat(at(4 * 3600), HALF_A_MINUTE)).isNotEqualTo(Losses.NONE);
    assertThat(losses.beat(at(6 * 3600), HALF_A_MINUTE)).isEqualTo(Losses.NONE);
  }

  @Test
  void whatIsLostAtOnceIsNotBorneForLong() {
    assertThat(Losses.NONE.missed(1_000_000, at(0)).bearable()).isEqualTo(8);
  }

  @Test
  void itChangesOnceInFiveMinutes() {
    var losses = Losses.NONE.missed(1, at(0));

    assertThat(losses.beat(at(299), HALF_A_MINUTE)).isSameAs(losses);
    assertThat(losses.beat(at(300), HALF_A_MINUTE)).isNotEqualTo(losses);
  }

  @Test
  void beatsOfOneConnectionThatAreJumpedOverAreLosses() {
    var day = new Day();
    day.live(List.of(List.of(beat(0, 1), beat(1, 1), beat(3, 1))));

    assertThat(day.state.unrest().losses().missed()).isEqualTo(1);
  }

  @Test
  void whatIsMissingAfterANewConnectionWasLostToAnOutage() {
    var day = new Day();
    day.live(List.of(List.of(beat(0, 1), beat(1, 1), beat(9, 2))));

    assertThat(day.state.unrest().losses()).isEqualTo(Losses.NONE);
  }

  @Test
  void whatComesAfterAllWasNotLost() {
    var day = new Day();
    day.live(List.of(List.of(beat(0, 1), beat(2, 1)), List.of(beat(1, 1))));

    assertThat(day.state.unrest().losses()).isEqualTo(Losses.NONE);
  }

  private static Observation beat(long seq, long conn) {
    var at = 10_000 + seq * 1_000;
    return new Beats().at(Lives.stamp(1, seq, conn, 0, at, at));
  }
}
