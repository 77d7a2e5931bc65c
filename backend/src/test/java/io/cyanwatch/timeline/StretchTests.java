package io.cyanwatch.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cyanwatch.access.Problem;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StretchTests {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void withoutAnythingItIsTheLastHour() {
    assertThat(Stretch.of("", "", NOW)).isEqualTo(new Stretch(NOW.minusSeconds(3600), NOW));
  }

  @Test
  void fourHundredDaysAreTheMost() {
    assertThat(Stretch.of("2025-01-01T00:00:00Z", "2026-02-05T00:00:00Z", NOW)).isNotNull();
    refused("2025-01-01T00:00:00Z", "2026-02-05T00:00:00.001Z", "from");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T10:00:00Z, 2026-03-01T10:00:00Z, from",
    "2026-03-01T10:00:01Z, 2026-03-01T10:00:00Z, from",
    "yesterday, 2026-03-01T10:00:00Z, from",
    "2026-03-01T10:00:00Z, 2026-03-01, to",
    "-1000000-01-01T00:00:00Z, '', from",
    "'', +1000000000-12-31T00:00:00Z, to"
  })
  void whatMakesNoSenseIsRefusedByName(String from, String to, String field) {
    refused(from, to, field);
  }

  private static void refused(String from, String to, String field) {
    assertThatThrownBy(() -> Stretch.of(from, to, NOW))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.field()).isEqualTo(field));
  }
}
