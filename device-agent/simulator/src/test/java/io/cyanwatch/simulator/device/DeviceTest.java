package io.cyanwatch.simulator.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Bye;
import io.cyanwatch.protocol.Envelope;
import io.cyanwatch.protocol.Health;
import io.cyanwatch.protocol.ListenerState;
import io.cyanwatch.protocol.Message;
import io.cyanwatch.protocol.Phase;
import io.cyanwatch.protocol.ResetClass;
import io.cyanwatch.protocol.Topics.Channel;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DeviceTest {
  private final Stand.Latch door = new Stand.Latch();

  @Test
  void aBootGoesThroughTheLightsUntilItBreathesCyan() {
    var stand = new Stand(Stand.NEW).settled();

    assertThat(stand.all(Health.class))
        .extracting(Health::phase)
        .startsWith(Phase.CLOUD_CONNECTING, Phase.CLOUD_HANDSHAKE, Phase.CLOUD_CONNECTED);
    assertThat(stand.events()).containsExactly("wifi_up", "listener_up", "cloud_up");
    assertThat(stand.said.getFirst()).isInstanceOf(Birth.class);
  }

  @Test
  void theListenerStartsOnlyOnALinkThatHasBeenStable() {
    var stand = new Stand(Stand.NEW, door);
    while (!stand.device.boot().radio.ready()) {
      stand.run(100);
    }

    stand.run(Web.SETTLE_MS - 100);
    assertThat(door.open).isFalse();

    stand.run(100);
    assertThat(door.open).isTrue();
  }

  @Test
  void aListenerThatCannotStartIsTriedAgainLaterAndLater() {
    door.jammed = true;
    var stand = new Stand(Stand.NEW, door).run(12_000);

    assertThat(stand.listener().state()).isEqualTo(ListenerState.BACKOFF);
    assertThat(stand.events().stream().filter("listener_failed"::equals)).hasSize(4);

    door.jammed = false;
    stand.run(8_000);
    assertThat(stand.events()).contains("listener_up");
    assertThat(stand.device.boot().web.gen()).isEqualTo(1);
  }

  @Test
  void heartbeatsComeEveryTenSeconds() {
    var stand = new Stand(Stand.NEW).run(20_000);
    var before = stand.all(Health.class).size();

    stand.run(60_000);

    assertThat(stand.all(Health.class)).hasSize(before + 6);
    assertThat(stand.all(Birth.class)).extracting(Birth::interval).containsExactly(10);
  }

  @Test
  void aDoomedDeviceCrashesFourTimesAndThenStaysUp() {
    var stand = new Stand(Stand.OLD).settled();
    stand.device.accepted(stand.now);
    stand.device.doom(4, stand.now);

    stand.run(120_000);

    var births = stand.all(Birth.class);
    assertThat(births)
        .extracting(it -> it.reset().kind())
        .containsExactly(
            ResetClass.USER,
            ResetClass.PANIC,
            ResetClass.PANIC,
            ResetClass.PANIC,
            ResetClass.PANIC);
    assertThat(births).extracting(Birth::early).containsExactly(0, 1, 2, 3, 4);
    assertThat(births.getLast().reset().data()).isEqualTo(1);
    assertThat(stand.lastHealth().phase()).isEqualTo(Phase.CLOUD_CONNECTED);
  }

  @Test
  void theBreadcrumbOfACrashShowsTheKnownTeardownFault() {
    var stand = new Stand(Stand.OLD).settled();
    stand.device.accepted(stand.now);
    var boot = stand.device.boot().id;
    stand.device.doom(1, stand.now);

    stand.run(30_000);

    var last = Objects.requireNonNull(stand.all(Birth.class).getLast().last());
    assertThat(last.boot()).isEqualTo(boot);
    assertThat(last.wifiReady()).isTrue();
    assertThat(last.cloud()).isFalse();
    assertThat(last.listener()).isEqualTo(ListenerState.LISTENING);
    assertThat(last.mark()).isEqualTo("listener_stop");
    assertThat(last.accepts()).isEqualTo(1);
    assertThat(last.sinceRx()).isBetween(15_000L, 22_000L);
    assertThat(last.sinceCloudLost()).isPositive().isLessThan(last.sinceRx());
    assertThat(last.events()).extracting(Birth.Breadcrumb.Mark::event).endsWith("cloud_down");
  }

  @Test
  void anEarlyResetIsOneWithinTheFirstMinute() {
    var stand = new Stand(Stand.OLD).run(59_900);
    stand.device.crash(ResetClass.PANIC, 1L, stand.now);
    stand.run(60_000);
    stand.device.crash(ResetClass.PANIC, 1L, stand.now);
    stand.run(10_000);

    assertThat(stand.all(Birth.class)).extracting(Birth::early).containsExactly(0, 1, 0);
  }

  @Test
  void eachBootCountsUpAndStartsItsSequenceAtZero() {
    var stand = new Stand(Stand.OLD).settled();
    stand.device.crash(ResetClass.PANIC, 1L, stand.now);
    stand.settled();

    var boots = stand.said.stream().map(it -> it.envelope().boot()).distinct().toList();
    assertThat(boots).hasSize(2);
    assertThat(boots.get(0)).startsWith("0000002a-");
    assertThat(boots.get(1)).startsWith("0000002b-");
    assertThat(seqs(stand, boots.get(1))).contains(0L);
  }

  @Test
  void theSequenceHasNoGapOverAnOutageAndALaterConnection() {
    var stand = new Stand(Stand.NEW).settled();
    stand.device.uplink(false);
    stand.run(60_000);
    stand.device.uplink(true);
    stand.run(20_000);

    var seqs = seqs(stand, stand.device.boot().id).sorted().boxed().toList();
    assertThat(seqs).containsExactlyElementsOf(LongStream.range(0, seqs.size()).boxed().toList());
    assertThat(stand.all(Birth.class))
        .extracting(it -> it.envelope().conn())
        .containsExactly(1L, 2L);
  }

  @Test
  void whatHappenedInAnOutageFollowsTheBirthInTheOrderInWhichItHappened() {
    var stand = new Stand(Stand.NEW).settled();
    stand.device.uplink(false);
    stand.run(60_000);
    assertThat(stand.cloud().up()).isTrue();
    stand.batches.clear();
    stand.device.uplink(true);
    stand.run(100);

    assertThat(stand.batches)
        .extracting(Backlog.Batch::channel)
        .startsWith(Channel.BIRTH, Channel.HEALTH, Channel.EVENT);
    var stored = stand.batches.get(1).records();
    assertThat(stored).hasSizeGreaterThanOrEqualTo(5);
    assertThat(stored).extracting(it -> it.envelope().seq()).isSorted();
    assertThat(stored).allMatch(it -> it.envelope().conn() == 1);
    var degraded = (Health) stored.get(4);
    assertThat(Objects.requireNonNull(degraded.cloud()).up()).isFalse();
    assertThat(Objects.requireNonNull(degraded.wifi()).ready()).isTrue();
    assertThat(degraded.phase()).isEqualTo(Phase.CLOUD_CONNECTING);
    assertThat(stand.events()).endsWith("cloud_down");

    stand.run(5_000);
    assertThat(stand.events()).endsWith("cloud_down", "cloud_up");
  }

  @Test
  void aShortOutageThatTheCloudDoesNotNoticeIsNoEvent() {
    var stand = new Stand(Stand.NEW).settled();
    stand.device.uplink(false);
    stand.run(Habits.BRISK.notice() - 200);
    stand.device.uplink(true);
    stand.run(20_000);

    assertThat(stand.events()).doesNotContain("cloud_down");
  }

  @Test
  void recordsThatTheBrokerDidNotAcknowledgeGoOutAgainWithTheirOwnNumbers() {
    var stand = new Stand(Stand.NEW).settled();
    var batch = stand.batches.getLast();
    stand.batches.clear();

    stand.device.undelivered(batch);
    stand.run(100);

    assertThat(stand.batches).containsExactly(batch);
  }

  @Test
  void recordsOfAnEarlierBootAreNotSentAgain() {
    var stand = new Stand(Stand.NEW).settled();
    var batch = stand.batches.getLast();
    stand.device.crash(ResetClass.PANIC, 1L, stand.now);
    stand.batches.clear();

    stand.device.undelivered(batch);
    stand.settled();

    assertThat(stand.batches).isNotEmpty().doesNotContain(batch);
  }

  @Test
  void aLongSilenceOfTheBrokerDeclaresWhatItCost() {
    var stand = new Stand(Stand.NEW).settled();
    stand.loseBroker();
    stand.run(1_300_000);
    stand.findBroker();
    stand.run(100);

    var lost = stand.all(Birth.class).getLast().envelope().lost();
    assertThat(lost).isNotEmpty();
    var missing = lost.stream().flatMapToLong(it -> LongStream.rangeClosed(it.from(), it.to()));
    assertThat(LongStream.concat(missing, seqs(stand, stand.device.boot().id)).sorted().boxed())
        .containsExactlyElementsOf(
            LongStream.range(0, stand.device.boot().stamp(stand.now, null, false).seq())
                .boxed()
                .toList());
  }

  @Test
  void aShutdownSaysGoodbye() {
    var stand = new Stand(Stand.NEW, door).settled();
    stand.device.shutDown(stand.now);

    List<Message.Recorded> last = stand.device.take().getLast().records();

    assertThat(last)
        .first()
        .isInstanceOfSatisfying(Bye.class, bye -> assertThat(bye.reason()).isEqualTo("shutdown"));
    assertThat(door.open).isFalse();
  }

  private static LongStream seqs(Stand stand, String boot) {
    return stand.said.stream()
        .map(Message.Recorded::envelope)
        .filter(it -> it.boot().equals(boot))
        .mapToLong(Envelope::seq);
  }
}
