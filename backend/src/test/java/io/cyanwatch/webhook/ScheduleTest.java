package io.cyanwatch.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "1, PT5S",
    "2, PT30S",
    "3, PT2M",
    "4, PT10M",
    "5, PT30M",
    "6, PT2H",
    "7, PT5H",
    "8, PT10H",
    "9, PT14H",
    "10, PT20H",
    "11, PT24H"
  })
  void growsWithEachFailureAndSpreadsUpwards(int failures, Duration planned) {
    assertThat(Schedule.pause(failures, Duration.ZERO, 0)).contains(planned);
    assertThat(Schedule.pause(failures, Duration.ZERO, 1))
        .contains(planned.plusMillis(planned.toMillis() / 5));
  }

  @Test
  void endsAfterTheTwelfthFailure() {
    assertThat(Schedule.pause(11, Duration.ZERO, 0)).isPresent();
    assertThat(Schedule.pause(12, Duration.ZERO, 0)).isEmpty();
    assertThat(Schedule.pause(12, Duration.ofHours(1), 0)).isEmpty();
  }

  @Test
  void aPauseFollowsAFailure() {
    assertThatThrownBy(() -> Schedule.pause(0, Duration.ZERO, 0)).hasMessageContaining("had 0");
  }

  @Test
  void thePatienceThatAReceiverAsksForOnlyLengthensThePause() {
    assertThat(Schedule.pause(1, Duration.ofMinutes(2), 0)).contains(Duration.ofMinutes(2));
    assertThat(Schedule.pause(1, Duration.ofSeconds(4), 0)).contains(Duration.ofSeconds(5));
    assertThat(Schedule.pause(1, Duration.ofDays(300), 0)).contains(Duration.ofHours(24));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "120 | PT2M",
        "0 | PT0S",
        "99999999999999999999 | PT24H",
        "Sun, 01 Mar 2026 12:03:00 GMT | PT3M",
        "Sun, 01 Mar 2026 11:59:59 GMT | PT0S",
        "-5 | PT0S",
        "soon | PT0S",
        "'' | PT0S"
      })
  void readsRetryAfterAsSecondsOrAsADate(String header, Duration patience) {
    assertThat(Schedule.patience(header, NOW)).isEqualTo(patience);
  }
}
