package io.cyanwatch.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void aThousandASecondIsOneEachMillisecond() {
    var pace = new Pace(1_000);

    assertThat(pace.due(999_999)).isZero();
    assertThat(pace.due(1_000_000)).isEqualTo(1);
    pace.took(1);
    assertThat(pace.due(1_000_000)).isZero();
  }

  @Test
  void aDebtOfASecondIsMadeUpForAndWhatIsOlderIsSkipped() {
    var pace = new Pace(100);

    assertThat(pace.due(SECOND)).isEqualTo(100);
    assertThat(pace.skipped()).isZero();
    assertThat(pace.due(3 * SECOND)).isEqualTo(100);
    assertThat(pace.skipped()).isEqualTo(200);
    pace.took(100);
    assertThat(pace.due(3 * SECOND)).isZero();
  }

  @Test
  void flatOutHasNoEnd() {
    var pace = new Pace(Pace.FLAT_OUT);

    assertThat(pace.isFlatOut()).isTrue();
    assertThat(pace.due(0)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void aConnectionWaitsLongerEachTimeUpToABoundAndStartsAnewAfterASuccess() {
    var backoff = new Backoff(new Random(1));

    for (var most = Backoff.SHORTEST_NS; most < Backoff.LONGEST_NS; most *= 2) {
      assertThat(backoff.nextNs()).isBetween(most / 2, most);
    }
    assertThat(backoff.nextNs()).isBetween(Backoff.LONGEST_NS / 2, Backoff.LONGEST_NS);
    assertThat(backoff.nextNs()).isBetween(Backoff.LONGEST_NS / 2, Backoff.LONGEST_NS);
    backoff.reset();
    assertThat(backoff.nextNs()).isLessThanOrEqualTo(Backoff.SHORTEST_NS);
  }
}
