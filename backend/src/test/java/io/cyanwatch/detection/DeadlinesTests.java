package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.detection.Deadlines.Deadline;
import io.cyanwatch.detection.Deadlines.Postponed;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Of devices that no registry knows: nobody else looks at them before their time.
@CyanwatchTest
class DeadlinesTests {
  private static final long FREE = -1;
  private static final long HELD = -2;
  private static final long MOVED = -3;
  private static final Instant DUE = Instant.parse("2126-03-01T10:00:00Z");
  private static final Instant LATER = DUE.plusSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(75);

  @Autowired Deadlines deadlines;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcClient jdbc;

  @AfterEach
  void forget() {
    jdbc.sql("delete from detection.deadline where device < 0").update();
  }

  @Test
  void whatOthersHoldOrMovedIsNotPostponedAndNotWaitedFor() {
    deadlines.set(List.of(silence(FREE), silence(HELD), silence(MOVED)));
    move(MOVED, DUE.plusSeconds(1));

    transaction.executeWithoutResult(
        _ -> {
          move(HELD, DUE.plusSeconds(2));
          CompletableFuture.runAsync(
                  () ->
                      deadlines.postpone(
                          List.of(later(FREE), later(HELD), later(MOVED), later(-4))))
              .orTimeout(10, TimeUnit.SECONDS)
              .join();
        });

    assertThat(due(FREE)).isEqualTo(LATER);
    assertThat(due(HELD)).isEqualTo(DUE.plusSeconds(2));
    assertThat(due(MOVED)).isEqualTo(DUE.plusSeconds(1));
  }

  @Test
  void aThousandArePostponedAtOnce() {
    var all = LongStream.rangeClosed(1, 1_000).mapToObj(n -> silence(-n)).toList();
    deadlines.set(all);

    deadlines.postpone(all.stream().map(it -> new Postponed(it, LATER)).toList());

    assertThat(
            jdbc.sql("select distinct due_at from detection.deadline where device < 0")
                .query(Timestamp.class)
                .list())
        .containsExactly(Timestamp.from(LATER));
  }

  private static Deadline silence(long device) {
    return Deadline.silence(device, DUE, PATIENCE);
  }

  private static Postponed later(long device) {
    return new Postponed(silence(device), LATER);
  }

  private void move(long device, Instant to) {
    jdbc.sql("update detection.deadline set due_at = :to where device = :device")
        .param("to", Timestamp.from(to))
        .param("device", device)
        .update();
  }

  private Instant due(long device) {
    return jdbc.sql("select due_at from detection.deadline where device = :device")
        .param("device", device)
        .query(Timestamp.class)
        .single()
        .toInstant();
  }
}
