package io.cyanwatch.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What was stored in the wide table is found again in the narrow ones.
class MoveTests {
  private static final EmbeddedPostgres POSTGRES = start();
  private static final JdbcClient JDBC = JdbcClient.create(POSTGRES.getPostgresDatabase());

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeAll
  static void move() {
    migrate("8");
    JDBC.sql(
            """
            create table timeline.record_20260301 partition of timeline.record
              for values from ('2026-03-01Z') to ('2026-03-02Z')
            """)
        .update();
    JDBC.sql(
            """
            insert into timeline.record
              (device, at, received_at, boot, seq, conn, up, error_ms, kind, name, body)
            values
              (7, '2026-03-01T10:00:00.5Z', '2026-03-01T10:00:00.75Z', 1, 4294967295, 300, 8123456,
                250, 2, null, '\\xa16472737369383c'),
              (7, '2026-03-01T10:00:01Z', '2026-03-01T10:00:00.999Z', 1, 3, 0, 0, 0, 2, null, null),
              (7, '2026-03-01T10:00:02Z', '2026-03-01T10:00:02Z', 1, -1, 2, 0, 0, 7, 'will', null)
            """)
        .update();
    migrate("9");
  }

  @AfterAll
  static void stop() throws IOException {
    POSTGRES.close();
  }

  @Test
  void heartbeatsAreWholeRows() {
    var rows =
        JDBC
            .sql("select at, boot, seq, body from timeline.beat order by at")
            .query((row, _) -> Hours.Hot.of(row))
            .list()
            .stream()
            .map(row -> BeatRow.read(row.at(), row.boot(), row.seq(), row.body(), _ -> null))
            .toList();

    assertThat(rows).hasSize(2);
    var first = rows.getFirst();
    assertThat(first.seq()).isEqualTo(4_294_967_295L);
    assertThat(first.receivedAt() - first.at()).isEqualTo(250);
    assertThat(first.conn()).isEqualTo(300);
    assertThat(first.up()).isEqualTo(8_123_456);
    assertThat(first.error()).isEqualTo(250);
    assertThat(first.body()).hasSize(8).startsWith(0xa1);
    assertThat(rows.getLast().receivedAt() - rows.getLast().at()).isEqualTo(-1);
    assertThat(rows.getLast().body()).isEmpty();
  }

  @Test
  void theRestAreEvents() {
    assertThat(JDBC.sql("select name from timeline.event").query(String.class).list())
        .containsExactly("will");
    assertThat(JDBC.sql("select count(*) from timeline.record").query(Long.class).single())
        .isEqualTo(3);
  }

  private static void migrate(String to) {
    Flyway.configure().dataSource(POSTGRES.getPostgresDatabase()).target(to).load().migrate();
  }
}
