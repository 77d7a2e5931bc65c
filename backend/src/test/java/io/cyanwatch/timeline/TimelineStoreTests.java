package io.cyanwatch.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.timeline.Observation.Edge;
import io.cyanwatch.timeline.Observation.Severed;
import io.cyanwatch.timeline.Observation.Stamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@CyanwatchTest
class TimelineStoreTests {
  private static final AtomicLong NUMBERS = new AtomicLong(900_000_000);

  @Autowired Timeline timeline;
  @Autowired Timelines timelines;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private final DeviceRef device = new DeviceRef(NUMBERS.incrementAndGet(), "t-" + NUMBERS, "");
  private final Instant start =
      Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS).minusSeconds(600);

  @Test
  void storesARecordOnceHoweverOftenItComes() {
    var first = append(List.of(edge("b1", 1), edge("b1", 2)));
    var second = append(List.of(edge("b1", 2), edge("b1", 1), edge("b1", 3)));

    assertThat(first.duplicates()).isZero();
    assertThat(second.duplicates()).isEqualTo(2);
    assertThat(second.fresh()).hasSize(1);
    assertThat(stored()).containsExactly("b1/1", "b1/2", "b1/3");
  }

  @Test
  void theSameRecordTwiceInOneBatchCountsOnce() {
    var appended = append(List.of(edge("b1", 1), edge("b1", 1)));

    assertThat(appended.fresh()).hasSize(1);
    assertThat(appended.duplicates()).isEqualTo(1);
  }

  @Test
  void whatComesLateIsStoredAndCalledLate() {
    append(List.of(edge("b1", 1), edge("b1", 5)));
    var appended = append(List.of(edge("b1", 3), edge("b1", 6)));

    assertThat(appended.late()).extracting(o -> o.stamp().seq()).containsExactly(3L);
    assertThat(appended.fresh()).extracting(o -> o.stamp().seq()).containsExactly(6L);
  }

  @Test
  void aBootThatLeftTheRowIsStillKnown() {
    for (var boot = 1; boot <= Cursor.KEPT + 3; boot++) {
      append(List.of(edge("boot-" + boot, 1)));
    }
    var appended = append(List.of(edge("boot-1", 1), edge("boot-1", 2)));

    assertThat(appended.duplicates()).isEqualTo(1);
    assertThat(stored()).contains("boot-1/1", "boot-1/2").doesNotHaveDuplicates();
  }

  @Test
  void anyOrderAndAnyRepetitionStoreTheSame() {
    var random = new Random(42);
    var all = new ArrayList<Observation>();
    for (var seq = 0; seq < 40; seq++) {
      for (var copy = 0; copy < 5; copy++) {
        all.add(edge(seq % 2 == 0 ? "00000001-a" : "00000002-b", seq / 2));
      }
    }
    Collections.shuffle(all, random);

    for (var from = 0; from < all.size(); from += 17) {
      append(all.subList(from, Math.min(all.size(), from + 17)));
    }

    assertThat(stored()).hasSize(40).doesNotHaveDuplicates();
  }

  @Test
  void aWillIsStoredOncePerConnection() {
    append(List.of(edge("b1", 1)));
    append(List.of(will("b1", 1), will("b1", 1)));
    append(List.of(will("b1", 1)));

    assertThat(stored()).containsExactly("b1/-1", "b1/1");
  }

  @Test
  void withoutAClockTheUptimeDatesARecord() {
    append(List.of(edge("b1", 1, 10, null, 10)));
    // Held back for a minute on its way.
    append(List.of(edge("b1", 2, 20, null, 80)));

    assertThat(dated(2)).isEqualTo(start.plusSeconds(20));
  }

  @Test
  void aClockWithinADayIsBelieved() {
    append(List.of(edge("b1", 1, 10, start.plusSeconds(7), 10)));

    assertThat(dated(1)).isEqualTo(start.plusSeconds(7));
  }

  @Test
  void aClockOf1970IsNotBelieved() {
    append(List.of(edge("b1", 1, 10, Instant.EPOCH, 10)));

    assertThat(dated(1)).isEqualTo(start.plusSeconds(10));
  }

  @Test
  void aClockTenYearsAheadIsNotBelieved() {
    append(List.of(edge("b1", 1, 10, start.plus(Duration.ofDays(3650)), 10)));

    assertThat(dated(1)).isEqualTo(start.plusSeconds(10));
  }

  @Test
  void absurdClocksMakeNoPartitionsAndKeepWhatTheySay() {
    var partitions = partitions();

    append(List.of(edge("b1", 1, 10, Instant.EPOCH, 10)));
    append(List.of(edge("b1", 2, 11, start.plus(Duration.ofDays(3650)), 11)));
    append(List.of(edge("b2", 1, 100L * 365 * 86_400, null, 12)));

    assertThat(partitions()).isEqualTo(partitions);
    assertThat(stored()).containsExactly("b1/1", "b1/2", "b2/1");
  }

  private long partitions() {
    return jdbc.sql("select count(*) from pg_class where relnamespace = 'timeline'::regnamespace")
        .query(Long.class)
        .single();
  }

  @Test
  void nothingIsStoredWhenTheTransactionFails() {
    try {
      transaction.executeWithoutResult(
          status -> {
            timeline.append(List.of(edge("b1", 1)));
            status.setRollbackOnly();
          });
    } finally {
      assertThat(stored()).isEmpty();
    }
    assertThat(append(List.of(edge("b1", 1))).fresh()).hasSize(1);
  }

  @Test
  void whoeverAppendsLearnsWhenItWasHeardBefore() {
    var first = edge("b1", 1);
    append(List.of(first));

    assertThat(append(List.of(edge("b1", 2, 60, null, 60))).seenBefore())
        .containsEntry(device.nr(), first.stamp().receivedAt());
  }

  private Timeline.Appended append(List<Observation> observations) {
    return java.util.Objects.requireNonNull(
        transaction.execute(_ -> timeline.append(observations)));
  }

  private List<String> stored() {
    return jdbc.sql(
            """
            select b.boot || '/' || r.seq from timeline.record r
            join timeline.boot b on b.device = r.device and b.nr = r.boot
            where r.device = :device order by b.boot, r.seq
            """)
        .param("device", device.nr())
        .query(String.class)
        .list();
  }

  private Instant dated(long seq) {
    return jdbc.sql("select at from timeline.record where device = :device and seq = :seq")
        .param("device", device.nr())
        .param("seq", seq)
        .query((row, _) -> row.getTimestamp("at").toInstant())
        .single();
  }

  private Observation edge(String boot, long seq) {
    return edge(boot, seq, seq, null, seq);
  }

  private Observation edge(String boot, long seq, long up, @Nullable Instant at, long received) {
    var receivedAt = start.plusSeconds(received);
    return new Edge(
        new Stamp(
            device,
            boot,
            seq,
            1,
            Duration.ofSeconds(up),
            at,
            receivedAt,
            Duration.ZERO,
            receivedAt),
        "log",
        Map.of(),
        new byte[0]);
  }

  private Observation will(String boot, long conn) {
    return new Severed(
        new Stamp(device, boot, -1, conn, Duration.ZERO, null, start, Duration.ZERO, start));
  }
}
