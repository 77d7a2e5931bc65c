package io.cyanwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseServerTests {
  private final EmbeddedDatabase embedded = new EmbeddedDatabase();

  @TempDir private Path home;

  @Test
  void aKilledServerComesBackOnItsPortWithWhatWasCommitted() throws Exception {
    try (var server = embedded.databaseServer(home);
        var pool = embedded.dataSource(server, home)) {
      pool.setConnectionTimeout(1_000);
      try (var connection = pool.getConnection();
          var statement = connection.createStatement()) {
        statement.execute("create table kept as select 42 as answer");
      }

      ProcessHandle.of(postmaster()).orElseThrow().destroyForcibly();

      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptionsInstanceOf(SQLException.class)
          .untilAsserted(
              () -> {
                try (var connection = pool.getConnection();
                    var rows =
                        connection.createStatement().executeQuery("select answer from kept")) {
                  assertThat(rows.next()).isTrue();
                  assertThat(rows.getInt(1)).isEqualTo(42);
                }
              });
    }
  }

  @Test
  void aClosedServerStaysClosed() throws Exception {
    var server = embedded.databaseServer(home);
    var first = postmaster();

    server.close();

    await().until(() -> ProcessHandle.of(first).filter(ProcessHandle::isAlive).isEmpty());
    assertThat(home.resolve("postgres/postmaster.pid")).doesNotExist();
  }

  private long postmaster() throws IOException {
    var file = home.resolve("postgres/postmaster.pid");
    return Long.parseLong(Files.readAllLines(file).getFirst().strip());
  }
}
