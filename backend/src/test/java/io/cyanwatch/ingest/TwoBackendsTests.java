package io.cyanwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cyanwatch.link.Gateway;
import io.cyanwatch.link.Link;
import io.cyanwatch.protocol.Topics.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Two backends with pools, queues and connections of their own, on one broker and one database.
@ResourceLock("backends")
class TwoBackendsTests {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String SHARE = "--cyanwatch.mqtt.share=watchers";

  private final Rig rig = Rig.shared();
  private final List<String> devices = IntStream.range(0, 20).mapToObj(_ -> Rig.device()).toList();

  @Test
  void theyShareTheWorkAndWhenOneDiesNothingIsLost() throws IOException {
    try (var broker = new PlainBroker(Rig.freePort());
        var first = new Gateway(broker.port);
        var one = rig.backend(first.port, SHARE);
        var other = rig.backend(broker.port, SHARE);
        var crowd = new Crowd(broker.port)) {
      await().atMost(PATIENCE).until(() -> one.getBean(Link.class).connected());
      await().atMost(PATIENCE).until(() -> other.getBean(Link.class).connected());

      say(crowd, 0, 50);
      await().atMost(PATIENCE).untilAsserted(() -> allIsStoredOnce(50));
      assertThat(stored(one)).isPositive();
      assertThat(stored(other)).isPositive();

      say(crowd, 50, 75);
      first.shut();
      say(crowd, 75, 100);

      await().atMost(PATIENCE).untilAsserted(() -> allIsStoredOnce(100));
    }
  }

  private void say(Crowd crowd, int from, int to) {
    for (var seq = from; seq < to; seq++) {
      for (var device : devices) {
        crowd.says(device, Channel.EVENT, Say.event(seq));
      }
    }
    crowd.isHeard();
  }

  private void allIsStoredOnce(int records) {
    var expected = Rig.upTo(records);
    for (var device : devices) {
      assertThat(rig.seqs(device)).isEqualTo(expected);
    }
  }

  private static double stored(org.springframework.context.ConfigurableApplicationContext backend) {
    return Rig.count(backend, "cyanwatch.ingest.messages", "outcome", "stored");
  }
}
