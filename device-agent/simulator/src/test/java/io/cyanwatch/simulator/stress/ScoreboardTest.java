package io.cyanwatch.simulator.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.simulator.stress.Verdict.Group;
import org.junit.jupiter.api.Test;

class ScoreboardTest {
  private static final long MS = 1_000_000;

  private final Scoreboard board = new Scoreboard();

  @Test
  void everyRequestIsCountedInOneGroup() {
    for (var verdict : Verdict.values()) {
      take(verdict, 0, 1);
    }

    var result = board.result(MS, 1);
    assertThat(result.total()).isEqualTo(Verdict.values().length);
    assertThat(result.failures()).isEqualTo(Verdict.values().length - 1);
    assertThat(result.count(Group.TIMEOUT)).isEqualTo(3);
    assertThat(result.count(Group.CONNECTION)).isEqualTo(4);
    assertThat(result.count(Group.NOT_200)).isEqualTo(1);
    assertThat(result.count(Group.OTHER)).isEqualTo(2);
  }

  @Test
  void anOutageLastsFromTheFirstFailuresStartToTheNextSuccess() {
    take(Verdict.SUCCESS, 0, 10);
    take(Verdict.SILENT, 20, 120);
    take(Verdict.REFUSED, 130, 140);
    take(Verdict.SUCCESS, 150, 160);
    take(Verdict.SUCCESS, 170, 180);

    var result = board.result(1_000 * MS, 1);
    assertThat(result.reopened()).isEqualTo(1);
    assertThat(result.longestOutageMs()).isEqualTo(140);
    assertThat(result.failing()).isFalse();
  }

  @Test
  void theLongestOfSeveralOutagesCounts() {
    take(Verdict.RESET, 0, 10);
    take(Verdict.SUCCESS, 10, 50);
    take(Verdict.RESET, 60, 70);
    take(Verdict.SUCCESS, 70, 80);

    var result = board.result(1_000 * MS, 1);
    assertThat(result.reopened()).isEqualTo(2);
    assertThat(result.longestOutageMs()).isEqualTo(50);
  }

  @Test
  void anOutageThatGoesOnLastsUntilNow() {
    take(Verdict.SUCCESS, 0, 10);
    take(Verdict.REFUSED, 20, 21);

    var result = board.result(500 * MS, 1);
    assertThat(result.reopened()).isZero();
    assertThat(result.failing()).isTrue();
    assertThat(result.longestOutageMs()).isEqualTo(480);
    assertThat(board.line()).contains("connection errors 1", "failing now");
  }

  @Test
  void noFailureIsNoOutage() {
    take(Verdict.SUCCESS, 0, 10);

    var result = board.result(500 * MS, 1);
    assertThat(result.longestOutageMs()).isZero();
    assertThat(result.words()).contains("1 requests in 1.0 s", "reopened", "p99.9");
  }

  private void take(Verdict verdict, long startMs, long endMs) {
    board.take(new Answer(verdict, 0, 0, startMs * MS, endMs * MS, false));
  }
}
