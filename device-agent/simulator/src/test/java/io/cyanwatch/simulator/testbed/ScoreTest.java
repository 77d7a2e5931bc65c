package io.cyanwatch.simulator.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.simulator.testbed.Visit.Outcome;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ScoreTest {
  private static final long CALM = 5_000;

  private final Weather weather = new Weather(5_000);
  private final Score score = new Score(weather);

  @Test
  void aFailureBelongsToThePhaseThatItLivedThrough() {
    weather.radioPulled(1_000);
    visit(500, 900, Outcome.REFUSED);
    visit(500, 1_100, Outcome.SILENT);
    visit(1_200, 1_300, Outcome.OK);

    var sum = score.sum(0, 1_300, CALM);

    assertThat(sum.failures()).isEqualTo(Map.of(Phase.ALL_UP, 1, Phase.RADIO_PULLED, 1));
    assertThat(sum.requests()).isEqualTo(3);
    assertThat(sum.failed()).isEqualTo(2);
    assertThat(sum.count(Outcome.OK)).isEqualTo(1);
  }

  @Test
  void aFullServerHasFailed() {
    visit(0, 10, Outcome.FULL);
    assertThat(score.sum(0, 10, CALM).failed(Phase.ALL_UP)).isEqualTo(1);
  }

  @Test
  void recoveryIsTheFirstAnswerToARequestMadeAfterTheLinkUp() {
    score.linkBack(1_000);
    visit(999, 1_100, Outcome.OK);
    visit(1_000, 1_050, Outcome.REFUSED);
    visit(1_250, 1_400, Outcome.OK);
    visit(1_500, 1_600, Outcome.OK);

    assertThat(score.sum(0, 1_600, CALM).recoveries()).containsExactly(400L);
  }

  @Test
  void whoIsCutOffAgainBeforeItAnsweredHasNotRecovered() {
    score.linkBack(1_000);
    score.linkLost();
    visit(1_100, 1_200, Outcome.OK);
    score.linkBack(2_000);
    visit(2_000, 2_300, Outcome.OK);

    var sum = score.sum(0, 2_300, CALM);

    assertThat(sum.links()).isEqualTo(2);
    assertThat(sum.recoveries()).containsExactly(300L);
  }

  @Test
  void whoAnswersUntilTheEndIsNotSilent() {
    visit(900, 1_000, Outcome.OK);
    assertThat(score.sum(0, 6_000, CALM).deafSince()).isEmpty();
    assertThat(score.sum(0, 6_001, CALM).deafSince()).hasValue(1_000);
  }

  @Test
  void whoNeverAnsweredIsSilentFromTheStart() {
    visit(900, 1_000, Outcome.REFUSED);
    assertThat(score.sum(500, 9_000, CALM).deafSince()).hasValue(500);
  }

  @Test
  void aPercentileIsAValueThatWasMeasured() {
    var sum = sum(List.of(400L, 100L, 300L, 200L));
    assertThat(sum.recovery(50)).hasValue(200);
    assertThat(sum.recovery(51)).hasValue(300);
    assertThat(sum.recovery(99)).hasValue(400);
    assertThat(sum.recovery(100)).hasValue(400);
    assertThat(sum(List.of()).recovery(50)).isEmpty();
  }

  private static Score.Sum sum(List<Long> recoveries) {
    return new Score.Sum(0, Map.of(), Map.of(), 4, recoveries, OptionalLong.empty());
  }

  private void visit(long start, long end, Outcome outcome) {
    score.visited(new Visit("hardened", start, end, outcome));
  }
}
