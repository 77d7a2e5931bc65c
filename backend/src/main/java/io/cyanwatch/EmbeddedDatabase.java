package io.cyanwatch;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// A real PostgreSQL under `cyanwatch.home` for whoever has none: durable, on loopback, behind a
/// random password that only its owner can read.
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("'${spring.datasource.url:}' == ''")
class EmbeddedDatabase {
  private static final String NAME = "cyanwatch";

  @Bean(destroyMethod = "close")
  DatabaseServer databaseServer(@Value("${cyanwatch.home}") Path home) throws IOException {
    var data = home.toAbsolutePath().resolve("postgres");
    var password = password(home.toAbsolutePath().resolve("postgres.password"));
    var fresh = !Files.exists(data.resolve("PG_VERSION"));
    endOrphan(data.resolve("postmaster.pid"));
    var first = server(data);
    if (!fresh) {
      first.setConnectConfig("password", password);
    }
    var postgres = first.start();
    if (fresh) {
      lock(postgres, data, password);
    }
    return new DatabaseServer(
        postgres,
        data,
        port -> server(data).setConnectConfig("password", password).setPort(port).start());
  }

  private static EmbeddedPostgres.Builder server(Path data) {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPGStartupWait(Duration.ofSeconds(60))
        // The library's defaults are for tests and would lose what was committed.
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "")
        .setServerConfig("max_connections", "60");
  }

  @Bean
  @ConfigurationProperties("spring.datasource.hikari")
  HikariDataSource dataSource(DatabaseServer server, @Value("${cyanwatch.home}") Path home)
      throws IOException {
    var pool = new HikariDataSource();
    pool.setPoolName("embedded");
    pool.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + server.port() + "/" + NAME);
    pool.setUsername(NAME);
    pool.setPassword(password(home.toAbsolutePath().resolve("postgres.password")));
    pool.setMaximumPoolSize(16);
    // Whoever gets no answer asks again; without it a silent server would be waited for for ever.
    pool.addDataSourceProperty("socketTimeout", "30");
    return pool;
  }

  /// When we were killed, the server that we had started lives on. The home is ours (it is
  /// locked), so the server is, too: it ends, having no clients, before another starts.
  private static void endOrphan(Path pidFile) throws IOException {
    if (!Files.exists(pidFile)) {
      return;
    }
    var first = Files.readAllLines(pidFile).getFirst().strip();
    var orphan =
        ProcessHandle.of(Long.parseLong(first))
            .filter(process -> process.info().command().orElse("").endsWith("postgres"));
    if (orphan.isPresent()) {
      orphan.get().destroy();
      try {
        orphan.get().onExit().get(20, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new IOException(
            "The PostgreSQL of an earlier run (process " + first + ") does not end.", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Turns the server's open door into one with a password, and makes our own plain role.
  private static void lock(EmbeddedPostgres postgres, Path data, String password)
      throws IOException {
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("alter role postgres password '" + password + "'");
      statement.execute("create role " + NAME + " login password '" + password + "'");
      statement.execute("create database " + NAME + " owner " + NAME);
      Files.writeString(data.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
      statement.execute("select pg_reload_conf()");
    } catch (SQLException e) {
      throw new IOException("The embedded PostgreSQL could not be set up.", e);
    }
  }

  private static String password(Path file) throws IOException {
    if (!Files.exists(file)) {
      var bytes = new byte[20];
      new SecureRandom().nextBytes(bytes);
      Files.createDirectories(file.getParent());
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, HexFormat.of().formatHex(bytes));
    }
    return Files.readString(file);
  }
}
