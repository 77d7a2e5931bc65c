package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// States that lay beside what is read with every record are found again where they lie now.
class StateMoveTests {

  @Test
  void statesMoveAndWhoeverHadNoneHasNone() throws IOException {
    try (var postgres = EmbeddedPostgres.start()) {
      var database = postgres.getPostgresDatabase();
      var jdbc = JdbcClient.create(database);
      migrate(database, "19");
      jdbc.sql(
              """
              insert into detection.device
                (device, device_id, presence, listener, changed_at, state, revision)
              values
                (1, 'a', 'online', 'listening', now(), '{"boot":"0000002a-9f3c11d2"}', 7),
                (2, 'b', 'unknown', 'unknown', now(), '{}', 0)
              """)
          .update();

      migrate(database, "20");

      assertThat(
              jdbc.sql("select device || ' ' || state from detection.state")
                  .query(String.class)
                  .list())
          .containsExactly("1 {\"boot\":\"0000002a-9f3c11d2\"}");
      assertThat(
              jdbc.sql("select revision from detection.device order by device")
                  .query(Long.class)
                  .list())
          .containsExactly(7L, 0L);
    }
  }

  private static void migrate(DataSource database, String to) {
    Flyway.configure().dataSource(database).target(to).load().migrate();
  }
}
