package io.cyanwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cyanwatch.protocol.Ack;
import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.timeline.Timelines.Happening;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/// What becomes of numbers that are missing, lost, or used twice.
@ResourceLock("backends")
class SequenceTests {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Rig rig = Rig.shared();
  private final String device = Rig.device();
  private final Crowd crowd = new Crowd(rig.broker.port);

  @AfterEach
  void leave() {
    crowd.close();
  }

  @Test
  void anotherRecordUnderTheSameNumberIsToldOnceAndNotStored() {
    var before = rig.count("cyanwatch.ingest.conflicts");
    crowd.says(device, Channel.EVENT, Say.event(0)).isHeard();
    stored(1);

    for (var copy = 0; copy < 3; copy++) {
      crowd.says(device, Channel.EVENT, Say.event(Say.BOOT, 0, "\"at\":5,")).isHeard();
    }
    crowd.says(device, Channel.EVENT, Say.event(1)).isHeard();
    stored(2);

    assertThat(noticed("seq_conflict")).hasSize(1);
    assertThat(noticed("seq_conflict").getFirst().detail()).containsEntry("seq", 0);
    assertThat(rig.count("cyanwatch.ingest.conflicts") - before).isEqualTo(1);
  }

  @Test
  void aHoleThatIsFilledInTimeIsNoGapAndOneThatIsNotIs() {
    crowd.says(device, Channel.EVENT, Say.events(Say.BOOT, 0, 1));
    crowd.says(device, Channel.EVENT, Say.event(4));
    crowd.says(device, Channel.EVENT, Say.events(Say.BOOT, 2, 3));
    crowd.says(device, Channel.EVENT, Say.event(8)).isHeard();

    await().atMost(PATIENCE).until(() -> !noticed("gap").isEmpty());

    assertThat(noticed("gap"))
        .extracting(gap -> gap.detail().get("from"), gap -> gap.detail().get("to"))
        .containsExactly(org.assertj.core.groups.Tuple.tuple(5, 7));
  }

  @Test
  void whatComesAfterItsGapWasToldIsStoredAllTheSame() {
    crowd.says(device, Channel.EVENT, Say.event(0));
    crowd.says(device, Channel.EVENT, Say.event(2)).isHeard();
    await().atMost(PATIENCE).until(() -> !noticed("gap").isEmpty());

    crowd.says(device, Channel.EVENT, Say.event(1)).isHeard();

    stored(3);
  }

  @Test
  void whatTheDeviceSaysItLostIsNoGap() {
    crowd.says(device, Channel.EVENT, Say.event(0));
    crowd.says(device, Channel.EVENT, Say.event(Say.BOOT, 5, "\"lost\":[[1,4]],")).isHeard();
    stored(2);

    await().atMost(PATIENCE).until(() -> waitedFor() == 0);

    assertThat(noticed("gap")).isEmpty();
  }

  @Test
  void aDeviceThatAsksIsToldWhatIsDurableAndNoMore() {
    var acks = crowd.acknowledgements(device);
    crowd.says(device, Channel.BIRTH, Say.birth(Say.BOOT, 0, "power_on", "\"ack\":true,"));
    crowd.says(device, Channel.EVENT, Say.events(Say.BOOT, 1, 3));
    crowd.says(device, Channel.EVENT, Say.event(5)).isHeard();

    await().atMost(PATIENCE).until(() -> acks.contains(new Ack(Say.BOOT, 3)));
    assertThat(acks).extracting(Ack::seq).allMatch(seq -> seq <= 3);

    var told = System.nanoTime();
    crowd.says(device, Channel.EVENT, Say.event(4)).isHeard();
    await().atMost(PATIENCE).until(() -> acks.contains(new Ack(Say.BOOT, 5)));
    assertThat(Duration.ofNanos(System.nanoTime() - told)).isGreaterThan(Duration.ofSeconds(3));
  }

  @Test
  void aDeviceThatDoesNotAskIsToldNothing() {
    var acks = crowd.acknowledgements(device);
    var asking = Rig.device();
    var others = crowd.acknowledgements(asking);
    crowd.says(device, Channel.BIRTH, Say.birth(Say.BOOT, 0, "power_on", ""));
    crowd.says(asking, Channel.BIRTH, Say.birth(Say.BOOT, 0, "power_on", "\"ack\":true,"));
    crowd.isHeard();

    await().atMost(PATIENCE).until(() -> !others.isEmpty());

    assertThat(acks).isEmpty();
  }

  private void stored(int records) {
    await().atMost(PATIENCE).until(() -> rig.stored(device).size() == records);
  }

  private List<Happening> noticed(String name) {
    return rig.events(device).stream().filter(event -> event.name().equals(name)).toList();
  }

  private long waitedFor() {
    return rig.jdbc()
        .sql(
            """
            select count(*) from timeline.hole h join fleet.device d on d.nr = h.device
            where d.id = :id
            """)
        .param("id", device)
        .query(Long.class)
        .single();
  }
}
