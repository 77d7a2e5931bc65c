package io.cyanwatch;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The embedded PostgreSQL, started again on its port should it die. Nobody else would do it.
final class DatabaseServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DatabaseServer.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Path pidFile;
  private final int port;
  private final Again again;
  private final Thread nurse;
  private EmbeddedPostgres postgres;

  /// @param data the server's directory, in which it tells its process id
  DatabaseServer(EmbeddedPostgres postgres, Path data, Again again) {
    this.postgres = postgres;
    this.pidFile = data.resolve("postmaster.pid");
    this.port = postgres.getPort();
    this.again = again;
    this.nurse = Thread.ofVirtual().name("database-nurse").start(this::watch);
  }

  /// Starts the same server once more.
  interface Again {
    EmbeddedPostgres start(int port) throws IOException;
  }

  int port() {
    return port;
  }

  /// Stops the server, and nobody starts it again.
  @Override
  public void close() throws IOException {
    nurse.interrupt();
    try {
      nurse.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    postgres.close();
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(LOOK);
        if (!alive()) {
          revive();
        }
      }
    } catch (InterruptedException e) {
      // The application ends.
    }
  }

  /// Its former children must have let go of its memory first, so this may take several attempts.
  private void revive() {
    log.warn("The embedded PostgreSQL has died and is started again");
    try {
      postgres.close();
    } catch (IOException | RuntimeException e) {
      log.debug("What was left of the old server could not be closed", e);
    }
    try {
      postgres = again.start(port);
      log.info("The embedded PostgreSQL is back");
    } catch (IOException | RuntimeException e) {
      log.warn("The embedded PostgreSQL does not start yet: {}", e.getMessage());
    }
  }

  private boolean alive() {
    try {
      var pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}
