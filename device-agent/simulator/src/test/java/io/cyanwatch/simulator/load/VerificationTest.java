package io.cyanwatch.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.simulator.load.History.Entry;
import io.cyanwatch.simulator.load.History.Head;
import io.cyanwatch.simulator.load.History.Kind;
import io.cyanwatch.simulator.load.History.Sender;
import io.cyanwatch.simulator.load.Verification.Span;
import io.cyanwatch.simulator.load.Verification.Wrong;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationTest {
  private static final long START = 1_736_500_000_000L;
  private static final Sender OVEN = new Sender("oven", "b-1");

  @Test
  void everythingAcknowledgedAndStoredOnceIsClean() {
    var findings = verified(true, List.of(), 0, 1, 2);

    assertThat(findings.isClean()).isTrue();
    assertThat(findings.sent()).isEqualTo(4);
    assertThat(findings.acknowledged()).isEqualTo(3);
    assertThat(findings.stored()).isEqualTo(3);
  }

  @Test
  void oneMissingIsLost() {
    var findings = verified(true, List.of(), 0, 2);

    assertThat(findings.isClean()).isFalse();
    assertThat(findings.lost()).isEqualTo(1);
    assertThat(findings.examples()).containsExactly(new Wrong("lost", OVEN, 1, START + 101));
  }

  @Test
  void oneTwiceIsDoubled() {
    var findings = verified(true, List.of(), 0, 1, 1, 2, 1);

    assertThat(findings.isClean()).isFalse();
    assertThat(findings.doubled()).isEqualTo(2);
    assertThat(findings.stored()).isEqualTo(3);
    assertThat(findings.examples()).containsExactly(new Wrong("doubled", OVEN, 1, START + 101));
  }

  @Test
  void whatWasSentAndNeverAcknowledgedMayBeStoredOrNot() {
    assertThat(verified(true, List.of(), 0, 1, 2, 3).isClean()).isTrue();
    assertThat(verified(true, List.of(), 0, 1, 2, 3).unacknowledged()).isEqualTo(1);
  }

  @Test
  void whatWasNeverSentIsUnexpectedUnlessTheHistoryBrokeOff() {
    assertThat(verified(true, List.of(), 0, 1, 2, 4).unexpected()).isEqualTo(1);

    var open = verified(false, List.of(), 0, 1, 2, 4);
    assertThat(open.unexpected()).isZero();
    assertThat(open.afterwards()).isEqualTo(1);
    assertThat(open.isClean()).isTrue();
    assertThat(verified(false, List.of(), 0, 1, 2, 0xffff_ffffL).unexpected()).isEqualTo(1);
  }

  @Test
  void aLossWithinAnExcusedTimeIsExcusedAndOneBesideItIsNot() {
    assertThat(verified(true, List.of(new Span(START + 101, START + 101)), 0, 2).isClean())
        .isTrue();
    assertThat(verified(true, List.of(new Span(START + 102, START + 200)), 0, 2).lost())
        .isEqualTo(1);
    assertThat(verified(true, List.of(new Span(START, START + 100)), 0, 2).lost()).isEqualTo(1);
  }

  @Test
  void otherDevicesAndOtherBootsAreNotJudged() {
    var verification = new Verification(List.of());
    history(verification, true);
    verification.stored("oven", "b-0", 0);
    verification.stored("stove", "b-1", 0);

    assertThat(verification.findings(10).foreign()).isEqualTo(2);
    assertThat(verification.findings(10).unexpected()).isZero();
  }

  @Test
  void noMoreExamplesThanAskedFor() {
    assertThat(verified(true, List.of()).lost()).isEqualTo(3);
    assertThat(verified(true, List.of()).examples()).hasSize(2);
  }

  /// Four sent, the first three acknowledged.
  private static void history(Verification verification, boolean ended) {
    var book = verification.open(new Head(START, List.of(OVEN)));
    for (var seq = 0; seq < 4; seq++) {
      book.accept(new Entry(Kind.SENT, 0, 0, seq, seq));
      if (seq < 3) {
        book.accept(new Entry(Kind.ACKED, 0, 0, seq, 100 + seq));
      }
    }
    if (ended) {
      book.accept(new Entry(Kind.END, 0, 0, 0, 300));
    }
  }

  private static Verification.Findings verified(boolean ended, List<Span> excused, long... stored) {
    var verification = new Verification(excused);
    history(verification, ended);
    for (var seq : stored) {
      verification.stored("oven", "b-1", seq);
    }
    return verification.findings(2);
  }
}
