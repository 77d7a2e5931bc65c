package io.cyanwatch.simulator.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger();

  @Test
  void aRowWithoutHolesMissesNothing() {
    say("a", 3);
    say("a", 5);
    say("a", 4);
    assertThat(ledger.sum()).isEqualTo(new Ledger.Sum(1, 3, 0, 0, 0, 0));
  }

  @Test
  void aNumberThatNeverCameIsMissing() {
    say("a", 0);
    say("a", 3);
    assertThat(ledger.sum().missing()).isEqualTo(2);
  }

  @Test
  void whatTheDeviceDeclaredLostIsNotMissing() {
    say("a", 0);
    hear("{\"boot\":\"a\",\"seq\":4,\"up\":1,\"lost\":[[1,2]],\"event\":\"log\"}");
    assertThat(ledger.sum()).isEqualTo(new Ledger.Sum(1, 2, 0, 2, 1, 0));
  }

  @Test
  void whatWasDeclaredLostAndCameAfterAllIsNotLost() {
    hear("{\"boot\":\"a\",\"seq\":2,\"up\":1,\"lost\":[[1,1]],\"event\":\"log\"}");
    say("a", 1);
    assertThat(ledger.sum()).isEqualTo(new Ledger.Sum(1, 2, 0, 0, 0, 0));
  }

  @Test
  void theSameNumberTwiceIsOneRecordSentAgain() {
    say("a", 0);
    say("a", 0);
    assertThat(ledger.sum()).isEqualTo(new Ledger.Sum(1, 1, 1, 0, 0, 0));
  }

  @Test
  void eachBootCountsForItself() {
    say("a", 0);
    say("a", 1);
    say("b", 7);
    assertThat(ledger.sum()).isEqualTo(new Ledger.Sum(2, 3, 0, 0, 0, 0));
  }

  @Test
  void aListOfStoredRecordsIsReadOneByOne() {
    hear(
        "[{\"boot\":\"a\",\"seq\":1,\"up\":1,\"event\":\"log\"},"
            + "{\"boot\":\"a\",\"seq\":2,\"up\":1,\"event\":\"log\",\"at\":1736500000123}]");
    assertThat(ledger.sum().records()).isEqualTo(2);
    assertThat(ledger.newest()).isEqualTo(1_736_500_000_123L);
  }

  @Test
  void whatTheProtocolDoesNotAllowIsCounted() {
    hear("{\"seq\":1}");
    ledger.heard("elsewhere", new byte[0]);
    assertThat(ledger.sum()).isEqualTo(new Ledger.Sum(0, 0, 0, 0, 0, 2));
  }

  private void say(String boot, long seq) {
    hear("{\"boot\":\"%s\",\"seq\":%d,\"up\":1,\"event\":\"log\"}".formatted(boot, seq));
  }

  private void hear(String payload) {
    ledger.heard("cw/1/testbed/up/event", payload.getBytes(StandardCharsets.UTF_8));
  }
}
