package io.cyanwatch.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.detection.Judgement;
import io.cyanwatch.detection.Judgement.Opinion;
import io.cyanwatch.detection.Subject;
import io.cyanwatch.detection.Verdict;
import io.cyanwatch.detection.Verdict.Severity;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// A judgement comes while somebody else is at the incident.
@CyanwatchTest
class SettlingRaceTests {
  @Autowired Settling settling;
  @Autowired Incidents incidents;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;
  @Autowired Clock clock;

  private final String device = "race-" + UUID.randomUUID();
  private final Subject subject =
      new Subject(
          Subject.Type.DEVICE, device, ThreadLocalRandom.current().nextLong(1L << 50), "", null);

  @Test
  void itWaitsForWhoeverTellsOfTheIncidentInsteadOfFailing() throws Exception {
    var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    judges(new Verdict.Fault(Severity.CRITICAL, at, "It is deaf.", Map.of()));

    var cleared =
        transaction.execute(
            _ -> {
              jdbc.sql("update incident.incident set version = version + 1 where subject = :device")
                  .param("device", device)
                  .update();
              var other =
                  CompletableFuture.runAsync(() -> judges(new Verdict.Clear("It is well.")));
              awaitSomebodyWaiting();
              return other;
            });
    assertThat(cleared).isNotNull();
    cleared.get(10, TimeUnit.SECONDS);

    assertThat(incidents.openOf("dead_listener", "device", device)).isEmpty();
  }

  private void awaitSomebodyWaiting() {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (System.nanoTime() < end) {
      var waiting =
          jdbc.sql(
                  """
                  select count(*) from pg_stat_activity
                  where pg_backend_pid() = any(pg_blocking_pids(pid))
                  """)
              .query(Long.class)
              .single();
      if (waiting > 0) {
        return;
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("nobody waited for the incident");
  }

  private void judges(Verdict verdict) {
    var opinion = new Opinion(subject, "dead_listener", verdict);
    transaction.executeWithoutResult(
        _ -> settling.on(new Judgement(clock.instant(), List.of(opinion))));
  }
}
