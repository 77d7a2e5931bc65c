package io.cyanwatch.ingest;

import io.cyanwatch.link.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One writer: collects a batch, stores it, acknowledges it. What cannot be stored now is tried
/// again for as long as it takes; what can never be stored is found by halving, and set aside.
final class Shard {
  private static final Logger log = LoggerFactory.getLogger(Shard.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final int number;
  private final BlockingQueue<Delivery> queue;
  private final Batch batch;
  private final InOrder order;
  private final IngestProperties properties;
  private volatile boolean running;
  private @Nullable Thread thread;

  Shard(
      int number,
      BlockingQueue<Delivery> queue,
      Batch batch,
      InOrder order,
      IngestProperties properties) {
    this.number = number;
    this.queue = queue;
    this.batch = batch;
    this.order = order;
    this.properties = properties;
  }

  void start() {
    running = true;
    thread = Thread.ofPlatform().name("ingest-" + number).start(this::run);
  }

  /// Lets the batch at hand end, for two seconds at most. Nothing is lost: what was not
  /// acknowledged
  /// comes again.
  void stop() {
    running = false;
    var current = thread;
    if (current == null) {
      return;
    }
    try {
      current.join(Duration.ofSeconds(2));
      current.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (running) {
      try {
        var deliveries = collect();
        if (!deliveries.isEmpty()) {
          store(deliveries);
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.error("Ingest shard {} stumbled; what it held will come again.", number, e);
      }
    }
  }

  private List<Delivery> collect() throws InterruptedException {
    var deliveries = new ArrayList<Delivery>();
    var first = queue.poll(200, TimeUnit.MILLISECONDS);
    if (first == null) {
      return deliveries;
    }
    deliveries.add(first);
    var end = System.nanoTime() + properties.linger().toNanos();
    while (deliveries.size() < properties.batch()) {
      queue.drainTo(deliveries, properties.batch() - deliveries.size());
      var left = end - System.nanoTime();
      var next = left > 0 ? queue.poll(left, TimeUnit.NANOSECONDS) : null;
      if (next == null) {
        break;
      }
      deliveries.add(next);
    }
    return deliveries;
  }

  private void store(List<Delivery> deliveries) throws InterruptedException {
    var pause = FIRST_PAUSE;
    while (running) {
      switch (batch.store(deliveries)) {
        case STORED -> {
          order.done(deliveries);
          return;
        }
        case LATER -> {
          Thread.sleep(pause);
          pause =
              pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                  ? LONGEST_PAUSE
                  : pause.multipliedBy(2);
        }
        case NEVER -> {
          halve(deliveries);
          return;
        }
      }
    }
  }

  private void halve(List<Delivery> deliveries) throws InterruptedException {
    if (deliveries.size() == 1) {
      batch.setAside(deliveries.getFirst());
      order.done(deliveries);
      return;
    }
    var middle = deliveries.size() / 2;
    store(deliveries.subList(0, middle));
    store(deliveries.subList(middle, deliveries.size()));
  }
}
