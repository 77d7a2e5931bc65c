package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cyanwatch.detection.RegressionRule.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegressionRuleTests {
  private final RegressionRule rule = new RegressionRule(0.01, 20);

  @Test
  void theChanceIsTheBinomialsTail() {
    assertThat(RegressionRule.chance(5, 10, 0, 10)).isCloseTo(1 / 32.0, within(1e-9));
    assertThat(RegressionRule.chance(2, 10, 1, 20)).isCloseTo(7 / 27.0, within(1e-9));
    assertThat(RegressionRule.chance(0, 10, 7, 10)).isCloseTo(1, within(1e-9));
  }

  @Test
  void muchMoreOftenIsARegression() {
    assertThat(judge(20, 12, 20, 1)).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void aLittleMoreOftenMayBeChance() {
    assertThat(judge(20, 5, 20, 2)).isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void surelyButHardlyWorseIsNotWorthTelling() {
    assertThat(judge(100_000, 14_000, 100_000, 10_000)).isInstanceOf(Verdict.Clear.class);
    assertThat(judge(100_000, 16_000, 100_000, 10_000)).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void lessThanTwentyDeviceDaysSayNothing() {
    assertThat(judge(19.9, 12, 20, 1)).isInstanceOf(Verdict.Unsure.class);
    assertThat(judge(20, 12, 19.9, 1)).isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void thePredecessorIsTheOneBeforeOnTheSameHardware() {
    var first = new Version("photon/1.0", Instant.EPOCH, 20, 0, 0);
    var second = new Version("photon/1.1", Instant.EPOCH.plusSeconds(10), 20, 0, 0);
    var other = new Version("esp32/1.1", Instant.EPOCH.plusSeconds(15), 20, 0, 0);
    var third = new Version("photon/1.2", Instant.EPOCH.plusSeconds(20), 20, 0, 0);

    assertThat(third.predecessor(List.of(third, other, first, second))).contains(second);
    assertThat(other.predecessor(List.of(third, other, first, second))).isEmpty();
  }

  private Verdict judge(double days, long resets, double daysBefore, long resetsBefore) {
    var before = new Version("photon/1.0", Instant.EPOCH, daysBefore, resetsBefore, 0);
    var now = new Version("photon/1.1", Instant.EPOCH.plus(Duration.ofDays(9)), days, resets, 0);
    return rule.judge(now, before);
  }
}
