package io.cyanwatch.agent;

import static io.cyanwatch.agent.Records.BOOT;
import static io.cyanwatch.agent.Records.OLD_BOOT;
import static io.cyanwatch.agent.Records.birth;
import static io.cyanwatch.agent.Records.event;
import static io.cyanwatch.agent.Records.health;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.agent.Outbox.Batch;
import io.cyanwatch.protocol.Envelope.SeqRange;
import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.protocol.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
  private final Journal journal;
  private final Outbox outbox;

  OutboxTest(@TempDir Path directory) throws IOException {
    journal = Journal.open(directory.resolve("journal"), BOOT, Journal.Bounds.USUAL);
    outbox = new Outbox(journal);
  }

  @Test
  void aBirthGoesBeforeWhatWaitedAndThatIsSentOldestFirstAsOneArray() {
    for (var seq = 0; seq < 3; seq++) {
      journal.add(event(seq), 0, _ -> false);
    }
    outbox.add(birth(3), 0);

    assertThat(keys()).containsExactly(key(3));
    var stored = outbox.next(0).orElseThrow();
    assertThat(stored.keys()).containsExactly(key(0), key(1), key(2));
    assertThat(Wire.decode(Channel.EVENT, stored.payload()).messages())
        .containsExactly(event(0), event(1), event(2));
    assertThat(outbox.next(0)).isEmpty();
  }

  @Test
  void anArrayHoldsOneChannel() {
    journal.add(event(0), 0, _ -> false);
    journal.add(health(1), 0, _ -> false);
    journal.add(event(2), 0, _ -> false);

    assertThat(keys()).containsExactly(key(0), key(2));
    assertThat(keys()).containsExactly(key(1));
  }

  @Test
  void recordsOfAnEarlierBootKeepTheirNameAndNumber() {
    journal.add(event(OLD_BOOT, 7, List.of()), 0, _ -> false);

    assertThat(keys()).containsExactly(new Key(OLD_BOOT, 7));
  }

  @Test
  void whatIsOfNowDoesNotWaitBehindTheBacklog() {
    for (var seq = 0; seq < 500; seq++) {
      journal.add(health(seq), 0, _ -> false);
    }
    drain();
    outbox.add(health(500), 0);

    assertThat(keys()).containsExactly(key(500));
  }

  @Test
  void theBacklogIsSentAtTwentyRecordsASecond() {
    for (var seq = 0; seq < 500; seq++) {
      journal.add(health(seq), 0, _ -> false);
    }
    var sent = 0;
    for (var now = 0; now <= 10_000; now += 100) {
      for (var batch = outbox.next(now); batch.isPresent(); batch = outbox.next(now)) {
        sent += batch.get().keys().size();
        outbox.acknowledged(batch.get().number(), now);
      }
    }

    assertThat(sent).isBetween(230, 241);
  }

  @Test
  void noMoreThanTheWindowIsUnderway() {
    for (var seq = 0; seq < 9; seq++) {
      outbox.add(event(seq), 0);
    }
    var underway = new ArrayList<Batch>();
    for (var batch = outbox.next(0); batch.isPresent(); batch = outbox.next(0)) {
      underway.add(batch.get());
    }
    assertThat(underway).hasSize(8);

    outbox.acknowledged(underway.getFirst().number(), 0);
    assertThat(keys()).containsExactly(key(8));
  }

  @Test
  void whatFailedOrWasUnderwayWhenTheConnectionBrokeGoesAgainWithItsOwnNumber() {
    outbox.add(event(0), 0);
    outbox.failed(outbox.next(0).orElseThrow().number());
    assertThat(keys()).containsExactly(key(0));

    outbox.disconnected();
    assertThat(keys()).containsExactly(key(0));
  }

  @Test
  void whatTheBrokerRefusesIsGivenUpAndDeclared() {
    outbox.add(event(0), 0);
    outbox.refused(outbox.next(0).orElseThrow().number(), 0);

    assertThat(outbox.next(0)).isEmpty();
    assertThat(journal.undeclared()).containsExactly(new SeqRange(0, 0));
  }

  @Test
  void whatNobodyHeardIsKeptAndSentAgainLaterAndLater() {
    outbox.add(event(0), 0);
    outbox.unheard(outbox.next(0).orElseThrow().number(), 0);
    outbox.add(event(1), 0);
    outbox.add(event(2), 0);
    assertThat(outbox.unheard()).isTrue();
    assertThat(outbox.next(1_999)).isEmpty();

    var second = outbox.next(2_000).orElseThrow();
    assertThat(second.keys()).contains(key(0));
    assertThat(outbox.next(2_000)).as("one to find out is enough").isEmpty();
    outbox.unheard(second.number(), 2_000);
    assertThat(outbox.next(5_999)).isEmpty();
    assertThat(outbox.next(6_000)).isPresent();
  }

  @Test
  void thePauseWhileNobodyListensIsBounded() {
    outbox.add(event(0), 0);
    var now = 0L;
    for (var i = 0; i < 20; i++) {
      outbox.unheard(outbox.next(now).orElseThrow().number(), now);
      now += Outbox.LONGEST_PAUSE_MS;
    }

    assertThat(journal.isEmpty()).isFalse();
    assertThat(outbox.next(now)).isPresent();
  }

  @Test
  void manyThatNobodyHeardAtATimeArePausedForOnce() {
    for (var seq = 0; seq < 8; seq++) {
      outbox.add(event(seq), 0);
    }
    var underway = new ArrayList<Batch>();
    for (var batch = outbox.next(0); batch.isPresent(); batch = outbox.next(0)) {
      underway.add(batch.get());
    }
    underway.forEach(it -> outbox.unheard(it.number(), 0));

    assertThat(outbox.next(2_000)).isPresent();
  }

  @Test
  void whenSomebodyListensAgainAllThatWasKeptIsSentAndThatIsTold() {
    outbox.add(event(0), 0);
    outbox.unheard(outbox.next(0).orElseThrow().number(), 0);
    outbox.add(health(1), 0);

    var found = outbox.next(2_000).orElseThrow();
    assertThat(outbox.acknowledged(found.number(), 2_000)).isTrue();
    assertThat(outbox.unheard()).isFalse();
    var rest = outbox.next(2_000).orElseThrow();
    assertThat(rest.keys()).containsExactly(key(1));
    assertThat(outbox.acknowledged(rest.number(), 2_000)).isFalse();
    assertThat(journal.isEmpty()).isTrue();
  }

  private void drain() {
    var batch = outbox.next(0);
    while (batch.isPresent()) {
      batch = outbox.next(0);
    }
  }

  private List<Key> keys() {
    return outbox.next(0).map(Batch::keys).orElse(List.of());
  }

  private static Key key(long seq) {
    return new Key(BOOT, seq);
  }
}
