package io.cyanwatch.score;

import io.cyanwatch.Cyanwatch;
import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.SteppedClock;
import io.cyanwatch.link.Delivery;
import io.cyanwatch.link.Inbox;
import io.cyanwatch.link.LinkChanged;
import io.cyanwatch.score.Performance.Said;
import io.cyanwatch.timeline.Watch;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.SchedulingConfigurer;

/// The whole application on a virtual clock, on a real database that needs not be durable.
final class House implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int RECEIVE_MAXIMUM = 2_000;

  final SteppedClock clock;
  private final EmbeddedPostgres postgres;
  private final Path home;
  private Timers timers;
  private @Nullable ConfigurableApplicationContext context;

  House(Instant start) throws IOException {
    clock = SteppedClock.at(start);
    timers = new Timers(clock);
    home = Files.createTempDirectory("cyanwatch-score");
    postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("max_connections", "60")
            .setServerConfig("fsync", "off")
            .setServerConfig("synchronous_commit", "off")
            .start();
    open();
    jdbc()
        .sql(
            """
            insert into webhook.endpoint (id, url, shown_url, format, secret, state, created_at)
            values (gen_random_uuid(), 'http://127.0.0.1:9/', 'http://127.0.0.1:9/', 'standard',
              '\\x00', 'enabled', :now)
            """)
        .param("now", Timestamp.from(start))
        .update();
  }

  private void open() {
    var started = new Timers(clock);
    timers = started;
    var application =
        new SpringApplicationBuilder(Cyanwatch.class)
            .initializers(
                it -> {
                  var beans = (GenericApplicationContext) it;
                  beans.registerBean(
                      "virtualClock", Clock.class, () -> clock, bean -> bean.setPrimary(true));
                  beans.registerBean(
                      "timers",
                      SchedulingConfigurer.class,
                      () -> registrar -> registrar.setTaskScheduler(started));
                });
    context =
        application.run(
            "--server.port=0",
            "--cyanwatch.home=" + home,
            "--cyanwatch.mqtt.port=" + freePort(),
            "--cyanwatch.demo.enabled=false",
            "--cyanwatch.access.bootstrap-token=" + CyanwatchTest.TOKEN,
            "--cyanwatch.access.admin-password=" + CyanwatchTest.PASSWORD,
            "--cyanwatch.webhook.courier=false",
            "--cyanwatch.ingest.linger=1ms",
            "--logging.level.io.cyanwatch=warn",
            "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
            "--spring.datasource.username=postgres");
    Awaitility.await().atMost(PATIENCE).until(() -> bean(Watch.class).since().isPresent());
    if (!started.complete()) {
      throw new IllegalStateException("A timer that keeps deadlines was renamed: see Timers.");
    }
  }

  /// It stops and starts again, for so long nobody is there.
  void restart(Duration away) {
    shut();
    clock.set(clock.instant().plus(away));
    open();
  }

  /// The broker comes or goes, as the link would say.
  void watching(boolean up) {
    here().publishEvent(new LinkChanged(up, clock.instant()));
  }

  /// Hands over, no more at once than a broker may, and waits until all is durable.
  void deliver(List<Said> all) {
    for (var from = 0; from < all.size(); from += RECEIVE_MAXIMUM) {
      handOver(all.subList(from, Math.min(all.size(), from + RECEIVE_MAXIMUM)));
    }
  }

  private void handOver(List<Said> all) {
    var left = new CountDownLatch(all.size());
    var inbox = bean(Inbox.class);
    var now = clock.instant();
    for (var said : all) {
      var at = said.at().isAfter(now) ? now : said.at();
      inbox.accept(new Delivery(said.topic(), said.payload(), 1, at, left::countDown));
    }
    try {
      if (!left.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(left.getCount() + " messages were never acknowledged");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Lets the timers do what is due.
  void passTime() {
    timers.passTime();
    var now = clock.instant();
    for (var turn = 0; turn < 50; turn++) {
      var due = due(now);
      if (due.isEmpty()) {
        return;
      }
      due.forEach(timers::keepDeadlines);
    }
  }

  /// Which timers have something to do.
  private List<String> due(Instant now) {
    return jdbc()
        .sql(
            """
            select 'detection.Vigil.lookAtThoseDue'
              where exists (select from detection.deadline where due_at <= :now)
            union all select 'detection.Vigil.lookAtGroups'
              where exists (select from detection.gathering where due_at <= :now)
            union all select 'timeline.Gaps.lookAtThoseDue'
              where exists (select from timeline.hole where due_at <= :now)
            union all select 'incident.Settling.tellThoseDue'
              where exists (select from incident.incident
                where notify_at <= :now and resolved_at is null)
            """)
        .param("now", Timestamp.from(now))
        .query(String.class)
        .list();
  }

  /// Where its pages are.
  int port() {
    return here().getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  JdbcClient jdbc() {
    return bean(JdbcClient.class);
  }

  <T> T bean(Class<T> type) {
    return here().getBean(type);
  }

  /// When the next device is to be looked at; empty when none waits.
  Optional<Instant> nextDue() {
    return jdbc()
        .sql("select min(due_at) from detection.deadline")
        .query((row, _) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
        .single();
  }

  ConfigurableApplicationContext application() {
    return here();
  }

  private ConfigurableApplicationContext here() {
    var running = context;
    if (running == null) {
      throw new IllegalStateException("The application is not running.");
    }
    return running;
  }

  private void shut() {
    here().close();
    context = null;
  }

  @Override
  public void close() throws IOException {
    shut();
    postgres.close();
  }

  /// Below those that the system gives to outgoing connections.
  private static int freePort() {
    while (true) {
      var port = ThreadLocalRandom.current().nextInt(12_000, 30_000);
      try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (IOException _) {
        // Taken: try another.
      }
    }
  }
}
