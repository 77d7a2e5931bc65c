package io.cyanwatch.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.timeline.Partitions.Table;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@CyanwatchTest
class PartitionsTests {
  private static final Instant DAY = Instant.parse("2026-02-28T00:00:00Z");

  @Autowired Partitions partitions;
  @Autowired JdbcClient jdbc;
  @Autowired DataSource source;

  private final Table days = new Table("scrap", ChronoUnit.DAYS);
  private final Table months = new Table("scrap", ChronoUnit.MONTHS);

  @BeforeEach
  void make() {
    jdbc.sql("create table timeline.scrap (at timestamptz not null) partition by range (at)")
        .update();
    jdbc.sql("create index scrap_at on timeline.scrap (at)").update();
  }

  @AfterEach
  void drop() {
    jdbc.sql("drop table timeline.scrap").update();
  }

  @Test
  void aDayHasItsPartitionFromItsFirstToItsLastMoment() {
    partitions.make(days, DAY.plusSeconds(3600), DAY.plus(1, ChronoUnit.DAYS));
    add(DAY);
    add(DAY.plus(1, ChronoUnit.DAYS).minusMillis(1));
    add(DAY.plus(1, ChronoUnit.DAYS));

    assertThat(partitions.attached(days)).containsExactly("scrap_20260228", "scrap_20260301");
    assertThat(count("scrap_20260228")).isEqualTo(2);
    assertThat(count("scrap_20260301")).isEqualTo(1);
  }

  @Test
  void monthsAreOfAnyLength() {
    partitions.make(months, DAY, DAY.plus(1, ChronoUnit.DAYS));
    add(DAY.plus(1, ChronoUnit.DAYS).minusMillis(1));
    add(DAY.plus(1, ChronoUnit.DAYS));

    assertThat(partitions.attached(months)).containsExactly("scrap_20260201", "scrap_20260301");
    assertThat(count("scrap_20260201")).isEqualTo(1);
  }

  @Test
  void makingWhatIsThereChangesNothing() {
    partitions.make(days, DAY, DAY);
    add(DAY);
    partitions.make(days, DAY, DAY);

    assertThat(count("scrap_20260228")).isEqualTo(1);
  }

  @Test
  void onlyWhatLiesWhollyBeforeIsDropped() {
    partitions.make(days, DAY.minus(2, ChronoUnit.DAYS), DAY);

    partitions.drop(days, DAY.minusMillis(1));
    assertThat(partitions.attached(days)).containsExactly("scrap_20260227", "scrap_20260228");

    partitions.drop(days, DAY);
    assertThat(partitions.attached(days)).containsExactly("scrap_20260228");
    assertThat(exists("scrap_20260226")).isFalse();
    assertThat(exists("scrap_20260227")).isFalse();
  }

  @Test
  void whatWasDetachedAndNotDroppedIsDroppedNextTime() {
    partitions.make(days, DAY, DAY);
    jdbc.sql("alter table timeline.scrap detach partition timeline.scrap_20260228").update();

    partitions.drop(days, DAY.plus(1, ChronoUnit.DAYS));

    assertThat(exists("scrap_20260228")).isFalse();
  }

  @Test
  void whileSomebodyReadsAnOldDayNobodyWaitsForItToBeDropped() throws SQLException {
    partitions.make(days, DAY.minus(1, ChronoUnit.DAYS), DAY);
    add(DAY.minusMillis(1));
    try (var reader = source.getConnection();
        var writer = source.getConnection()) {
      reader.setAutoCommit(false);
      reader.createStatement().execute("select * from timeline.scrap");
      writer.createStatement().execute("set lock_timeout = '500ms'");

      var dropping = CompletableFuture.runAsync(() -> partitions.drop(days, DAY));
      while (!dropping.isDone()) {
        writer.createStatement().execute("insert into timeline.scrap values ('" + DAY + "')");
      }

      writer.createStatement().execute("reset lock_timeout");
      reader.rollback();
    }
    partitions.drop(days, DAY);
    assertThat(partitions.attached(days)).containsExactly("scrap_20260228");
    assertThat(exists("scrap_20260227")).isFalse();
    assertThat(count("scrap_20260228")).isPositive();
  }

  @Test
  void aNewDayIsMadeWhileSomebodyWrites() throws SQLException {
    partitions.make(days, DAY, DAY);
    try (var writer = source.getConnection()) {
      writer.setAutoCommit(false);
      writer.createStatement().execute("insert into timeline.scrap values ('" + DAY + "')");

      partitions.make(days, DAY, DAY.plus(1, ChronoUnit.DAYS));

      writer.commit();
      writer.setAutoCommit(true);
    }
    assertThat(partitions.attached(days)).containsExactly("scrap_20260228", "scrap_20260301");
    assertThat(count("scrap_20260228")).isEqualTo(1);
  }

  @Test
  void anEmptyPartitionGivesItsSpaceBackAndAFullOneKeepsItsRows() {
    partitions.make(days, DAY.minus(1, ChronoUnit.DAYS), DAY);
    add(DAY);
    add(DAY.minusMillis(1));
    jdbc.sql("delete from timeline.scrap_20260227").update();

    partitions.empty(days, DAY.plus(1, ChronoUnit.DAYS));

    assertThat(size("scrap_20260227")).isZero();
    assertThat(count("scrap_20260228")).isEqualTo(1);
  }

  @Test
  void thereIsNoDefaultPartition() {
    var defaults =
        jdbc.sql(
                """
                select count(*) from pg_partitioned_table p join pg_class c on c.oid = p.partrelid
                where c.relnamespace = 'timeline'::regnamespace and p.partdefid <> 0
                """)
            .query(Long.class)
            .single();

    assertThat(defaults).isZero();
  }

  private void add(Instant at) {
    jdbc.sql("insert into timeline.scrap values (:at)").param("at", Timestamp.from(at)).update();
  }

  private long count(String partition) {
    return jdbc.sql("select count(*) from timeline." + partition).query(Long.class).single();
  }

  private long size(String partition) {
    return jdbc.sql("select pg_relation_size(:name::regclass)")
        .param("name", "timeline." + partition)
        .query(Long.class)
        .single();
  }

  private boolean exists(String partition) {
    return jdbc.sql("select to_regclass(:name) is not null")
        .param("name", "timeline." + partition)
        .query(Boolean.class)
        .single();
  }
}
