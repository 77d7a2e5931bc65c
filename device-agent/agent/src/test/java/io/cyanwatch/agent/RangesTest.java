package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.Envelope.SeqRange;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RangesTest {

  @Property
  void theyAreASetWhoseNeighboursAreMerged(@ForAll("changes") List<Change> changes) {
    var ranges = new Ranges();
    var set = new TreeSet<Long>();
    for (var change : changes) {
      var numbers = LongStream.rangeClosed(change.range().from(), change.range().to()).boxed();
      if (change.add()) {
        ranges.add(change.range());
        numbers.forEach(set::add);
      } else {
        ranges.remove(change.range());
        numbers.forEach(set::remove);
      }
    }

    var found = ranges.first(Integer.MAX_VALUE);
    assertThat(found.stream().flatMapToLong(it -> LongStream.rangeClosed(it.from(), it.to())))
        .containsExactlyElementsOf(set);
    for (var i = 1; i < found.size(); i++) {
      assertThat(found.get(i).from()).isGreaterThan(found.get(i - 1).to() + 1);
    }
    assertThat(ranges.isEmpty()).isEqualTo(set.isEmpty());
  }

  record Change(boolean add, SeqRange range) {}

  @Provide
  Arbitrary<List<Change>> changes() {
    var range =
        Combinators.combine(Arbitraries.longs().between(0, 30), Arbitraries.longs().between(0, 5))
            .as((from, length) -> new SeqRange(from, from + length));
    return Combinators.combine(Arbitraries.of(true, false), range)
        .as(Change::new)
        .list()
        .ofMaxSize(20);
  }
}
