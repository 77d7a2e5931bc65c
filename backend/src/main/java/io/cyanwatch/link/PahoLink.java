package io.cyanwatch.link;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Keeps one connection to the broker open, with a new [Connection] each time.
final class PahoLink implements Link, SmartLifecycle {

  private static final Duration GOOD_BYE = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(PahoLink.class);

  private final Supplier<Account> account;
  private final Supplier<Inbox> inbox;
  private final News news;
  private final Clock clock;
  private final Pace pace;
  private final int receiveMaximum;
  private final Counter reconnects;
  private final Counter refused;
  private final AtomicReference<@Nullable Connection> current = new AtomicReference<>();
  private volatile @Nullable Run run;

  /// @param account asked for once per start
  /// @param inbox asked for once per start
  PahoLink(
      Supplier<Account> account,
      Supplier<Inbox> inbox,
      News news,
      Clock clock,
      MeterRegistry meters,
      Pace pace,
      int receiveMaximum) {
    this.account = account;
    this.inbox = inbox;
    this.news = news;
    this.clock = clock;
    this.pace = pace;
    this.receiveMaximum = receiveMaximum;
    this.reconnects =
        Counter.builder("cyanwatch.link.reconnects")
            .description("client objects made after the first")
            .register(meters);
    this.refused =
        Counter.builder("cyanwatch.link.refused")
            .description("messages not sent: no connection, or the send window was full")
            .register(meters);
    Gauge.builder("cyanwatch.link.connected", this, link -> link.connected() ? 1 : 0)
        .description("1 while messages flow")
        .register(meters);
  }

  @Override
  public boolean connected() {
    var connection = current.get();
    return connection != null && !connection.ended().isDone();
  }

  @Override
  public boolean publish(
      String topic, byte[] payload, Duration expiry, String responseTopic, byte[] correlation) {
    var properties = new MqttProperties();
    properties.setMessageExpiryInterval(Math.max(1, expiry.toSeconds()));
    if (!responseTopic.isEmpty()) {
      properties.setResponseTopic(responseTopic);
    }
    if (correlation.length > 0) {
      properties.setCorrelationData(correlation);
    }
    return send(topic, new MqttMessage(payload, 1, false, properties));
  }

  @Override
  public boolean mention(String topic, byte[] payload) {
    return send(topic, new MqttMessage(payload, 0, false, new MqttProperties()));
  }

  private boolean send(String topic, MqttMessage message) {
    var connection = current.get();
    var sent = connection != null && connection.publish(topic, message);
    if (!sent) {
      refused.increment();
    }
    return sent;
  }

  @Override
  public void start() {
    var starting = new Run(account.get(), inbox.get());
    run = starting;
    starting.supervisor.start();
  }

  /// Returns within three seconds, whatever the broker does.
  @Override
  public void stop() {
    var stopping = run;
    run = null;
    if (stopping == null) {
      return;
    }
    stopping.stopped.countDown();
    var connection = current.getAndSet(null);
    if (connection != null) {
      connection.close(GOOD_BYE);
      news.tell(false);
    }
    stopping.supervisor.interrupt();
    news.flush(GOOD_BYE);
  }

  @Override
  public boolean isRunning() {
    return run != null;
  }

  /// After whoever takes the messages; stopped before them.
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }

  /// From one start to the next stop.
  private final class Run {

    final CountDownLatch stopped = new CountDownLatch(1);
    final Thread supervisor = Thread.ofPlatform().daemon().name("link").unstarted(this::supervise);
    private final Account account;
    private final Inbox inbox;
    private String complaint = "";

    Run(Account account, Inbox inbox) {
      this.account = account;
      this.inbox = inbox;
    }

    private void supervise() {
      var failures = 0;
      while (stopped.getCount() > 0) {
        try {
          failures = serve() ? 0 : failures + 1;
          var pause = pace.pause(Math.max(1, failures), ThreadLocalRandom.current());
          if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
          }
          reconnects.increment();
        } catch (InterruptedException e) {
          return;
        } catch (Throwable e) {
          failures++;
          log.error("The link stumbled and goes on", e);
        }
      }
    }

    /// @return whether a connection lived long enough to forget earlier failures
    private boolean serve() throws InterruptedException {
      var opened = System.nanoTime();
      try {
        var connection = new Connection(account, this::deliver, receiveMaximum);
        connection.open(pace.answerWithin());
        announce(connection);
        var reason = watch(connection);
        renounce(connection, reason);
      } catch (IOException e) {
        complain(e);
        return false;
      }
      return System.nanoTime() - opened > pace.longestPause().toNanos();
    }

    private void announce(Connection connection) {
      complaint = "";
      current.set(connection);
      if (stopped.getCount() == 0 && current.compareAndSet(connection, null)) {
        connection.end("stopped");
        return;
      }
      log.info("Connected to the broker as {}", account);
      news.tell(true);
    }

    private void renounce(Connection connection, String reason) {
      connection.end(reason);
      if (current.compareAndSet(connection, null)) {
        log.warn("Lost the broker: {}", reason);
        news.tell(false);
      }
    }

    /// Returns why the connection is over.
    private String watch(Connection connection) throws InterruptedException {
      var heard = System.nanoTime();
      while (true) {
        connection.shout();
        try {
          return connection.ended().get(pace.echoEvery().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
          if (connection.heardAnything()) {
            heard = System.nanoTime();
          } else if (System.nanoTime() - heard > pace.silentAfter().toNanos()) {
            return "nothing came for " + pace.silentAfter().toSeconds() + " s";
          }
        } catch (ExecutionException e) {
          throw new IllegalStateException(e);
        }
      }
    }

    private void deliver(
        String topic, byte[] payload, int qos, Runnable acknowledgement, BooleanSupplier over) {
      var now = clock.instant();
      inbox.accept(new Delivery(topic, payload, payload.length, qos, now, acknowledgement, over));
    }

    /// Says each new reason once; a broker that stays away fills no log.
    private void complain(IOException e) {
      var reason = String.valueOf(e.getMessage());
      if (stopped.getCount() > 0 && !reason.equals(complaint)) {
        log.warn("Cannot reach the broker as {}: {}. Trying on.", account, reason);
        complaint = reason;
      }
    }
  }
}
