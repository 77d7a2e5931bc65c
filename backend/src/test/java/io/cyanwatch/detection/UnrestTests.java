package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// One break is counted once, however many ways it shows in.
class UnrestTests {
  private final States device = new States().boots(1, 0, "power_on", true).beats(1, 10);

  @Test
  void aHeartbeatBetweenWifiAndBrokerDoesNotCountTheBreakTwice() {
    device.beats(1, 40, 1, up(2)).beats(1, 45, 2, up(2)).beats(1, 75, 2, up(2));

    assertThat(breaks()).isEqualTo(1);
  }

  @Test
  void norDoesAnAbsenceThatWasFoundBefore() {
    device.folding().lose(States.at(85), "silence");
    device.beats(1, 60, 1, up(2)).beats(1, 90, 1, up(2)).beats(1, 120, 2, up(2));

    assertThat(breaks()).isEqualTo(1);
  }

  @Test
  void eachOfManyCounts() {
    for (var n = 1; n <= 4; n++) {
      device.beats(1, 60L * n, n, up(n + 1)).beats(1, 60L * n + 5, n + 1, up(n + 1));
    }

    assertThat(breaks()).isEqualTo(4);
  }

  @Test
  void aBreakThatASessionSurvivedExcusesNoneThatComesLongAfter() {
    device.beats(1, 40, 1, up(2)).beats(1, 341, 2, up(2));

    assertThat(breaks()).isEqualTo(2);
  }

  @Test
  void oneThatComesSoonIsTheSame() {
    device.beats(1, 40, 1, up(2)).beats(1, 340, 2, up(2));

    assertThat(breaks()).isEqualTo(1);
  }

  private static Beats up(long ups) {
    return new Beats().ups(ups);
  }

  private int breaks() {
    return device.state().unrest().breaks().size();
  }
}
