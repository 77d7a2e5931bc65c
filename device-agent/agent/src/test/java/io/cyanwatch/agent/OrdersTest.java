package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.agent.Orders.Answer;
import io.cyanwatch.agent.Orders.Verdict;
import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Command;
import io.cyanwatch.protocol.Reply.Status;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrdersTest {
  private static final String BOOT = Records.BOOT;

  private final Orders orders = new Orders(BOOT, Task.OPS, Task.OPS, null);

  @Test
  void aCommandOfThisBootRuns() {
    assertThat(judge("a", "rebirth", 0)).isEqualTo(new Verdict.Run(new Task.Rebirth()));
  }

  @Test
  void aCommandOfAnotherBootDoesNot() {
    var other = new Command("a", "rebirth", Records.OLD_BOOT, 30, Map.of());

    assertThat(orders.judge(other, 0, 0, false)).isEqualTo(new Verdict.Refuse("stale_boot"));
  }

  @Test
  void whatIsUnknownIsToldFromWhatIsNotAllowed() {
    var timid = new Orders(BOOT, Task.OPS, Set.of("rebirth"), null);

    assertThat(timid.judge(command("a", "dance"), 0, 0, false))
        .isEqualTo(new Verdict.Refuse("unknown_op"));
    assertThat(timid.judge(command("b", "restart_device"), 0, 0, false))
        .isEqualTo(new Verdict.Refuse("denied"));
  }

  @Test
  void aCommandMayStartAtTheEndOfItsTimeAndNotLater() {
    assertThat(orders.judge(command("a", "rebirth"), 0, 30_000, false))
        .isInstanceOf(Verdict.Run.class);
    assertThat(orders.judge(command("b", "rebirth"), 0, 30_001, false))
        .isEqualTo(new Verdict.Refuse("expired"));
  }

  @ParameterizedTest
  @CsvSource({"restart_listener, 10000", "bounce_wifi, 300000", "restart_device, 600000"})
  void someAreNotRunAgainTooSoon(String op, long apart) {
    assertThat(judge("a", op, 0)).isInstanceOf(Verdict.Run.class);
    assertThat(judge("b", op, apart - 1)).isEqualTo(new Verdict.Refuse("rate_limited"));
    assertThat(judge("c", op, apart)).isInstanceOf(Verdict.Run.class);
  }

  @Test
  void aBusyDeviceRefusesWhatCannotShareItsTimeAndNothingElse() {
    assertThat(orders.judge(command("a", "restart_listener"), 0, 0, true))
        .isEqualTo(new Verdict.Refuse("busy"));
    assertThat(orders.judge(command("b", "rebirth"), 0, 0, true)).isInstanceOf(Verdict.Run.class);
  }

  @Test
  void aRepeatedCommandIsAnsweredAndNotRun() {
    judge("a", "rebirth", 0);
    orders.answered("a", new Answer(Status.DONE, null, null));

    assertThat(judge("a", "rebirth", 0))
        .isEqualTo(new Verdict.Repeat(new Answer(Status.DONE, null, null)));
  }

  @Test
  void aRefusalIsRememberedToo() {
    judge("a", "dance", 0);

    assertThat(judge("a", "rebirth", 0))
        .isEqualTo(new Verdict.Repeat(new Answer(Status.REJECTED, "unknown_op", null)));
  }

  @Test
  void theLastEightIdsAreRemembered() {
    for (var id = 1; id <= 9; id++) {
      orders.answered("" + id, new Answer(Status.DONE, null, null));
    }

    assertThat(judge("2", "rebirth", 0)).isInstanceOf(Verdict.Repeat.class);
    assertThat(judge("1", "rebirth", 0)).isInstanceOf(Verdict.Run.class);
  }

  @Test
  void theRestartThatThisBootCameFromIsNotObeyedAgainNorFollowedByAnotherSoon() {
    var reborn = new Orders(BOOT, Task.OPS, Task.OPS, new Birth.Done("a", "done"));

    assertThat(reborn.judge(command("a", "restart_device"), 0, 0, false))
        .isEqualTo(new Verdict.Repeat(new Answer(Status.DONE, null, null)));
    assertThat(reborn.judge(command("b", "restart_device"), 599_999, 599_999, false))
        .isEqualTo(new Verdict.Refuse("rate_limited"));
    assertThat(reborn.judge(command("c", "restart_device"), 600_000, 600_000, false))
        .isInstanceOf(Verdict.Run.class);
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, true", "86400, true", "86401, false"})
  void anIntervalHasEdges(int seconds, boolean right) {
    var verdict =
        orders.judge(command("a", "set_interval", Map.of("interval", seconds)), 0, 0, false);

    assertThat(verdict)
        .isEqualTo(
            right
                ? new Verdict.Run(new Task.SetInterval(seconds))
                : new Verdict.Refuse("bad_args"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host", "host:0", "host:65536", ":80", "a b:80", "fd00::1:80"})
  void aTargetThatIsNoneIsAWrongArgument(String target) {
    assertThat(orders.judge(command("a", "probe", Map.of("target", target)), 0, 0, false))
        .isEqualTo(new Verdict.Refuse("bad_args"));
  }

  @Test
  void aProbeMayNameAPathButNotSmuggleARequest() {
    var target = new Knock.Target("10.0.0.23", 80);
    assertThat(
            orders.judge(
                command("a", "probe", Map.of("target", "10.0.0.23:80", "path", "/x")), 0, 0, false))
        .isEqualTo(new Verdict.Run(new Task.Visit(target, Optional.of("/x"))));
    assertThat(
            orders.judge(
                command("b", "probe", Map.of("target", "10.0.0.23:80", "path", "/x\r\nA: b")),
                0,
                0,
                false))
        .isEqualTo(new Verdict.Refuse("bad_args"));
    assertThat(Knock.Target.parse("[fd00::1]:80")).contains(new Knock.Target("fd00::1", 80));
  }

  private Verdict judge(String id, String op, long now) {
    return orders.judge(command(id, op), now, now, false);
  }

  private static Command command(String id, String op) {
    return command(id, op, Map.of());
  }

  private static Command command(String id, String op, Map<String, Object> args) {
    return new Command(id, op, BOOT, 30, args);
  }
}
