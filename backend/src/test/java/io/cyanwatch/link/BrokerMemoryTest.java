package io.cyanwatch.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/// What the broker keeps, for how long, and how much of it.
class BrokerMemoryTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  @Test
  void whatWasAcknowledgedSurvivesARestartAndWaitsForABackendThatNeverCame(@TempDir Path own) {
    var roster = Roster.of("A");
    try (var first = new EmbeddedBroker(own, roster);
        var device = first.device(5, "A")) {
      for (var i = 0; i < 50; i++) {
        assertThat(device.publish("cw/1/A/up/event", "n" + i)).isZero();
      }
    }

    try (var second = new EmbeddedBroker(own, roster);
        var backend = second.backend()) {
      backend.subscribe(Account.ALL_UP);

      await().until(() -> backend.heard().size() == 50);
      assertThat(backend.heard()).extracting(Wire.Heard::payload).startsWith("n0", "n1", "n2");
    }
  }

  @Test
  void aCleanStartAfterARestartForgetsWhatTheEarlierSessionWaitedFor(@TempDir Path own) {
    var roster = Roster.of("A");
    try (var first = new EmbeddedBroker(own, roster)) {
      try (var device = new Wire(4, first.port())) {
        device.keepsSession = true;
        assertThat(device.connect("A", "A", "secret of A")).isZero();
        assertThat(device.subscribe("cw/1/A/dn/#")).isEqualTo(1);
      }
      try (var backend = first.backend()) {
        assertThat(backend.publish("cw/1/A/dn/command", "late")).isZero();
      }
    }

    try (var second = new EmbeddedBroker(own, roster);
        var device = second.device(4, "A");
        var backend = second.backend()) {
      assertThat(device.subscribe("cw/1/A/dn/#")).isEqualTo(1);
      assertThat(backend.publish("cw/1/A/dn/command", "fresh")).isZero();

      await().until(() -> !device.heard().isEmpty());
      assertThat(device.heard()).extracting(Wire.Heard::payload).containsExactly("fresh");
    }
  }

  @Test
  void aFullBrokerAcknowledgesNothingMoreAndRecoversWhenTheBackendTakesTheMessages(
      @TempDir Path own) {
    var small = new EmbeddedBroker(own, Roster.of("A"), DataSize.ofMegabytes(1), SHORT, 9);
    try (small) {
      var acknowledged = 0;
      try (var device = small.device(5, "A")) {
        while (device.publish("cw/1/A/up/event", "x".repeat(2_000)) == 0) {
          acknowledged++;
        }
        assertThat(device.goodbye).isEqualTo(0x97);
      }
      assertThat(acknowledged).isBetween(100, 520);
      assertThat(small.broker.held()).isEqualTo(acknowledged);

      try (var backend = small.backend()) {
        backend.subscribe(Account.ALL_UP);
        var expected = acknowledged;
        await().until(() -> backend.heard().size() == expected);
      }

      await()
          .untilAsserted(
              () -> {
                try (var device = small.device(5, "A")) {
                  assertThat(device.publish("cw/1/A/up/event", "again")).isZero();
                }
              });
    }
  }

  @Test
  void howeverManyWillsFillItTheBackendComesInAndNobodyElse(@TempDir Path own) {
    var names = IntStream.range(0, 20).mapToObj(n -> "D" + n).toList();
    var roster = Roster.of(names.toArray(String[]::new));
    var small = new EmbeddedBroker(own, roster, DataSize.ofMegabytes(1), SHORT, 99);
    try (small) {
      var devices = names.stream().map(name -> willing(small, name)).toList();
      var speaker = devices.getFirst();
      var taken = 0;
      while (speaker.publish("cw/1/D0/up/event", "x".repeat(2_000)) == 0) {
        taken++;
      }
      devices.forEach(Wire::close);
      var all = taken + devices.size();
      await().until(() -> small.broker.held() == all);

      try (var late = new Wire(5, small.port());
          var old = new Wire(4, small.port())) {
        assertThat(late.connect("D1", "D1", "secret of D1")).isEqualTo(0x89);
        assertThat(old.connect("D1", "D1", "secret of D1")).isEqualTo(3);
      }
      try (var backend = small.backend()) {
        assertThat(backend.publish("cw/1/D1/dn/command", "anybody?")).isZero();
        backend.subscribe(Account.ALL_UP);
        await().until(() -> backend.heard().size() == all);
      }
    }
  }

  @Test
  void whoeverIsPutOutOverAndOverTakesNoMemoryWithIt(@TempDir Path own) {
    try (var broker = new EmbeddedBroker(own, Roster.of("A", "B"))) {
      isPutOut(broker, 20);
      var before = allocated();

      isPutOut(broker, 300);

      // Other tests have brokers beside this one; what is refused here weighs twice as much.
      assertThat(allocated() - before).isLessThan(DataSize.ofMegabytes(30).toBytes());
    }
  }

  private static void isPutOut(EmbeddedBroker broker, int times) {
    for (var n = 0; n < times; n++) {
      try (var device = broker.device(5, "A")) {
        assertThat(device.publish("cw/1/A/up/event::other", "x".repeat(200_000))).isNotZero();
        assertThat(device.isAlive()).isFalse();
      }
    }
  }

  /// Bytes beyond the heap that have not been given back, whether or not anybody still knows them.
  private static long allocated() {
    return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
  }

  @Test
  void whoPublishesIntoAFullBrokerWaitsForTheBackendAndIsNotPutOut(@TempDir Path own) {
    var small =
        new EmbeddedBroker(own, Roster.of("A"), DataSize.ofMegabytes(1), Duration.ofMinutes(1), 9);
    var each = 1_500;
    try (small;
        var device = small.device(5, "A");
        var backend = small.backend()) {
      var all =
          CompletableFuture.runAsync(
              () -> device.publishAll("cw/1/A/up/event", "x".repeat(2_000), each));
      await().pollDelay(Duration.ofSeconds(1)).until(() -> small.broker.held() > 100);
      var held = small.broker.held();
      assertThat(held).isLessThan(each / 2);
      assertThat(all).isNotDone();

      backend.subscribe(Account.ALL_UP);

      await().atMost(Duration.ofSeconds(30)).until(() -> backend.heard().size() == each);
      all.join();
      assertThat(device.goodbye).isEqualTo(Wire.HUNG_UP);
    }
  }

  @Test
  void moreDevicesThanItHasRoomForAreToldSoAndTheBackendIsLetIn(@TempDir Path own) {
    var roster = Roster.of("A", "B");
    var small = new EmbeddedBroker(own, roster, DataSize.ofMegabytes(64), SHORT, 1);
    try (small) {
      try (var _ = small.device(5, "A");
          var second = new Wire(5, small.port());
          var third = new Wire(4, small.port());
          var _ = small.backend()) {
        assertThat(second.connect("B", "B", "secret of B")).isEqualTo(0x89);
        assertThat(third.connect("B", "B", "secret of B")).isEqualTo(3);
      }

      await()
          .untilAsserted(
              () -> {
                try (var again = new Wire(5, small.port())) {
                  assertThat(again.connect("B", "B", "secret of B")).isZero();
                }
              });
    }
  }

  private static Wire willing(EmbeddedBroker broker, String name) {
    var wire = new Wire(5, broker.port());
    var will = new Wire.Will("cw/1/" + name + "/up/will", false, "x".repeat(60_000));
    assertThat(wire.connect(name, name, "secret of " + name, will)).isZero();
    return wire;
  }
}
