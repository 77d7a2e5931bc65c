package io.cyanwatch.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StallTests {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final Stall stall = new Stall(((InstantSource) now::get).withZone(ZoneOffset.UTC));

  @Test
  void whoStoresInTimeStallsNothing() {
    stall.begins(0, NOON);
    pass(Stall.STUCK.minusNanos(1));
    assertThat(stall.isOn()).isFalse();
    stall.ends(0);

    pass(Duration.ofHours(1));

    assertThat(stall.isOn()).isFalse();
    assertThat(stall.over()).isEmpty();
  }

  @Test
  void oneWriterThatIsStuckIsEnoughAndItLastsUntilItIsTakenDown() {
    stall.begins(0, NOON);
    pass(Stall.STUCK);
    stall.begins(1, NOON.plusSeconds(5));
    assertThat(stall.isOn()).isTrue();
    assertThat(stall.over()).isEmpty();

    stall.ends(1);
    assertThat(stall.over()).isEmpty();
    stall.ends(0);

    assertThat(stall.isOn()).isTrue();
    assertThat(stall.over()).contains(NOON);
    stall.takenDown();
    assertThat(stall.isOn()).isFalse();
  }

  @Test
  void oneThatNobodyLookedAtIsKnownAllTheSameAndTheFirstMessageCounts() {
    stall.begins(0, NOON.plusSeconds(1));
    stall.begins(1, NOON);
    pass(Duration.ofMinutes(1));
    stall.ends(0);
    stall.ends(1);

    assertThat(stall.over()).contains(NOON);
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }
}
