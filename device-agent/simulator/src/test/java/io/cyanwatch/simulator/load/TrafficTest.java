package io.cyanwatch.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TrafficTest {
  private static final int WINDOW = 4;
  private static final Moment NOW = new Moment(1_000_000_000, 1_000, 1_736_500_000_000L);

  private final List<History.Entry> written = new ArrayList<>();
  private final Ledger ledger = new Ledger(book(written));
  private final Traffic traffic = new Traffic(0, members(2), WINDOW, ledger);

  @Test
  void theWindowIsFilledAndNotOneMore() {
    traffic.begin(100);

    assertThat(fill(10)).hasSize(WINDOW);
    assertThat(fill(10)).isEmpty();
    traffic.acked(2, 0, NOW);
    assertThat(fill(10)).containsExactly("0x2 id 2");
  }

  @Test
  void aBrokersReceiveMaximumNarrowsTheWindow() {
    traffic.begin(3);

    assertThat(fill(10)).hasSize(3);
    assertThat(fill(10)).isEmpty();
  }

  @Test
  void devicesTakeTurns() {
    traffic.begin(100);
    fill(4);

    assertThat(written).extracting(History.Entry::sender).containsExactly(0, 1, 0, 1);
    assertThat(written).extracting(History.Entry::seq).containsExactly(0L, 0L, 1L, 1L);
  }

  @Test
  void afterACutTheUnacknowledgedComeFirstInTheirOldOrder() {
    traffic.begin(100);
    fill(4);
    traffic.acked(1, 0, NOW);
    fill(1);
    traffic.acked(3, 0, NOW);

    traffic.begin(100);

    assertThat(fill(10)).containsExactly("0xa id 2", "0xa id 4", "0xa id 1", "0x2 id 3");
    assertThat(ledger.outcome(0, 0).resent()).isEqualTo(3);
  }

  @Test
  void theReceiveMaximumHoldsForRepeatsToo() {
    traffic.begin(100);
    fill(4);

    traffic.begin(2);

    assertThat(fill(10)).hasSize(2);
    assertThat(fill(10)).isEmpty();
    traffic.acked(1, 0, NOW);
    assertThat(fill(10)).containsExactly("0xa id 3");
  }

  @Test
  void whatIsGivenUpFreesTheWindowAndIsCounted() {
    traffic.begin(100);
    fill(3);

    traffic.giveUp();
    traffic.begin(100);

    assertThat(traffic.inFlight()).isZero();
    assertThat(fill(10)).hasSize(WINDOW).allMatch(packet -> packet.startsWith("0x2"));
    assertThat(ledger.outcome(0, 0).gaveUp()).isEqualTo(3);
  }

  @Test
  void refusedUnheardAndStrayAcknowledgementsAreToldApart() {
    traffic.begin(100);
    fill(3);

    traffic.acked(1, 0x87, NOW);
    traffic.acked(2, 0x10, NOW);
    traffic.acked(2, 0, NOW);
    traffic.acked(0, 0, NOW);
    traffic.acked(WINDOW + 1, 0, NOW);

    var outcome = ledger.outcome(0, 0);
    assertThat(outcome.refused()).isEqualTo(1);
    assertThat(outcome.unheard()).isEqualTo(1);
    assertThat(outcome.acked()).isZero();
    assertThat(outcome.strayAcks()).isEqualTo(3);
    assertThat(outcome.inFlight()).isEqualTo(1);
  }

  @Property(tries = 200)
  void whateverHappensEachRecordHasOneFateAndSeqsAreWithoutGaps(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int window) {
    var entries = new ArrayList<History.Entry>();
    var counts = new Ledger(book(entries));
    var lane = new Traffic(0, members(3), window, counts);
    var random = new Random(seed);
    for (var step = 0; step < 200; step++) {
      switch (random.nextInt(8)) {
        case 0 -> lane.begin(1 + random.nextInt(10));
        case 1 -> lane.giveUp();
        case 2, 3, 4 -> lane.fill(ByteBuffer.allocate(8_192), random.nextInt(4), NOW);
        default -> lane.acked(random.nextInt(window + 2), 0, NOW);
      }
      assertThat(lane.inFlight()).isBetween(0, window);
    }

    var outcome = counts.outcome(0, 0);
    assertThat(outcome.sent()).isEqualTo(outcome.acked() + outcome.gaveUp() + lane.inFlight());
    var next = new HashMap<Integer, Long>();
    for (var entry : entries) {
      if (entry.kind() == History.Kind.SENT) {
        assertThat(entry.seq()).isEqualTo(next.getOrDefault(entry.sender(), 0L));
        next.put(entry.sender(), entry.seq() + 1);
      }
    }
  }

  /// The flags and packet ids of what was written.
  private List<String> fill(int most) {
    var out = ByteBuffer.allocate(8_192);
    traffic.fill(out, most, NOW);
    var packets = new ArrayList<String>();
    try {
      Frames.split(
          out.array(),
          out.position(),
          (head, bytes, from, _) -> {
            var id = Packets.word(bytes, from + 2 + Packets.word(bytes, from));
            packets.add("0x%x id %d".formatted(head & 15, id));
          });
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return packets;
  }

  private static List<Member> members(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Member(i, "d" + i, "00000001-00000001", 30, 3))
        .toList();
  }

  private static History book(List<History.Entry> entries) {
    return new History() {
      @Override
      public void note(Kind kind, int lane, int sender, long seq, long atMs) {
        entries.add(new Entry(kind, lane, sender, seq, atMs));
      }

      @Override
      public void flush() {}
    };
  }
}
