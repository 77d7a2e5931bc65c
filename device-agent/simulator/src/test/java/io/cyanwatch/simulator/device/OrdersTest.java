package io.cyanwatch.simulator.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Command;
import io.cyanwatch.protocol.Probe;
import io.cyanwatch.protocol.Reply;
import io.cyanwatch.protocol.Reply.Status;
import io.cyanwatch.protocol.ResetClass;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrdersTest {
  private final Stand.Latch door = new Stand.Latch();
  private final Stand stand = new Stand(Stand.OLD, door).settled();

  @Test
  void aRestartOfTheListenerMendsADeadOneAndSaysSo() {
    stand.device.dropWifi(6_000, stand.now);
    stand.run(20_000);
    assertThat(door.open).isFalse();

    send("a", "restart_listener");
    stand.run(1_000);

    assertThat(door.open).isTrue();
    assertThat(replies("a"))
        .extracting(Reply::status)
        .containsExactly(Status.ACCEPTED, Status.DONE);
    assertThat(replies("a").getLast().result()).isEqualTo(new Reply.Result(1L, 2L, 0L));
    assertThat(stand.events()).endsWith("listener_down", "listener_up");
  }

  @Test
  void aListenerThatDoesNotComeBackIsAFailure() {
    door.jammed = true;

    send("a", "restart_listener");
    stand.run(1_000);

    assertThat(replies("a"))
        .extracting(Reply::status)
        .containsExactly(Status.ACCEPTED, Status.FAILED);
    assertThat(replies("a").getLast().result()).isEqualTo(new Reply.Result(1L, 1L, Web.IN_USE));
  }

  @Test
  void theListenerIsNotRestartedTwiceWithinTenSeconds() {
    send("a", "restart_listener");
    stand.run(9_900);
    send("b", "restart_listener");
    stand.run(100);
    assertThat(reasons("b")).containsExactly("rate_limited");

    send("c", "restart_listener");
    stand.run(1_000);
    assertThat(replies("c").getLast().status()).isEqualTo(Status.DONE);
  }

  @Test
  void anIdRunsOnceAndGetsItsAnswerAgain() {
    send("a", "restart_listener");
    stand.run(1_000);
    send("a", "restart_listener");
    stand.run(1_000);

    assertThat(replies("a"))
        .extracting(Reply::status)
        .containsExactly(Status.ACCEPTED, Status.DONE, Status.DONE);
    assertThat(stand.device.boot().web.gen()).isEqualTo(2);
  }

  @Test
  void theLastEightIdsAreRemembered() {
    var ids = List.of("1", "2", "3", "4", "5", "6", "7", "8", "9");
    ids.forEach(id -> send(id, "rebirth"));
    stand.run(100);
    var births = stand.all(Birth.class).size();

    send("2", "rebirth");
    stand.run(100);
    assertThat(stand.all(Birth.class)).hasSize(births);

    send("1", "rebirth");
    stand.run(100);
    assertThat(stand.all(Birth.class)).hasSize(births + 1);
  }

  @Test
  void aCommandForAnotherBootIsStale() {
    stand.device.received(
        new Command("a", "rebirth", "0000002a-00000000", 30, Map.of()), stand.now);
    stand.device.received(new Command("b", "rebirth", null, 30, Map.of()), stand.now);
    stand.run(100);

    assertThat(reasons("a")).containsExactly("stale_boot");
    assertThat(reasons("b")).containsExactly("stale_boot");
  }

  @Test
  void aCommandMayStartUntilItsTimeIsUpAndNotLater() {
    var boot = stand.device.boot().id;
    var received = stand.now;
    stand.device.received(new Command("a", "rebirth", boot, 5, Map.of()), received);
    stand.device.received(new Command("b", "rebirth", boot, 4, Map.of()), received);
    stand.now = received + 4_900;
    stand.run(100);

    assertThat(replies("a"))
        .extracting(Reply::status)
        .containsExactly(Status.ACCEPTED, Status.DONE);
    assertThat(reasons("b")).containsExactly("expired");
  }

  @Test
  void anUnknownOpIsAnswered() {
    send("a", "dance");
    stand.run(100);

    assertThat(reasons("a")).containsExactly("unknown_op");
  }

  @Test
  void aBusyDeviceSaysSo() {
    send("a", "bounce_wifi");
    send("b", "restart_listener");
    stand.run(100);

    assertThat(reasons("b")).containsExactly("busy");
  }

  @Test
  void aRestartOfTheDeviceIsAnsweredByTheNextBirth() {
    send("a", "restart_device");
    stand.run(10_000);

    var birth = stand.all(Birth.class).getLast();
    assertThat(birth.reset().kind()).isEqualTo(ResetClass.COMMAND);
    assertThat(birth.done()).isEqualTo(new Birth.Done("a", "done"));
    assertThat(birth.early()).isZero();
    assertThat(replies("a")).extracting(Reply::status).containsExactly(Status.ACCEPTED);
  }

  @Test
  void theDeviceIsNotRestartedTwiceWithinTenMinutesEvenThoughItForgets() {
    send("a", "restart_device");
    stand.run(590_000);
    send("b", "restart_device");
    stand.run(100);
    assertThat(reasons("b")).containsExactly("rate_limited");

    stand.run(10_000);
    send("c", "restart_device");
    stand.run(100);
    assertThat(replies("c")).extracting(Reply::status).containsExactly(Status.ACCEPTED);
  }

  @Test
  void aBounceIsDoneWhenTheLinkIsBack() {
    send("a", "bounce_wifi");
    stand.run(2_000);
    assertThat(replies("a")).extracting(Reply::status).containsExactly(Status.ACCEPTED);

    stand.run(10_000);
    assertThat(replies("a"))
        .extracting(Reply::status)
        .containsExactly(Status.ACCEPTED, Status.DONE);
    assertThat(stand.wifi().downs()).isEqualTo(1);
  }

  @Test
  void droppingTheClientsLeavesTheListenerAlone() {
    send("a", "drop_clients");
    stand.run(100);

    assertThat(door.cleared).isEqualTo(1);
    assertThat(door.open).isTrue();
    assertThat(replies("a").getLast().status()).isEqualTo(Status.DONE);
  }

  @Test
  void aNewIntervalIsAnnounced() {
    send("a", "set_interval", Map.of("interval", 30));
    stand.run(100);

    assertThat(stand.all(Birth.class).getLast().interval()).isEqualTo(30);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 3_601})
  void anIntervalOutsideTheBoundsIsRefused(int seconds) {
    send("a", "set_interval", Map.of("interval", seconds));
    stand.run(100);

    assertThat(reasons("a")).containsExactly("bad_args");
  }

  @Test
  void aProbeIsTriedAndItsResultReported() {
    send("a", "probe", Map.of("target", "10.0.0.23:80"));
    stand.run(100);
    var request = stand.device.orders().takeProbes().getFirst();
    assertThat(request.target()).isEqualTo("10.0.0.23:80");

    stand
        .device
        .orders()
        .probed(request, new Orders.Seen(Probe.Outcome.REFUSED, 3, null), stand.now);
    stand.run(100);

    var probe = stand.all(Probe.class).getFirst();
    assertThat(probe.id()).isEqualTo("a");
    assertThat(probe.outcome()).isEqualTo(Probe.Outcome.REFUSED);
    assertThat(replies("a"))
        .extracting(Reply::status)
        .containsExactly(Status.ACCEPTED, Status.DONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.23", ":80", "10.0.0.23:0", "10.0.0.23:65536", "10.0.0.23:x"})
  void aProbeWithoutATargetIsRefused(String target) {
    send("a", "probe", Map.of("target", target));
    stand.run(100);

    assertThat(reasons("a")).containsExactly("bad_args");
  }

  private void send(String id, String op) {
    send(id, op, Map.of());
  }

  private void send(String id, String op, Map<String, Object> args) {
    stand.device.received(new Command(id, op, stand.device.boot().id, 30, args), stand.now);
  }

  private List<Reply> replies(String id) {
    return stand.all(Reply.class).stream().filter(it -> it.id().equals(id)).toList();
  }

  private List<String> reasons(String id) {
    return replies(id).stream().map(Reply::reason).toList();
  }
}
