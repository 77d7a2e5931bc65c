package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.agent.Incidents.Told;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IncidentsTest {
  private static final long PAUSE = Incidents.FIRST_PAUSE_MS;
  private final Incidents incidents = new Incidents();

  @Test
  void theFirstIsToldAtOnceAndTheNextAsANumberAfterThePause() {
    saw("a");
    assertThat(incidents.due(0)).containsExactly(told("a", 1));

    saw("b");
    saw("c");
    assertThat(incidents.due(PAUSE - 1)).isEmpty();
    assertThat(incidents.due(PAUSE)).containsExactly(told("c", 2));
  }

  @Test
  void aNameDoesNotWaitForAnother() {
    saw("a");
    assertThat(incidents.due(0)).hasSize(1);

    incidents.saw("mem_low", Map.of());
    assertThat(incidents.due(1)).containsExactly(new Told("mem_low", Map.of("count", 1L)));
  }

  @Test
  void aCrowdThatCampsForADayIsToldALittle() {
    var events = 0;
    for (var now = 0L; now < 86_400_000; now += 1_000) {
      saw("a");
      events += incidents.due(now).size();
    }

    assertThat(events).isBetween(140, 160);
  }

  @Test
  void afterAQuietPauseItIsToldAtOnceAgainAndSoon() {
    for (var now = 0L; now < 3_600_000; now += 1_000) {
      saw("a");
      var _ = incidents.due(now);
    }
    for (var now = 3_600_000L; now < 6_000_000; now += 1_000) {
      var _ = incidents.due(now);
    }

    saw("b");
    assertThat(incidents.due(6_000_000)).containsExactly(told("b", 1));
    saw("c");
    assertThat(incidents.due(6_000_000 + PAUSE)).containsExactly(told("c", 1));
  }

  private void saw(String peer) {
    incidents.saw("client_rejected", Map.of("peer", peer));
  }

  private static Told told(String peer, long count) {
    return new Told("client_rejected", Map.of("peer", peer, "count", count));
  }
}
