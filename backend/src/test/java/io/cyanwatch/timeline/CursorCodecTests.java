package io.cyanwatch.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CursorCodecTests {

  @Property(tries = 300)
  void whatIsWrittenIsRead(@ForAll("boots") List<Cursor.Boot> boots) {
    var read = CursorCodec.read(CursorCodec.write(boots));

    assertThat(read).usingRecursiveFieldByFieldElementComparator().containsExactlyElementsOf(boots);
  }

  @Test
  void nothingWrittenMeansNoBoots() {
    assertThat(CursorCodec.read(new byte[0])).isEmpty();
  }

  @Test
  void aHealthyBootTakesLessThanAHundredAndFiftyBytes() {
    var boot = Cursor.Boot.met(12, "0000002a-9f3c11d2");
    var digests = Digests.NONE;
    for (var seq = 0L; seq < 100_000; seq++) {
      digests = digests.with(seq, (int) (seq * 31 + 7), seq - 1);
    }
    var worn =
        new Cursor.Boot(
            boot.nr(),
            boot.boot(),
            3,
            99_000,
            SeqSet.EMPTY.with(0, 100_000),
            SeqSet.EMPTY,
            digests,
            new Dating(1_736_500_000_123L, 3_600_000, 1_736_500_000_100L),
            2,
            true);

    assertThat(CursorCodec.write(List.of(worn))).hasSizeLessThan(150);
  }

  @Test
  void aNewerFormIsRefusedByName() {
    assertThatThrownBy(() -> CursorCodec.read(new byte[] {2, 0}))
        .hasMessageContaining("newer Cyanwatch");
  }

  @Provide
  Arbitrary<List<Cursor.Boot>> boots() {
    var sets = Arbitraries.longs().between(0, 1L << 32).list().ofMaxSize(40).map(this::set);
    var times = Arbitraries.longs().between(-(1L << 45), 1L << 45);
    var datings =
        Combinators.combine(times, times.map(Math::abs), times)
            .as((offset, up, clock) -> new Dating(offset, up, clock))
            .injectDuplicates(0.1);
    var dated =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(1, Arbitraries.just(Dating.NONE)),
            net.jqwik.api.Tuple.of(4, datings));
    var names =
        Arbitraries.strings().alpha().numeric().withChars('-').ofMinLength(1).ofMaxLength(40);
    var slots = Arbitraries.integers().array(int[].class).ofSize(Digests.KEPT).map(Digests::new);
    return Combinators.combine(
            names,
            Arbitraries.longs().between(0, 1L << 32),
            sets,
            sets,
            slots,
            dated,
            Arbitraries.longs().between(-1, 1L << 32),
            Arbitraries.of(true, false))
        .as(
            (name, conn, seqs, lost, digests, dating, severed, ack) ->
                new Cursor.Boot(
                    conn.hashCode() & 0xFFFF,
                    name,
                    conn,
                    severed,
                    seqs,
                    lost,
                    digests,
                    dating,
                    severed,
                    ack))
        .list()
        .ofMaxSize(5);
  }

  private SeqSet set(List<Long> numbers) {
    var set = SeqSet.EMPTY;
    for (var number : new ArrayList<>(numbers)) {
      set = set.with(number);
    }
    return set;
  }
}
