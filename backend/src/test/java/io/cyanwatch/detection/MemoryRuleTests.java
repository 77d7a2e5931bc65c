package io.cyanwatch.detection;

import static io.cyanwatch.detection.States.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class MemoryRuleTests {
  private final MemoryRule rule = new MemoryRule(4096, 8192, Duration.ofHours(24));
  private final States device = new States().boots(1, 0, "power_on", true);

  @Test
  void aBlockExactlyOnTheFloorIsEnough() {
    device.beats(1, 30, new Beats().memory(50_000, 40_000, 4096));
    assertThat(judge(30)).isInstanceOf(Verdict.Unsure.class);

    device.beats(1, 60, new Beats().memory(50_000, 40_000, 4095));
    assertThat(judge(60)).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void itIsWellAgainAfterTwoHoursAQuarterAboveTheFloor() {
    lives(3, _ -> 50_000, _ -> 5119);
    assertThat(judge(3 * 3600)).isInstanceOf(Verdict.Unsure.class);

    lives(3, 6, _ -> 50_000, _ -> 5120);
    assertThat(judge(6 * 3600)).isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void aNearMissThatIsOverIsNoFault() {
    device.beats(1, 30, new Beats().memory(40_000, 2_000, 30_000));

    assertThat(judge(30)).isNotInstanceOf(Verdict.Fault.class);
  }

  @Test
  void aRestartGivesMemoryBackAndMendsNothing() {
    lives(6, _ -> 0, second -> 50_000 - second);
    assertThat(judge(6 * 3600)).isInstanceOf(Verdict.Fault.class);

    device.boots(2, 6 * 3600, "software", true);
    lives(2, 6, 8, _ -> 0, second -> 50_000);
    assertThat(judge(8 * 3600)).isInstanceOf(Verdict.Unsure.class);

    lives(2, 8, 9, _ -> 0, second -> 50_000);
    assertThat(judge(9 * 3600)).isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void aHeapThatGivesATenthAndTakesItBackIsNoLeak() {
    lives(4, _ -> 0, second -> 50_000 - 5_000 * second / (4 * 3600));

    assertThat(judge(4 * 3600)).isNotInstanceOf(Verdict.Fault.class);
  }

  @Test
  void aLeakIsFoundBeforeItHurts() {
    lives(6, hour -> 0, second -> 50_000 - second);

    var verdict = judge(6 * 3600);
    assertThat(verdict).isInstanceOf(Verdict.Fault.class);
    assertThat(DeviceRulesTests.signature(verdict)).isEqualTo("F11b");
  }

  @Test
  void fragmentationIsToldFromALeak() {
    lives(6, _ -> 50_000, second -> 40_000 - second);

    assertThat(DeviceRulesTests.signature(judge(6 * 3600))).isEqualTo("F11");
  }

  @Test
  void aHeapThatSettlesAfterAStartIsNoLeak() {
    lives(12, _ -> 0, second -> 30_000 + (long) (20_000 * Math.exp(-second / 3600.0)));
    assertThat(judge(12 * 3600)).isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void aHeapThatIsStillSettlingIsNoneEither() {
    lives(3, _ -> 0, second -> 30_000 + (long) (20_000 * Math.exp(-second / 3600.0)));
    assertThat(judge(3 * 3600)).isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void aHeapThatBreathesIsNoLeak() {
    var random = new Random(7);
    lives(24, _ -> 0, _ -> 44_000 + random.nextInt(12_000));

    assertThat(judge(24 * 3600)).isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void aHeapThatBreathesIsSeldomNews() {
    var random = new Random(7);
    var writes = 0;
    for (var second = 30; second < 3600; second += 30) {
      var free = 46_000L + random.nextInt(8_000);
      var before = device.state();
      device.beats(1, second, new Beats().memory(free, 40_000, free * 3 / 5));
      writes += device.state().equals(before) ? 0 : 1;
    }

    assertThat(writes).isLessThan(40);
  }

  /// @param free 0 for the same as the block
  private void lives(int hours, LongUnaryOperator free, LongUnaryOperator block) {
    lives(0, hours, free, block);
  }

  private void lives(int from, int to, LongUnaryOperator free, LongUnaryOperator block) {
    lives(1, from, to, free, block);
  }

  private void lives(int boot, int from, int to, LongUnaryOperator free, LongUnaryOperator block) {
    for (var second = from * 3600L + 60; second <= to * 3600L; second += 60) {
      var piece = block.applyAsLong(second);
      var all = free.applyAsLong(second) == 0 ? piece + 8_000 : free.applyAsLong(second);
      device.beats(boot, second, new Beats().memory(all, 20_000, piece));
    }
  }

  private Verdict judge(long second) {
    return rule.judge(device.state(), Surroundings.NONE, at(second));
  }
}
