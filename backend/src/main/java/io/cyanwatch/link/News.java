package io.cyanwatch.link;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/// Tells the house when the connection comes and goes: in order, on a thread of its own, so that a
/// slow listener cannot keep us from reconnecting.
final class News {

  private static final Logger log = LoggerFactory.getLogger(News.class);

  private final ApplicationEventPublisher events;
  private final Clock clock;
  private final ExecutorService teller =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("link-news").factory());

  News(ApplicationEventPublisher events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  void tell(boolean connected) {
    var change = new LinkChanged(connected, clock.instant());
    teller.execute(() -> publish(change));
  }

  /// Waits until what was told so far has been heard, but no longer than `patience`.
  void flush(Duration patience) {
    try {
      teller.submit(() -> {}).get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.warn("Somebody is slow to hear that the link is gone", e);
    }
  }

  private void publish(LinkChanged change) {
    try {
      events.publishEvent(change);
    } catch (RuntimeException e) {
      log.error("{} was not taken in", change, e);
    }
  }
}
