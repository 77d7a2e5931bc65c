package io.cyanwatch.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ThrottleTests {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  final Throttle throttle = new Throttle(3, Duration.ofSeconds(10), 100);

  @Test
  void theBurstIsFreeAndTheNextOneWaits() {
    for (int i = 0; i < 3; i++) {
      assertThat(throttle.charge("a", NOW)).isEmpty();
    }

    assertThat(throttle.charge("a", NOW)).contains(Duration.ofSeconds(10));
  }

  @Test
  void aRefusedAttemptCostsNothing() {
    exhaust("a");

    throttle.charge("a", NOW);
    throttle.charge("a", NOW);

    assertThat(throttle.charge("a", NOW)).contains(Duration.ofSeconds(10));
  }

  @Test
  void oneAttemptComesBackAfterThePaceAndNotBefore() {
    exhaust("a");

    assertThat(throttle.charge("a", NOW.plusMillis(9_999))).contains(Duration.ofMillis(1));
    assertThat(throttle.charge("a", NOW.plusSeconds(10))).isEmpty();
    assertThat(throttle.charge("a", NOW.plusSeconds(10))).isPresent();
  }

  @Test
  void nobodyLocksOutOthers() {
    exhaust("a");

    assertThat(throttle.charge("b", NOW)).isEmpty();
  }

  @Test
  void aSuccessCostsNothing() {
    for (int i = 0; i < 50; i++) {
      assertThat(throttle.charge("a", NOW)).isEmpty();
      throttle.refund("a", NOW);
    }

    assertThat(throttle.size()).isZero();
  }

  @Test
  void manyAddressesFillNoMemory() {
    for (int i = 0; i < 10_000; i++) {
      var _ = throttle.charge("address " + i, NOW);
    }

    assertThat(throttle.size()).isEqualTo(100);
  }

  private void exhaust(String key) {
    for (int i = 0; i < 3; i++) {
      assertThat(throttle.charge(key, NOW)).isEmpty();
    }
  }
}
