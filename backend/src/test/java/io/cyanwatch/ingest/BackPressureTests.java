package io.cyanwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cyanwatch.link.Link;
import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Topics.Channel;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/// A slow database slows the broker down, and fills no memory here.
@ResourceLock("backends")
class BackPressureTests {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int RECEIVE_MAXIMUM = 8_000;
  private static final int MANY = 12_000;

  private final Rig rig = Rig.shared();
  private final String device = Rig.device();
  private final Crowd crowd = new Crowd(rig.broker.port);

  @AfterEach
  void leave() {
    crowd.close();
  }

  @Test
  void whileTheWriterIsStuckTheBrokerKeepsTheRestAndAllIsStoredAfterwards() throws SQLException {
    await().atMost(PATIENCE).until(() -> rig.bean(Link.class).connected());
    try (var lock = rig.besides()) {
      lock.setAutoCommit(false);
      lock.createStatement().execute("lock table timeline.cursor in access exclusive mode");
      for (var seq = 0; seq < MANY; seq++) {
        crowd.says(device, Channel.EVENT, Say.event(seq));
      }
      crowd.isHeard();
      await().atMost(PATIENCE).until(() -> rig.count("cyanwatch.ingest.pending") > 0);

      assertThat(rig.count("cyanwatch.ingest.pending")).isLessThanOrEqualTo(RECEIVE_MAXIMUM);
      assertThat(rig.count("cyanwatch.ingest.queued")).isLessThanOrEqualTo(RECEIVE_MAXIMUM);
      await().atMost(PATIENCE).until(() -> rig.broker.held() >= MANY);
      lock.rollback();
    }

    await().atMost(PATIENCE).until(() -> rig.broker.held() == 0);
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(rig.seqs(device)).isEqualTo(Rig.upTo(MANY)));
    assertThat(rig.count("cyanwatch.ingest.queued.bytes")).isZero();
  }

  @Test
  void whatOverflowsAtQosZeroIsCountedAndBounded() throws SQLException {
    var dropped = rig.count("cyanwatch.ingest.dropped", "reason", "overflow_qos0");
    try (var lock = rig.besides()) {
      lock.setAutoCommit(false);
      lock.createStatement().execute("lock table timeline.cursor in access exclusive mode");
      var seq = new AtomicLong();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                flood(seq);
                return rig.count("cyanwatch.ingest.dropped", "reason", "overflow_qos0") > dropped;
              });
      assertThat(rig.count("cyanwatch.ingest.queued")).isLessThanOrEqualTo(8000);
      // The same writer's, and of QoS 1.
      crowd.says(device, Channel.EVENT, Say.event("00000008-c0ffee00", 0, "")).isHeard();
      lock.rollback();
    }

    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(rig.stored(device)).contains("00000008-c0ffee00/0"));
    assertThat(rig.count("cyanwatch.ingest.dropped", "reason", "overflow_qos1")).isZero();
  }

  private void flood(AtomicLong seq) {
    for (var n = 0; n < 2000; n++) {
      var payload = Say.event(seq.getAndIncrement()).getBytes(StandardCharsets.UTF_8);
      crowd.says(Topics.up(device, Channel.EVENT), payload, 0);
    }
    crowd.isHeard();
  }
}
