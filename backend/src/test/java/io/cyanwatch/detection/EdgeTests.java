package io.cyanwatch.detection;

import static io.cyanwatch.detection.States.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The thresholds that no other test has on both of their sides.
class EdgeTests {
  private final DeadListenerRule dead =
      new DeadListenerRule(Duration.ofSeconds(30), Duration.ofSeconds(5), 3);
  private final RebootLoopRule loop =
      new RebootLoopRule(
          3, Duration.ofMinutes(10), 5, Duration.ofHours(1), 3, Duration.ofMinutes(30));
  private final MemoryRule memory = new MemoryRule(4096, 8192, Duration.ofHours(24));
  private final States device = new States().boots(1, 0, "power_on", true);

  @Test
  void threeProbesOfItselfThatFailInARowAreProof() {
    device.beats(1, 10, new Beats().probes(10, 0)).beats(1, 40, new Beats().probes(12, 2));
    assertThat(judge(dead, 40)).isInstanceOf(Verdict.Clear.class);

    device.beats(1, 70, new Beats().probes(13, 3));
    var fault = (Verdict.Fault) judge(dead, 70);
    assertThat(fault.summary()).contains("3 probes of itself failed in a row");
    assertThat(String.valueOf(fault.evidence().get("records"))).contains(States.boot(1) + "/3");
  }

  @Test
  void aGoodOneBetweenThemBreaksTheRow() {
    device.beats(1, 10, new Beats().probes(10, 0)).beats(1, 40, new Beats().probes(12, 2));
    device.beats(1, 70, new Beats().probes(13, 2)).beats(1, 100, new Beats().probes(15, 4));
    assertThat(judge(dead, 100)).isInstanceOf(Verdict.Clear.class);

    device.beats(1, 130, new Beats().probes(16, 5));
    assertThat(judge(dead, 130)).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void aDeviceThatNeverProbedItselfProvesNothing() {
    device.beats(1, 10, new Beats().probes(0, 0)).beats(1, 40, new Beats());

    assertThat(device.state().listener().selfProbes()).isNull();
    assertThat(judge(dead, 40)).isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void aGoodProbeOfItselfAfterANewStartIsTheEndWhereNobodyElseProbes() {
    device.beats(1, 10, new Beats().probes(10, 0)).beats(1, 40, new Beats().probes(13, 3));
    device.folding().listener().declareDead(at(40), "3 probes of itself failed in a row");

    device.beats(1, 70, new Beats().probes(14, 3));
    assertThat(judge(dead, 70)).isInstanceOf(Verdict.Fault.class);

    device.beats(1, 100, new Beats().generation(2).probes(15, 4));
    device.beats(1, 130, new Beats().generation(2).probes(16, 4));
    assertThat(judge(dead, 130)).isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void fourInAnHourAreNoLoop() {
    panics(0, 800, 1600, 2400);

    assertThat(judge(loop, 2401)).isInstanceOf(Verdict.Unsure.class);
  }

  @ParameterizedTest
  @CsvSource({"4,false", "5,true"})
  void theFifthMustBeWithinTheHour(long first, boolean opens) {
    panics(first, 804, 1604, 2404, 3604);

    assertThat(judge(loop, 3605) instanceof Verdict.Fault).isEqualTo(opens);
  }

  @ParameterizedTest
  @CsvSource({"0,true", "17,false"})
  void aFallThatReachesTheFloorWithinADay(long above, boolean opens) {
    for (var hour = 0; hour < 16; hour++) {
      var block = 4096 + 39_000 + above - 1000L * hour;
      device.beats(1, 60 + hour * 3600L, new Beats().memory(100_000, 60_000, block));
    }

    assertThat(judge(memory, 60 + 15 * 3600) instanceof Verdict.Fault).isEqualTo(opens);
  }

  @ParameterizedTest
  @CsvSource({"16383,8191,true", "16384,8191,false", "16383,8192,false"})
  void aHeapThatWasNearlyUsedUpAndIsNotMuchBetter(long free, long least, boolean opens) {
    device.beats(1, 30, new Beats().memory(free, least, 8000));

    assertThat(judge(memory, 30) instanceof Verdict.Fault).isEqualTo(opens);
  }

  @ParameterizedTest
  @CsvSource({"3,true", "4,false"})
  void soManySocketsMustBeLeftBehind(int leaked, boolean opens) {
    for (var session = 1; session <= 5; session++) {
      device.beats(1, session * 60L, new Beats().ups(session).open(session - 1, 10));
    }

    var verdict = judge(new SocketRule(2, leaked), 310);
    assertThat(verdict instanceof Verdict.Fault).isEqualTo(opens);
    if (verdict instanceof Verdict.Fault fault) {
      assertThat(fault.since()).isEqualTo(at(300));
      assertThat(String.valueOf(fault.evidence().get("records"))).contains(States.boot(1) + "/5");
    }
  }

  private void panics(long... seconds) {
    for (var second : seconds) {
      device.boots(device.state().boots().size() + 1, second, "panic", false);
    }
  }

  private Verdict judge(Rule rule, long second) {
    return rule.judge(device.state(), Surroundings.NONE, at(second));
  }
}
