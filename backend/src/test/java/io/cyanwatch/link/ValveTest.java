package io.cyanwatch.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ValveTest {
  private static final long HOLD = 64 << 20;

  private final AtomicLong used = new AtomicLong();
  private final AtomicLong now = new AtomicLong();
  private final Valve valve = new Valve(used::get, HOLD, Duration.ofSeconds(10), now::get);

  @Test
  void whoPublishesWhileThereIsRoomIsReadOn() {
    var device = device();
    used.set(HOLD - 1);

    publish(device);

    assertThat(reads(device)).isTrue();
    assertThat(valve.refuses(device)).isFalse();
  }

  @Test
  void whoPublishesIntoAFullBrokerIsReadNoFurtherUntilThereIsRoomAgain() {
    var device = device();
    used.set(HOLD);

    publish(device);
    assertThat(reads(device)).isFalse();

    used.set(HOLD / 4 * 3);
    turn(device);
    assertThat(reads(device)).isFalse();

    used.set(HOLD / 2);
    turn(device);
    assertThat(reads(device)).isTrue();
  }

  @Test
  void noMoreAreLetGoThanThereIsRoomFor() {
    var devices = IntStream.range(0, 1_000).mapToObj(_ -> device()).toList();
    used.set(HOLD);
    devices.forEach(this::publish);

    used.set(HOLD / 2);
    turn(devices.toArray(EmbeddedChannel[]::new));

    assertThat(devices.stream().filter(ValveTest::reads).count())
        .isEqualTo(HOLD / 4 / (160 * 1024));
    assertThat(reads(devices.getFirst())).isTrue();
    assertThat(reads(devices.getLast())).isFalse();
  }

  @Test
  void whoHasWaitedInVainIsReadAgainAndRefusedIfItPublishesStill() {
    var device = device();
    used.set(HOLD);
    publish(device);

    now.set(Duration.ofSeconds(10).toNanos() - 1);
    turn(device);
    assertThat(reads(device)).isFalse();
    now.incrementAndGet();
    turn(device);

    assertThat(reads(device)).isTrue();
    assertThat(valve.refuses(device)).isTrue();
    used.set(HOLD - 1);
    assertThat(valve.refuses(device)).isFalse();
    publish(device);
    used.set(HOLD);
    assertThat(valve.refuses(device)).as("its patience is whole again").isFalse();
  }

  @Test
  void whatWasReadBeforeAllWereStoppedIsRefusedWhenItIsMoreThanThereIsRoomFor() {
    used.set(HOLD / 4 * 5 - 1);
    assertThat(valve.refuses(device())).isFalse();
    used.set(HOLD / 4 * 5);
    assertThat(valve.refuses(device())).isTrue();
  }

  @Test
  void allWaitOnceTheBrokerIsFullAndNotOnlyTheOneThatFilledIt() {
    var one = device();
    var other = device();
    valve.joined(one);
    valve.joined(other);
    used.set(HOLD);

    publish(one);

    assertThat(reads(one)).isFalse();
    assertThat(reads(other)).isFalse();
  }

  @Test
  void whatIsNotAnsweredYetCountsUntilItIsOrUntilItsConnectionEnds() {
    var device = device();
    valve.joined(device);

    valve.passed(device, (int) HOLD, true);
    assertThat(reads(device)).isFalse();
    valve.answered(device);
    turn(device);
    assertThat(reads(device)).isTrue();

    valve.passed(device, (int) HOLD, true);
    assertThat(reads(device)).isFalse();
    device.close().syncUninterruptibly();
    var other = device();
    publish(other);
    assertThat(reads(other)).isTrue();
  }

  private static EmbeddedChannel device() {
    return new EmbeddedChannel(DefaultChannelId.newInstance());
  }

  private void turn(EmbeddedChannel... devices) {
    valve.turn();
    for (var device : devices) {
      device.runPendingTasks();
    }
  }

  private void publish(EmbeddedChannel device) {
    valve.passed(device, 0, false);
  }

  private static boolean reads(EmbeddedChannel device) {
    return device.config().isAutoRead();
  }
}
