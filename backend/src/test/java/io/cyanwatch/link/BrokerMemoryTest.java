package io.cyanwatch.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/// What the broker keeps, for how long, and how much of it.
class BrokerMemoryTest {

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
    try (var small = new EmbeddedBroker(own, Roster.of("A"), DataSize.ofMegabytes(1))) {
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
}
