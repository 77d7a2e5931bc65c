package io.cyanwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.detection.Judgement;
import io.cyanwatch.detection.Subject;
import io.cyanwatch.detection.Verdict;
import io.cyanwatch.detection.Verdict.Severity;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Two backends find the same fault at the same moment, each in its transaction.
@CyanwatchTest
class OpenedTwiceTests {
  @Autowired ApplicationEventPublisher events;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;
  @Autowired Clock clock;

  private final String device = "twice-" + UUID.randomUUID();
  private final Subject subject =
      new Subject(
          Subject.Type.DEVICE, device, ThreadLocalRandom.current().nextLong(1L << 50), "", null);

  @Test
  void oneIncidentIsOpenAndTheOtherBatchIsTriedAgainAndFindsIt() throws Exception {
    var other =
        transaction.execute(
            _ -> {
              judge(3);
              var late = CompletableFuture.supplyAsync(() -> catchThrowable(this::judgeAsWell));
              awaitSomebodyWaiting();
              return late;
            });
    assertThat(other).isNotNull();
    var failure = other.get(10, TimeUnit.SECONDS);

    assertThat(failure).isNotNull();
    assertThat(Patience.on(failure)).isEqualTo(Batch.Outcome.AGAIN);
    assertThat(summaries()).containsExactly("It was probed 3 times.");

    judgeAsWell();

    assertThat(summaries()).containsExactly("It was probed 4 times.");
  }

  private void judgeAsWell() {
    transaction.executeWithoutResult(_ -> judge(4));
  }

  private void judge(int probes) {
    var now = clock.instant();
    var summary = "It was probed %d times.".formatted(probes);
    var fault = new Verdict.Fault(Severity.CRITICAL, now, summary, Map.of());
    var opinion = new Judgement.Opinion(subject, "dead_listener", fault);
    events.publishEvent(new Judgement(now, List.of(opinion)));
  }

  private void awaitSomebodyWaiting() {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
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
    throw new AssertionError("nobody waited for the first");
  }

  private List<String> summaries() {
    return jdbc.sql("select summary from incident.incident where subject = :device")
        .param("device", device)
        .query(String.class)
        .list();
  }
}
