package io.cyanwatch.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigestsTests {

  @Test
  void theSameSaidAgainIsNoContradiction() {
    var digests = Digests.NONE.with(5, 77, -1);

    assertThat(digests.contradict(5, 77, 5)).isFalse();
  }

  @Test
  void somethingElseUnderTheSameNumberIsOne() {
    var digests = Digests.NONE.with(5, 77, -1);

    assertThat(digests.contradict(5, 78, 5)).isTrue();
    assertThat(digests.forget(5).contradict(5, 78, 5)).isFalse();
  }

  @Test
  void theNewestSixteenAreRememberedAndNoOthers() {
    var digests = upTo(Digests.KEPT);

    assertThat(digests.contradict(1, -1, Digests.KEPT)).isTrue();
    assertThat(digests.contradict(0, -1, Digests.KEPT)).isFalse();
  }

  @Test
  void aNumberThatWasJumpedOverIsUnknown() {
    var digests = upTo(3).with(18, 99, 3);

    assertThat(digests.contradict(18, 1, 18)).isTrue();
    assertThat(digests.contradict(17, 1, 18)).isFalse();
    assertThat(digests.contradict(3, 1, 18)).isTrue();
    assertThat(digests.contradict(2, 1, 18)).isFalse();
  }

  @Test
  void aLateRecordTakesItsOwnPlace() {
    var digests = upTo(3).with(10, 99, 3).with(7, 44, 10);

    assertThat(digests.contradict(7, 45, 10)).isTrue();
    assertThat(digests.contradict(10, 98, 10)).isTrue();
    assertThat(digests.contradict(6, 1, 10)).isFalse();
  }

  @Test
  void aVeryLateRecordTakesNoPlaceOfANewerOne() {
    var digests = upTo(40).with(2, 1, 40);

    assertThat(digests).isEqualTo(upTo(40));
  }

  private static Digests upTo(long last) {
    var digests = Digests.NONE;
    for (var seq = 0L; seq <= last; seq++) {
      digests = digests.with(seq, (int) (100 + seq), seq - 1);
    }
    return digests;
  }
}
