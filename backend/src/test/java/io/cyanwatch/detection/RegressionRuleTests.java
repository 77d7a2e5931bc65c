package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cyanwatch.detection.RegressionRule.Step;
import io.cyanwatch.detection.RegressionRule.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegressionRuleTests {
  private final RegressionRule rule = new RegressionRule(0.01, 20, 1.5);

  @Test
  void theChanceIsTheBinomialsTail() {
    assertThat(Comparison.chance(5, 10, 0, 10)).isCloseTo(1 / 32.0, within(1e-9));
    assertThat(Comparison.chance(2, 10, 1, 20)).isCloseTo(7 / 27.0, within(1e-9));
    assertThat(Comparison.chance(0, 10, 7, 10)).isCloseTo(1, within(1e-9));
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
    assertThat(judge(100_000, 12_500, 100_000, 10_000)).isInstanceOf(Verdict.Clear.class);
    assertThat(judge(100_000, 16_000, 100_000, 10_000)).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void betweenTheBarsWhatIsOpenStaysOpenAndWhatIsNotStaysNot() {
    assertThat(judge(100_000, 12_501, 100_000, 10_000)).isInstanceOf(Verdict.Unsure.class);
    assertThat(judge(100_000, 15_000, 100_000, 10_000)).isInstanceOf(Verdict.Unsure.class);
    assertThat(judge(20, 6, 20, 1)).isInstanceOf(Verdict.Unsure.class);
    assertThat(judge(20, 8, 20, 1)).isInstanceOf(Verdict.Unsure.class);
    assertThat(judge(20, 10, 20, 1)).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void lessThanTwentyDeviceDaysSayNothing() {
    assertThat(judge(19.9, 12, 20, 1)).isInstanceOf(Verdict.Unsure.class);
    assertThat(judge(20, 12, 19.9, 1)).isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void thePredecessorIsWhatMostOfItsDevicesRanBefore() {
    var first = version("photon/1.0", 0, 0, Map.of());
    var second = version("photon/1.1", 10, 0, Map.of("photon/1.0", 9L));
    var stranger = version("photon/gate-7", 15, 0, Map.of("photon/gate-6", 5L));
    var third = version("photon/1.2", 20, 0, Map.of("photon/1.0", 3L, "photon/1.1", 4L));
    var all = List.of(third, stranger, first, second);

    assertThat(third.predecessor(all)).contains(second);
    assertThat(second.predecessor(all)).contains(first);
    assertThat(stranger.predecessor(all)).as("what it came from is forgotten").isEmpty();
    assertThat(first.predecessor(all)).isEmpty();
  }

  @Test
  void aFirmwareThatIsGoneBackFromIsStillComparedWithTheOneBeforeIt() {
    var old = version("photon/1.0", 0, 0, Map.of("photon/1.1", 9L));
    var bad = version("photon/1.1", 10, 12, Map.of("photon/1.0", 9L));

    assertThat(bad.predecessor(List.of(old, bad))).contains(old);
    assertThat(old.predecessor(List.of(old, bad))).contains(bad);
    assertThat(rule.judge(List.of(new Step(bad, old)))).isInstanceOf(Verdict.Fault.class);
    assertThat(rule.judge(List.of(new Step(old, bad)))).isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void aRolloutOverManyBoardsIsJudgedAsOneAndEachBoardBesideItself() {
    var all =
        List.of(
            new Version("photon/1.0", Instant.EPOCH, 10, 4, 0, Map.of()),
            new Version("esp32/1.0", Instant.EPOCH, 10, 0, 0, Map.of()),
            new Version(
                "photon/1.1", Instant.EPOCH.plusSeconds(9), 10, 12, 0, Map.of("photon/1.0", 9L)),
            new Version(
                "esp32/1.1", Instant.EPOCH.plusSeconds(9), 10, 6, 0, Map.of("esp32/1.0", 9L)));

    var steps = RegressionRule.steps(all);

    assertThat(steps).containsOnlyKeys("1.1");
    assertThat(rule.judge(steps.getOrDefault("1.1", List.of()))).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void aRolloutThatBeganWithTheWeakerBoardsIsNoRegression() {
    var all =
        List.of(
            new Version("photon/1.0", Instant.EPOCH, 5, 10, 0, Map.of()),
            new Version("esp32/1.0", Instant.EPOCH, 95, 1, 0, Map.of()),
            new Version(
                "photon/1.1", Instant.EPOCH.plusSeconds(9), 20, 40, 0, Map.of("photon/1.0", 9L)),
            new Version(
                "esp32/1.1", Instant.EPOCH.plusSeconds(9), 1, 0, 0, Map.of("esp32/1.0", 9L)));

    var steps = RegressionRule.steps(all).getOrDefault("1.1", List.of());

    assertThat(rule.judge(steps)).isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void manyKindsOfBoardsGiveTheSameChanceAsOneWhereTheirSharesAreEqual() {
    var two =
        new Comparison(
            List.of(new Comparison.Stratum(7, 10, 3, 10), new Comparison.Stratum(8, 20, 2, 20)));
    var many =
        new Comparison(
            List.of(
                new Comparison.Stratum(700, 10, 600, 10),
                new Comparison.Stratum(800, 10, 700, 10)));

    assertThat(two.chance()).isCloseTo(Comparison.chance(15, 30, 5, 30), within(1e-9));
    assertThat(many.chance()).isCloseTo(Comparison.chance(1500, 20, 1300, 20), within(1e-6));
  }

  private Verdict judge(double days, long resets, double daysBefore, long resetsBefore) {
    var before = new Version("photon/1.0", Instant.EPOCH, daysBefore, resetsBefore, 0, Map.of());
    var now =
        new Version(
            "photon/1.1", Instant.EPOCH.plus(Duration.ofDays(9)), days, resets, 0, Map.of());
    return rule.judge(List.of(new Step(now, before)));
  }

  private static Version version(
      String firmware, long second, long resets, Map<String, Long> from) {
    return new Version(firmware, Instant.EPOCH.plusSeconds(second), 20, resets, 0, from);
  }
}
