package io.cyanwatch.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SeqSetTests {

  @Property
  void holdsExactlyWhatWasPutIn(
      @ForAll @Size(max = 200) List<@IntRange(max = 150) Integer> numbers) {
    var set = SeqSet.EMPTY;
    var expected = new HashSet<Integer>();

    for (var number : numbers) {
      assertThat(set.contains(number)).isEqualTo(expected.contains(number));
      set = set.with(number);
      expected.add(number);
    }

    for (var number = -1; number <= 151; number++) {
      assertThat(set.contains(number)).as("%d", number).isEqualTo(expected.contains(number));
    }
  }

  @Property
  void rangesAscendAndNeverTouch(
      @ForAll @Size(max = 200) List<@IntRange(max = 150) Integer> numbers) {
    var set = SeqSet.EMPTY;
    for (var number : numbers) {
      set = set.with(number);
    }

    for (var i = 1; i < set.ranges().size(); i++) {
      assertThat(set.ranges().get(i)[0]).isGreaterThan(set.ranges().get(i - 1)[1] + 1);
    }
  }

  @Test
  void aLongRunIsOneRange() {
    var set = SeqSet.EMPTY;
    for (var seq = 0L; seq < 10_000; seq++) {
      set = set.with(seq);
    }

    assertThat(set.ranges()).hasSize(1);
    assertThat(set.max()).isEqualTo(9_999);
  }

  @Test
  void keepsAsManyHolesAsAllowed() {
    var set = everySecond(SeqSet.MAX_RANGES);

    assertThat(set.ranges()).hasSize(SeqSet.MAX_RANGES);
    assertThat(set.contains(1)).isFalse();
  }

  @Test
  void givesUpTheOldestHoleBeyondThat() {
    var set = everySecond(SeqSet.MAX_RANGES + 1);

    assertThat(set.ranges()).hasSize(SeqSet.MAX_RANGES);
    assertThat(set.contains(1)).isTrue();
    assertThat(set.contains(3)).isFalse();
  }

  private static SeqSet everySecond(int count) {
    var set = SeqSet.EMPTY;
    for (var i = 0L; i < count; i++) {
      set = set.with(2 * i);
    }
    return set;
  }
}
