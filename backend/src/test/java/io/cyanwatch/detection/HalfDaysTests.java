package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class HalfDaysTests {
  private static final Instant DAWN = Instant.parse("2026-01-01T00:00:00Z");

  private final HalfDays counted = new HalfDays();

  @Test
  void aDeviceThatLoopsCountsOnceUntilHalfADayIsOver() {
    assertThat(counted.first("reset", 1, "1.0", DAWN)).isTrue();
    assertThat(counted.first("reset", 1, "1.0", DAWN.plusSeconds(43_199))).isFalse();

    assertThat(counted.first("reset", 1, "1.0", DAWN.plusSeconds(43_200))).isTrue();
  }

  @Test
  void atAnUpdateADeviceCountsForBothFirmwares() {
    assertThat(counted.first("reset", 1, "1.0", DAWN)).isTrue();
    assertThat(counted.first("reset", 1, "2.0", DAWN)).isTrue();
  }

  @Test
  void eachDeviceAndEachFaultCountsForItself() {
    assertThat(counted.first("reset", 1, "1.0", DAWN)).isTrue();
    assertThat(counted.first("reset", 2, "1.0", DAWN)).isTrue();
    assertThat(counted.first("deaf", 1, "1.0", DAWN)).isTrue();
  }
}
