package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.timeline.Observation.Stamp;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Boots whose counters or clocks do not tell which of them is the newer.
class ReplacedTests {
  private final States device = new States();

  /// A new board under an old name, or one whose flash was erased, counts from the beginning.
  @Test
  void aBoardThatTookThePlaceOfAnotherIsTheDevice() {
    device.boots(41, 0, "power_on", true).beats(41, 30);
    device.folding().lose(States.at(105), "silence");

    says(3, 600, 0);
    assertThat(device.state().online()).as("whoever it is").isTrue();
    assertThat(device.state().boot()).as("it may have been kept").isEqualTo(States.boot(41));
    says(3, 604, 4);
    assertThat(device.state().boot()).as("what is kept comes at once").isEqualTo(States.boot(41));
    says(3, 606, 6);

    assertThat(device.state().boot()).isEqualTo(States.boot(3));
  }

  @Test
  void whatABootBeforeHadKeptIsNotTheDevice() {
    device.boots(41, 600, "power_on", true);

    for (var n = 0; n < 20; n++) {
      says(40, 602 + n, 30L * n);
    }

    assertThat(device.state().boot()).isEqualTo(States.boot(41));
  }

  @Test
  void twoThatTakeTurnsDoNotTakeEachOthersPlace() {
    device.boots(41, 0, "power_on", true).beats(41, 30);
    says(3, 60, 0);
    device.beats(41, 90, 2, new Beats());
    says(3, 120, 60);
    says(3, 150, 90);

    assertThat(device.state().twins().turns()).isNotEmpty();
    assertThat(device.state().boot()).isEqualTo(States.boot(41));
  }

  /// It begins in the past, speaks before its first connection, and learns the time later.
  @Test
  void aClockThatBeginsInThePastMakesNoClone() {
    for (var boot = 1; boot <= 4; boot++) {
      var began = boot * 600L;
      device.takes(new Beats().at(clocked(boot, 0, began, began - 90_000)));
      device.takes(new Beats().at(clocked(boot, 1, began + 10, began - 89_990)));
      device.takes(new Beats().at(clocked(boot, 1, began + 40, began + 40)));
    }

    assertThat(device.state().twins().turns()).isEmpty();
    assertThat(device.state().twins().speaks(States.boot(4))).isTrue();
  }

  private Stamp clocked(int boot, long conn, long second, long clock) {
    var stamp = device.stamp(States.boot(boot), second, conn);
    var up = Duration.ofSeconds(second - boot * 600L + 5);
    return stamp(stamp, up, clock);
  }

  private void says(int boot, long second, long up) {
    var stamp = device.stamp(States.boot(boot), second, 1);
    device.takes(new Beats().at(stamp(stamp, Duration.ofSeconds(up), null)));
  }

  private static Stamp stamp(Stamp stamp, Duration up, @Nullable Long clock) {
    var at = clock == null ? null : States.at(clock);
    return new Stamp(
        stamp.device(),
        stamp.boot(),
        stamp.seq(),
        stamp.conn(),
        up,
        at,
        at == null ? stamp.at() : at,
        Duration.ZERO,
        stamp.receivedAt());
  }
}
