package io.cyanwatch.detection;

import static io.cyanwatch.detection.DeviceRulesTests.signature;
import static io.cyanwatch.detection.States.at;
import static io.cyanwatch.detection.States.boot;
import static io.cyanwatch.detection.States.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.timeline.Observation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TwinsTests {
  private final States device = new States().boots(1, 0, "power_on", true);
  private final CloneRule clone = new CloneRule(3, Duration.ofHours(1));

  @Test
  void bootsThatTakeTurnsOnNewConnectionsAreTwoDevices() {
    device.beats(2, 10, 1, new Beats()).beats(3, 20, 1, new Beats()).beats(2, 30, 2, new Beats());
    device.beats(3, 40, 2, new Beats());
    assertThat(judge(clone, 41)).isInstanceOf(Verdict.Unsure.class);

    device.beats(2, 50, 3, new Beats());
    assertThat(signature(judge(clone, 51))).isEqualTo("F17");
  }

  @Test
  void anOldBootsStoredRecordsAreNoTwin() {
    device.beats(2, 10, 1, new Beats());
    for (var second = 20; second < 80; second += 10) {
      device.beats(3, second, 1, new Beats()).beats(2, second + 5, 1, new Beats());
    }

    assertThat(judge(clone, 80)).isNotInstanceOf(Verdict.Fault.class);
  }

  @Test
  void oneConflictIsProof() {
    device.conflicts(stamp(boot(1), 50, 20, 1));

    assertThat(judge(clone, 20 + 3599)).isInstanceOf(Verdict.Fault.class);
    assertThat(judge(clone, 20 + 3600)).isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void aCloneIsFoundAlthoughItsClockIsAQuarterOfAnHourSlow() {
    for (var turn = 0; turn < 4; turn++) {
      speaks(1, turn, 100 + turn * 60, 0);
      speaks(2, turn, 130 + turn * 60, -900);
    }
    assertThat(judge(clone, 400)).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void whatABootKeptAndTheNextOneBringsIsNoClone() {
    speaks(1, 0, 100, 0);
    speaks(2, 0, 200, 0);
    for (var kept = 1; kept < 5; kept++) {
      var made = 110 + kept * 10;
      device.folding().newest(new Beats().at(spoken(1, kept, made, 210 + kept, made)));
      speaks(2, kept, 211 + kept, 0);
    }
    assertThat(judge(clone, 400)).isNotInstanceOf(Verdict.Fault.class);
  }

  @Test
  void aCloneIsFoundAtItsThirdTurnAlthoughTheOriginalsClockIsFast() {
    speaks(1, 0, 100, 400);
    speaks(1, 0, 130, 400);
    speaks(2, 0, 140, 0);
    speaks(1, 1, 150, 400);
    speaks(2, 1, 160, 0);
    assertThat(judge(clone, 161)).isNotInstanceOf(Verdict.Fault.class);

    speaks(1, 2, 170, 400);
    assertThat(judge(clone, 171)).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void aCloneThatSeemsToBeOlderThanTheOriginalIsFoundByItsThirdTurn() {
    speaks(2, 0, 1_000, 0);
    speaks(1, 0, 1_100, -900);
    speaks(2, 1, 1_110, 0);
    speaks(1, 1, 1_120, -900);
    speaks(2, 2, 1_130, 0);
    assertThat(judge(clone, 1_131)).isNotInstanceOf(Verdict.Fault.class);

    speaks(1, 2, 1_140, -900);
    assertThat(judge(clone, 1_141)).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void whatAnUnknownBootKeptIsNoCloneHoweverSlowlyItComes() {
    speaks(2, 0, 10_000, 0);
    for (var kept = 0; kept < 8; kept++) {
      var made = 100 + kept * 30;
      var received = 10_010 + kept * 6;
      device.folding().newest(new Beats().at(spoken(1, kept, made, received, made)));
      speaks(2, kept, received + 1, 0);
    }
    assertThat(judge(clone, 10_100)).isNotInstanceOf(Verdict.Fault.class);
  }

  @Test
  void aNameUnderWhichTheOtherSpeaksIsNotGone() {
    speaks(1, 0, 100, 0);
    speaks(2, 0, 140, 0);
    device.folding().newest(new Observation.Severed(spoken(2, 0, 150, 150, 150)));
    assertThat(device.state().severed()).isNotNull();

    speaks(1, 1, 151, 0);
    assertThat(device.state().severed()).isNull();
  }

  @Test
  void aWillThatComesAfterTheOtherSpokeIsNotTheNames() {
    speaks(1, 0, 100, 0);
    speaks(2, 0, 140, 0);
    speaks(1, 1, 151, 0);
    device.folding().newest(new Observation.Severed(spoken(2, 0, 150, 152, 150)));

    assertThat(device.state().severed()).isNull();
  }

  @Test
  void aCloneWithoutAClockIsFoundByItsThirdTurn() {
    speaks(1, 0, 100, 200);
    device.folding().newest(new Beats().at(clockless(2, 0, 140)));
    speaks(1, 1, 150, 200);
    device.folding().newest(new Beats().at(clockless(2, 1, 160)));
    speaks(1, 2, 170, 200);

    assertThat(judge(clone, 171)).isInstanceOf(Verdict.Fault.class);
  }

  /// Dated by receipts.
  private static Observation.Stamp clockless(int counter, int turn, long second) {
    return new Observation.Stamp(
        States.DEVICE,
        States.boot(counter),
        turn,
        turn + 1,
        Duration.ofSeconds(second),
        null,
        at(second),
        Duration.ofMillis(250),
        at(second));
  }

  @Test
  void whatTheOtherKeptDoesNotBringItBack() {
    speaks(1, 0, 100, 0);
    speaks(2, 0, 140, 0);
    device.folding().newest(new Observation.Severed(spoken(2, 0, 150, 150, 150)));

    device.folding().newest(new Beats().at(spoken(1, 1, 120, 151, 120)));
    assertThat(device.state().severed()).isNotNull();
  }

  @Test
  void whatTheOlderOneSaysNextDoesNotTakeItBack() {
    var day = new Day();
    for (var turn = 0; turn < 6; turn++) {
      for (var boot = 1; boot <= 2; boot++) {
        var second = 100 + turn * 80L + boot * 40L;
        day.live(List.of(List.of(says(boot, 2L * turn, turn + 1L, second))));
        day.live(List.of(List.of(says(boot, 2L * turn + 1, turn + 1L, second + 1))));
      }
    }
    assertThat(day.log.lines())
        .filteredOn(line -> line.contains("clone_suspected"))
        .isNotEmpty()
        .allMatch(line -> line.contains("FAULT"));
  }

  private static Observation says(int boot, long seq, long conn, long second) {
    return new Beats()
        .at(Lives.stamp(boot, seq, conn, second * 1000, second * 1000, second * 1000));
  }

  /// Each time on a new connection.
  private void speaks(int counter, int turn, long second, long clockOff) {
    var stamp = spoken(counter, turn, second, second, second + clockOff);
    device.folding().newest(new Beats().at(stamp));
  }

  private static Observation.Stamp spoken(
      int counter, int turn, long made, long received, long clock) {
    return new Observation.Stamp(
        States.DEVICE,
        States.boot(counter),
        turn,
        turn + 1,
        Duration.ofSeconds(made),
        at(clock),
        at(clock),
        Duration.ofMillis(250),
        at(received));
  }

  private Verdict judge(Rule rule, long second) {
    return rule.judge(device.state(), Surroundings.NONE, at(second));
  }
}
