package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.timeline.Heard;
import io.cyanwatch.timeline.Heard.Said;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Observation.Stamp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Faults that only records show which come late.
class WithheldTests {
  private static final byte[] NOTHING = {};

  /// What a device kept comes after its birth, and not in its order: its cloud was away for a
  /// moment, and only the first of what it kept says so.
  @Test
  void aFaultThatTheRestOfWhatWasKeptDisprovesIsNotTold() {
    var up = new Observation.Edge(stamped(3, 1, 45_000, 400_015), "cloud_up", Map.of(), NOTHING);

    assertThat(told(410_000, comesBack(), new Said(up))).isEmpty();
  }

  @Test
  void aFaultThatOnlyLateRecordsShowIsToldWhenNoMoreOfThemCome() {
    assertThat(told(405_010, comesBack())).isEmpty();
    assertThat(told(405_011, comesBack())).hasSize(1).allMatch(it -> it.startsWith("cloud_only"));
  }

  @Test
  void itIsToldAfterTheLastOfThem() {
    var more = new Said(new Beats().cloud(false).at(stamped(3, 1, 70_000, 403_000)));

    assertThat(told(408_000, comesBack(), more)).isEmpty();
    assertThat(told(408_001, comesBack(), more)).hasSize(1);
  }

  /// It had been so, and a record of now says neither that it is nor that it is not.
  @Test
  void whatIsNotSureAnyMoreIsToldAsItWas() {
    var often = Duration.ofMinutes(10);
    var heard =
        List.<Heard>of(
            new Said(States.born(stamped(0, 1, 5_000, 5_000), often)),
            new Said(room(40_000, stamped(1, 1, 10_000, 10_000))),
            new Said(States.born(stamped(3, 2, 400_000, 400_000), often)),
            new Said(room(3_000, stamped(2, 1, 40_000, 400_010))));
    var now = new Said(room(4_500, stamped(4, 2, 401_000, 401_000)));

    assertThat(told(401_000, heard)).isEmpty();
    assertThat(told(401_001, heard, now))
        .hasSize(1)
        .allMatch(it -> it.contains("memory_low") && it.contains("down to 3000 bytes"));
  }

  private static Observation room(long block, Stamp stamp) {
    return new Beats().memory(60_000, 50_000, block).at(stamp);
  }

  /// @return the faults, until then
  private static List<String> told(long millis, List<Heard> heard, Heard... more) {
    var log = new Lives.Log();
    var replay = Lives.replay(log);
    heard.forEach(replay::hears);
    List.of(more).forEach(replay::hears);
    replay.until(States.START.plusMillis(millis));
    return log.lines().stream().filter(line -> line.contains(" FAULT ")).toList();
  }

  /// Its heartbeats were lost while its cloud was away, and it connects anew after six minutes.
  private static List<Heard> comesBack() {
    var often = Duration.ofMinutes(10);
    return List.of(
        new Said(States.born(stamped(0, 1, 5_000, 5_000), often)),
        new Said(new Beats().at(stamped(1, 1, 10_000, 10_000))),
        new Said(States.born(stamped(4, 2, 400_000, 400_000), often)),
        new Said(new Beats().cloud(false).at(stamped(2, 1, 40_000, 400_010))));
  }

  private static Stamp stamped(long seq, long conn, long made, long received) {
    return Lives.stamp(1, seq, conn, made, made, received);
  }
}
