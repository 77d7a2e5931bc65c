package io.cyanwatch.agent;

import static io.cyanwatch.agent.Records.BOOT;
import static io.cyanwatch.agent.Records.OLD_BOOT;
import static io.cyanwatch.agent.Records.birth;
import static io.cyanwatch.agent.Records.event;
import static io.cyanwatch.agent.Records.health;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.Envelope.SeqRange;
import io.cyanwatch.protocol.Event;
import io.cyanwatch.protocol.Health;
import io.cyanwatch.protocol.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final Journal.Bounds THREE = new Journal.Bounds(3, 1 << 20);

  @TempDir private Path directory;

  @Test
  void whatWasNotDeliveredIsThereAfterTheProcessEnded() throws IOException {
    var journal = open(BOOT, THREE);
    add(journal, event(0));
    add(journal, health(1));
    journal.gone(new Key(BOOT, 0), 0);

    var after = open("00000003-aaaaaaaa", THREE);

    assertThat(seqs(after)).containsExactly(1L);
    assertThat(after.snapshot()).isEqualTo(new Health.Queue(1L, 0L));
  }

  @Test
  void aFullJournalDropsTheOldestHeartbeatAndDeclaresItOnce() throws IOException {
    var journal = open(BOOT, THREE);
    add(journal, event(0));
    add(journal, health(1));
    add(journal, health(2));
    assertThat(journal.undeclared()).isEmpty();

    add(journal, event(3));
    assertThat(journal.undeclared()).containsExactly(new SeqRange(1, 1));

    add(journal, event(BOOT, 4, journal.undeclared()));
    assertThat(journal.undeclared()).containsExactly(new SeqRange(2, 2));
    assertThat(seqs(journal)).containsExactly(0L, 3L, 4L);
  }

  @Test
  void aJournalFullOfEventsRefusesTheNewest() throws IOException {
    var journal = open(BOOT, THREE);
    for (var seq = 0; seq < 5; seq++) {
      add(journal, event(seq));
    }

    assertThat(journal.undeclared()).containsExactly(new SeqRange(3, 4));
    assertThat(journal.snapshot()).isEqualTo(new Health.Queue(3L, 2L));
  }

  @Test
  void aBirthIsTakenEvenIntoAJournalFullOfEvents() throws IOException {
    var journal = open(BOOT, THREE);
    for (var seq = 0; seq < 3; seq++) {
      add(journal, event(seq));
    }

    add(journal, birth(3));
    add(journal, birth(4));

    assertThat(seqs(journal)).containsExactly(0L, 1L, 2L, 4L);
    assertThat(journal.undeclared()).containsExactly(new SeqRange(3, 3));
  }

  @Test
  void bytesAreBoundedAsWell() throws IOException {
    var one = Entry.Put.of(event(0)).payload().length;
    var journal = open(BOOT, new Journal.Bounds(1_000, 2L * one));
    add(journal, event(0));
    add(journal, event(1));
    assertThat(journal.undeclared()).isEmpty();

    add(journal, event(2));

    assertThat(journal.undeclared()).containsExactly(new SeqRange(2, 2));
  }

  @Test
  void whatIsUnderwayDoesNotGiveWay() throws IOException {
    var journal = open(BOOT, THREE);
    add(journal, health(0));
    add(journal, health(1));
    add(journal, health(2));

    journal.add(event(3), 0, key -> key.seq() == 0);

    assertThat(seqs(journal)).containsExactly(0L, 2L, 3L);
  }

  @Test
  void aDeclarationThatIsDroppedIsDeclaredAgainWithItsBearer() throws IOException {
    var journal = open(BOOT, THREE);
    add(journal, health(0));
    add(journal, health(1));
    add(journal, health(2));
    add(journal, health(BOOT, 3, List.of()));
    add(journal, health(BOOT, 4, journal.undeclared()));
    assertThat(journal.undeclared()).containsExactly(new SeqRange(1, 1));

    for (var seq = 5; seq < 8; seq++) {
      add(journal, health(BOOT, seq, journal.undeclared()));
    }

    var declared = new ArrayList<>(journal.undeclared());
    for (var put : journal.oldestFirst()) {
      declared.addAll(put.record().envelope().lost());
    }
    assertThat(numbers(declared)).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void aBootThatIsOverDeclaresItsLossesByOneMoreRecordOfItsOwn() throws IOException {
    var before = open(OLD_BOOT, THREE);
    for (var seq = 0; seq < 5; seq++) {
      add(before, event(OLD_BOOT, seq, List.of()));
    }
    var journal = open(BOOT, new Journal.Bounds(100, 1 << 20));

    journal.declareOld(0);
    journal.declareOld(0);

    var last = records(journal).getLast();
    assertThat(last).isInstanceOf(Event.class);
    assertThat(last.envelope().boot()).isEqualTo(OLD_BOOT);
    assertThat(last.envelope().seq()).isEqualTo(5);
    assertThat(last.envelope().lost()).containsExactly(new SeqRange(3, 4));
    assertThat(seqs(journal)).containsExactly(0L, 1L, 2L, 5L);
    assertThat(seqs(open("00000003-aaaaaaaa", THREE))).containsExactly(0L, 1L, 2L, 5L);
  }

  @Test
  void theFileDoesNotGrowForEver() throws IOException {
    var journal = open(BOOT, new Journal.Bounds(10, 4_096));
    for (var seq = 0; seq < 500; seq++) {
      add(journal, health(BOOT, seq, journal.undeclared()));
      journal.tick(seq);
    }

    assertThat(directory.resolve("journal")).satisfies(it -> assertThat(it).isRegularFile());
    assertThat(directory.resolve("journal").toFile().length()).isLessThan(3 * 4_096L);
    assertThat(seqs(open("00000003-aaaaaaaa", THREE))).endsWith(499L);
  }

  private Journal open(String boot, Journal.Bounds bounds) throws IOException {
    return Journal.open(directory.resolve("journal"), boot, bounds);
  }

  private static void add(Journal journal, Message.Recorded record) {
    journal.add(record, 0, _ -> false);
  }

  private static List<Message.Recorded> records(Journal journal) {
    var records = new ArrayList<Message.Recorded>();
    journal.oldestFirst().forEach(it -> records.add(it.record()));
    return records;
  }

  private static List<Long> seqs(Journal journal) {
    return records(journal).stream().map(it -> it.envelope().seq()).toList();
  }

  private static List<Long> numbers(List<SeqRange> ranges) {
    var numbers = new ArrayList<Long>();
    for (var range : ranges) {
      for (var seq = range.from(); seq <= range.to(); seq++) {
        numbers.add(seq);
      }
    }
    return numbers;
  }
}
