package io.cyanwatch.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PaceTest {

  @Property
  void aPauseIsAnythingUpToABoundThatDoublesToHalfAMinute(
      @ForAll @IntRange(min = 0) int failures, @ForAll long seed) {
    var pause = Pace.USUAL.pause(failures, new Random(seed));

    var bound = failures > 5 ? 30 : 1L << Math.max(0, failures - 1);
    assertThat(pause).isBetween(Duration.ZERO, Duration.ofSeconds(bound));
  }

  @Example
  void pausesSpreadOverTheWholeRange() {
    var random = new Random(1);
    var pauses = random.ints(1000).mapToObj(_ -> Pace.USUAL.pause(9, random).toSeconds()).toList();

    assertThat(pauses).contains(0L, 5L, 10L, 15L, 20L, 25L, 29L);
  }
}
