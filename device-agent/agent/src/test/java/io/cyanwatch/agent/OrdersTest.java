package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.agent.Orders.Answer;
import io.cyanwatch.protocol.Command;
import io.cyanwatch.protocol.Reply.Status;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrdersTest {
  private static final String BOOT = "00000001-9f3c11d2";
  private static final Answer ACCEPTED = new Answer(true, Status.ACCEPTED, "");

  private final Orders orders = new Orders(BOOT);

  @Test
  void aCommandOfThisBootRuns() {
    assertThat(orders.judge(command("a", "rebirth"), 0, 0)).isEqualTo(ACCEPTED);
  }

  @Test
  void aCommandOfAnotherBootDoesNot() {
    var other = new Command("a", "rebirth", "00000002-9f3c11d2", 30, Map.of());

    assertThat(orders.judge(other, 0, 0)).isEqualTo(Answer.refuse("stale_boot"));
  }

  @Test
  void anUnknownOpIsRefused() {
    assertThat(orders.judge(command("a", "dance"), 0, 0)).isEqualTo(Answer.refuse("unknown_op"));
  }

  @Test
  void aCommandMayStartAtTheEndOfItsTimeAndNotLater() {
    assertThat(orders.judge(command("a", "rebirth"), 0, 30_000)).isEqualTo(ACCEPTED);
    assertThat(orders.judge(command("b", "rebirth"), 0, 30_001))
        .isEqualTo(Answer.refuse("expired"));
  }

  @Test
  void theListenerIsNotRestartedAgainWithinTenSeconds() {
    assertThat(orders.judge(command("a", "restart_listener"), 0, 0)).isEqualTo(ACCEPTED);
    assertThat(orders.judge(command("b", "restart_listener"), 9_999, 9_999))
        .isEqualTo(Answer.refuse("rate_limited"));
    assertThat(orders.judge(command("c", "restart_listener"), 10_000, 10_000)).isEqualTo(ACCEPTED);
  }

  @Test
  void aRepeatedCommandIsAnsweredAndNotRun() {
    orders.judge(command("a", "rebirth"), 0, 0);
    assertThat(orders.judge(command("a", "rebirth"), 0, 0))
        .isEqualTo(new Answer(false, Status.ACCEPTED, ""));

    orders.finished("a", Status.DONE);
    assertThat(orders.judge(command("a", "rebirth"), 0, 0))
        .isEqualTo(new Answer(false, Status.DONE, ""));
  }

  @Test
  void theLastEightIdsAreRemembered() {
    for (var id = 1; id <= 9; id++) {
      orders.judge(command("" + id, "rebirth"), 0, 0);
    }

    assertThat(orders.judge(command("2", "rebirth"), 0, 0).run()).isFalse();
    assertThat(orders.judge(command("1", "rebirth"), 0, 0).run()).isTrue();
  }

  private static Command command(String id, String op) {
    return new Command(id, op, BOOT, 30, Map.of());
  }
}
