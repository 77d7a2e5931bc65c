package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmallPartsTest {
  @ParameterizedTest
  @CsvSource({
    "Address already in use, 98",
    "'bind failed: Permission denied', 13",
    "Cannot assign requested address, 99",
    "java.io.IOException: Too many open files, 24",
    "Too many open files in system, 23",
    "something else,"
  })
  void theNumberOfAnErrorIsReadOffItsWords(String words, Long number) {
    assertThat(Errno.of(words)).isEqualTo(number);
  }

  @Test
  void memoryIsLowBelowATwentiethAndOnceMoreOnlyAfterATenthWasFree() {
    var floor = new Floor();

    assertThat(floor.crossed(50, 1_000)).isFalse();
    assertThat(floor.crossed(49, 1_000)).isTrue();
    assertThat(floor.crossed(40, 1_000)).isFalse();
    assertThat(floor.crossed(99, 1_000)).isFalse();
    assertThat(floor.crossed(40, 1_000)).isFalse();
    assertThat(floor.crossed(100, 1_000)).isFalse();
    assertThat(floor.crossed(49, 1_000)).isTrue();
  }

  @Test
  void aBounceIsOverWhenTheLinkWasSeenToComeBackOrWouldHaveBeenSeenToGo() {
    var bounce = new Bounce(3, 1_000);

    assertThat(bounce.over(1_100, 3, true)).as("the link has not gone yet").isFalse();
    assertThat(bounce.over(2_000, 4, false)).as("the cloud is not back").isFalse();
    assertThat(bounce.over(2_100, 4, true)).isTrue();
    assertThat(bounce.over(999 + Bounce.SEEN_WITHIN_MS, 3, true)).isFalse();
    assertThat(bounce.over(1_000 + Bounce.SEEN_WITHIN_MS, 3, true)).isTrue();
    assertThat(bounce.over(99_000, 3, false)).isFalse();
  }

  @Test
  void heartbeatsComeAtOnceWhenTheServerIsNotWellAndMoreOftenThen() {
    var rhythm = new Rhythm(60);

    assertThat(rhythm.due(0, false)).isTrue();
    assertThat(rhythm.due(59_999, false)).isFalse();
    assertThat(rhythm.due(60_000, false)).isTrue();
    assertThat(rhythm.due(61_000, true)).isFalse();
    assertThat(rhythm.due(62_000, true)).isTrue();
    assertThat(rhythm.due(71_999, true)).isFalse();
    assertThat(rhythm.due(72_000, true)).isTrue();
  }

  @Test
  void aShorterIntervalCountsFromNow() {
    var rhythm = new Rhythm(3_600);
    assertThat(rhythm.due(0, false)).isTrue();

    rhythm.change(5, 10_000);

    assertThat(rhythm.due(14_999, false)).isFalse();
    assertThat(rhythm.due(15_000, false)).isTrue();
  }
}
