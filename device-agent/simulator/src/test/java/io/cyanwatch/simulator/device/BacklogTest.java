package io.cyanwatch.simulator.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.Envelope;
import io.cyanwatch.protocol.Envelope.SeqRange;
import io.cyanwatch.protocol.Event;
import io.cyanwatch.protocol.Health;
import io.cyanwatch.protocol.Topics.Channel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Backlog backlog = new Backlog(3);

  @Test
  void aFullBacklogKeepsItsRecords() {
    backlog.add(health(1));
    backlog.add(health(2));
    backlog.add(event(3));

    assertThat(backlog.size()).isEqualTo(3);
    assertThat(backlog.takeLost()).isEmpty();
  }

  @Test
  void theOldestHeartbeatGivesWayFirst() {
    backlog.add(event(1));
    backlog.add(health(2));
    backlog.add(health(3));
    backlog.add(event(4));

    assertThat(backlog.takeLost()).containsExactly(new SeqRange(2, 2));
    assertThat(backlog.dropped()).isEqualTo(1);
  }

  @Test
  void eventsAreKeptAndTheNewestOneIsRefused() {
    List.of(1, 2, 3, 4, 5).forEach(seq -> backlog.add(event(seq)));

    assertThat(backlog.takeLost()).containsExactly(new SeqRange(4, 5));
    assertThat(backlog.takeLost()).isEmpty();
  }

  @Test
  void itIsHandedOverByChannelInTheOrderOfTheRecords() {
    backlog.add(event(3));
    backlog.add(health(2));
    backlog.add(event(1));

    var batches = backlog.drain();

    assertThat(batches)
        .extracting(Backlog.Batch::channel)
        .containsExactly(Channel.HEALTH, Channel.EVENT);
    assertThat(batches.get(1).records()).containsExactly(event(1), event(3));
    assertThat(backlog.size()).isZero();
  }

  @Test
  void manyRecordsOfOneChannelAreSplit() {
    var large = new Backlog(100);
    for (var seq = 0; seq < 33; seq++) {
      large.add(health(seq));
    }

    assertThat(large.drain()).extracting(it -> it.records().size()).containsExactly(32, 1);
  }

  private static Envelope envelope(long seq) {
    return new Envelope("0000002a-9f3c11d2", seq, 1, seq * 1_000, null, List.of());
  }

  private static Health health(long seq) {
    return new Health(envelope(seq), null, null, null, null, null, null, null, null, null);
  }

  private static Event event(long seq) {
    return new Event(envelope(seq), "wifi_up", Map.of());
  }
}
