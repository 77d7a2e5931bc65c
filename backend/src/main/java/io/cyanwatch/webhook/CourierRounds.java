package io.cyanwatch.webhook;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/// Sends the courier out: at once after something was queued here, and every moment for what others
/// queued or what became due.
@Component
class CourierRounds implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(CourierRounds.class);
  private static final Duration UPKEEP = Duration.ofSeconds(5);
  private static final Duration KEPT = Duration.ofDays(30);
  private static final int AT_ONCE = 1000;

  private final Courier courier;
  private final Deliveries deliveries;
  private final Clock clock;
  private final boolean wanted;
  private final Semaphore bell = new Semaphore(0);
  private volatile Optional<Instant> oldestPending = Optional.empty();
  private volatile boolean running;
  private Instant tidied = Instant.EPOCH;
  private Thread walker = new Thread();

  CourierRounds(
      Courier courier,
      Deliveries deliveries,
      WebhookProperties properties,
      MeterRegistry meters,
      Clock clock) {
    this.courier = courier;
    this.deliveries = deliveries;
    this.wanted = properties.courier();
    this.clock = clock;
    Gauge.builder("cyanwatch.webhook.oldest.pending", this, CourierRounds::oldestPendingSeconds)
        .baseUnit("seconds")
        .description("How long the oldest delivery has been waiting")
        .register(meters);
  }

  @TransactionalEventListener
  void on(Queued queued) {
    bell.release();
  }

  private void walk() {
    while (running) {
      try {
        for (var attempt : courier.step()) {
          var _ = attempt.thenAccept(this::next);
        }
        tidy();
      } catch (RuntimeException e) {
        log.warn("The courier could not go; it tries again.", e);
      }
      rest();
    }
  }

  /// Its place is free, and the receiver is well: there may be more for it.
  private void next(boolean delivered) {
    if (delivered) {
      bell.release();
    }
  }

  private void rest() {
    try {
      var pause = ThreadLocalRandom.current().nextLong(500, 1000);
      if (bell.tryAcquire(pause, TimeUnit.MILLISECONDS)) {
        bell.drainPermits();
      }
    } catch (InterruptedException _) {
      running = false;
    }
  }

  /// Measures now and then.
  void tidy() {
    var now = clock.instant();
    if (now.isBefore(tidied.plus(UPKEEP))) {
      return;
    }
    tidied = now;
    deliveries.discardStranded(now);
    oldestPending = deliveries.oldestPending();
  }

  @Scheduled(initialDelay = 10, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
  void forget() {
    var end = clock.instant().minus(KEPT);
    while (deliveries.forget(end, AT_ONCE) == AT_ONCE) {}
    while (deliveries.forgetEvents(end, AT_ONCE) == AT_ONCE) {}
  }

  double oldestPendingSeconds() {
    return oldestPending
        .map(created -> Duration.between(created, clock.instant()).toMillis() / 1000.0)
        .orElse(0.0);
  }

  @Override
  public void start() {
    if (wanted && !running) {
      running = true;
      walker = Thread.ofVirtual().name("webhook-rounds").start(this::walk);
    }
  }

  /// What is on its way may arrive or not; its lease ends either way.
  @Override
  public void stop() {
    running = false;
    walker.interrupt();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
