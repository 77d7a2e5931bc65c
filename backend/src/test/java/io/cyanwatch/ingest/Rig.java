package io.cyanwatch.ingest;

import io.cyanwatch.Cyanwatch;
import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.fleet.Fleet;
import io.cyanwatch.link.Gateway;
import io.cyanwatch.timeline.Timelines;
import io.cyanwatch.timeline.Timelines.Entry;
import io.cyanwatch.timeline.Timelines.Happening;
import io.micrometer.core.instrument.MeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The application between a broker and a database that are not its own, with a network in between
/// that can fail. Tests share one; each uses devices of its own and leaves everything well.
final class Rig {
  private static final Duration START = Duration.ofSeconds(60);
  private static @Nullable Rig shared;

  private final Path data;
  private EmbeddedPostgres postgres;
  final Gateway database;
  final PlainBroker broker;
  final Gateway wire;
  ConfigurableApplicationContext backend;

  private Rig() throws IOException {
    data = Files.createTempDirectory("cyanwatch-rig").resolve("postgres");
    postgres = postgres(0);
    database = new Gateway(postgres.getPort());
    broker = new PlainBroker(freePort());
    wire = new Gateway(broker.port);
    backend = backend(wire.port);
    Runtime.getRuntime().addShutdownHook(new Thread(this::end));
  }

  static synchronized Rig shared() {
    try {
      if (shared == null) {
        shared = new Rig();
      }
      return shared;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void end() {
    backend.close();
    broker.close();
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Below those that the system gives to outgoing connections: what is killed must find its port
  /// free when it comes back.
  static int freePort() {
    while (true) {
      var port = ThreadLocalRandom.current().nextInt(12_000, 30_000);
      try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (IOException e) {
        // Taken: try another.
      }
    }
  }

  private EmbeddedPostgres postgres(int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPGStartupWait(START)
        .setServerConfig("max_connections", "60")
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setPort(port == 0 ? freePort() : port)
        .start();
  }

  /// Another backend on this database.
  ConfigurableApplicationContext backend(int mqtt, String... more) throws IOException {
    var home = Files.createTempDirectory("cyanwatch-rig-home");
    var arguments =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--cyanwatch.home=" + home,
                "--cyanwatch.demo.enabled=false",
                "--cyanwatch.access.bootstrap-token=" + CyanwatchTest.TOKEN,
                "--cyanwatch.access.admin-password=" + CyanwatchTest.PASSWORD,
                "--cyanwatch.fleet.adopt-unknown=true",
                "--cyanwatch.timeline.gaps.reorder-window=1s",
                "--cyanwatch.mqtt.url=mqtt://127.0.0.1:" + mqtt,
                "--spring.datasource.url=" + url(database.port),
                "--spring.datasource.username=postgres",
                "--spring.datasource.hikari.data-source-properties.socketTimeout=2",
                "--spring.datasource.hikari.connection-timeout=2000",
                "--spring.datasource.hikari.maximum-pool-size=10"));
    arguments.addAll(List.of(more));
    return new SpringApplicationBuilder(Cyanwatch.class).run(arguments.toArray(String[]::new));
  }

  private static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /// A way to the database that nothing can disturb.
  Connection besides() throws SQLException {
    return postgres.getPostgresDatabase().getConnection();
  }

  /// As by `kill -9`.
  void killPostgres() throws IOException {
    var pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
    var server = ProcessHandle.of(pid).orElseThrow();
    server.destroyForcibly();
    server.onExit().join();
  }

  /// The processor time that the database's processes have had so far.
  Duration databaseCpu() {
    try {
      var pid =
          Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
      return ProcessHandle.of(pid)
          .orElseThrow()
          .descendants()
          .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
          .reduce(Duration.ZERO, Duration::plus);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The killed one's children may hold the place for a moment.
  void restartPostgres() throws IOException {
    var port = postgres.getPort();
    release();
    for (var attempt = 1; ; attempt++) {
      try {
        postgres = postgres(port);
        return;
      } catch (IOException | RuntimeException e) {
        if (attempt == 5) {
          throw e;
        }
      }
    }
  }

  /// The killed one's keeper still locks the directory.
  private void release() {
    try {
      postgres.close();
    } catch (IOException | RuntimeException _) {
      // There is nothing left to stop.
    }
  }

  static String device() {
    return "rig-" + UUID.randomUUID().toString().substring(0, 13);
  }

  <T> T bean(Class<T> type) {
    return backend.getBean(type);
  }

  JdbcClient jdbc() {
    return bean(JdbcClient.class);
  }

  List<Entry> records(String device) {
    return records(device, Duration.ofDays(2));
  }

  List<Entry> records(String device, Duration back) {
    var now = Instant.now();
    var found = new ArrayList<Entry>();
    bean(Fleet.class)
        .find(device)
        .map(DeviceRef::nr)
        .ifPresent(
            nr ->
                bean(Timelines.class)
                    .records(nr, now.minus(back), now.plus(Duration.ofDays(2)), found::add));
    return found;
  }

  /// The numbers of all stored records of a device that has one boot, in order.
  List<Long> seqs(String device) {
    return records(device).stream().map(Entry::seq).sorted().toList();
  }

  static List<Long> upTo(int count) {
    return LongStream.range(0, count).boxed().toList();
  }

  /// `boot/seq` of every stored record of this device.
  List<String> stored(String device) {
    return records(device).stream().map(entry -> entry.boot() + "/" + entry.seq()).toList();
  }

  List<Happening> events(String device) {
    var now = Instant.now();
    var from = now.minus(Duration.ofDays(1));
    var to = now.plus(Duration.ofDays(1));
    // Nobody knows it before its first record is stored.
    return bean(Fleet.class)
        .find(device)
        .map(known -> bean(Timelines.class).draw(known.nr(), from, to, 10).events())
        .orElse(List.of());
  }

  /// The mean of what was summed up so far.
  double mean(String meter) {
    return bean(MeterRegistry.class).get(meter).summary().mean();
  }

  double count(String meter, String... tags) {
    return count(backend, meter, tags);
  }

  static double count(ConfigurableApplicationContext backend, String meter, String... tags) {
    var found = backend.getBean(MeterRegistry.class).find(meter).tags(tags);
    if (found.gauge() != null) {
      return found.gauge().value();
    }
    return found.counters().stream().mapToDouble(counter -> counter.count()).sum();
  }
}
