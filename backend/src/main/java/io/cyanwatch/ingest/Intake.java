package io.cyanwatch.ingest;

import io.cyanwatch.link.Delivery;
import io.cyanwatch.link.Inbox;
import io.cyanwatch.timeline.Watch;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Takes deliveries from the link without ever blocking it, and keeps each device on one shard.
@Component
class Intake implements Inbox, SmartLifecycle {
  /// Before the link starts, after it stops.
  static final int PHASE = 1000;

  private final List<Waiting> queues;
  private final List<Shard> shards;
  private final InOrder order = new InOrder();
  private final Tally tally;
  private volatile boolean running;

  Intake(IngestProperties properties, Batch batch, Tally tally, Watch watch, MeterRegistry meters) {
    this.tally = tally;
    this.queues =
        Stream.generate(() -> new Waiting(properties.queue(), properties.queueSize().toBytes()))
            .limit(properties.shards())
            .toList();
    this.shards =
        IntStream.range(0, properties.shards())
            .mapToObj(n -> new Shard(n, queues.get(n), batch, order, properties, watch))
            .toList();
    gauge(meters, "pending", "not acknowledged yet", it -> it.order.pending());
    gauge(meters, "queued", "waiting for a writer", it -> it.sum(Waiting::size));
    gauge(meters, "queued.bytes", "their payloads", it -> it.sum(Waiting::bytes));
  }

  private void gauge(
      MeterRegistry meters, String name, String meaning, ToDoubleFunction<Intake> value) {
    Gauge.builder("cyanwatch.ingest." + name, this, value).description(meaning).register(meters);
  }

  private double sum(ToDoubleFunction<Waiting> value) {
    return queues.stream().mapToDouble(value).sum();
  }

  @Override
  public void accept(Delivery delivery) {
    var post = Post.of(delivery);
    if (post.durable()) {
      order.arrived(post.delivery());
    }
    var queue = queues.get(Math.floorMod(post.hash(), queues.size()));
    if (!queue.offer(post)) {
      // More of QoS 1 than we allowed the broker: it comes again after a reconnect.
      order.refused(post.delivery());
      tally.dropped(post.durable() ? "overflow_qos1" : "overflow_qos0");
    }
  }

  @Override
  public void start() {
    running = true;
    shards.forEach(Shard::start);
  }

  @Override
  public void stop() {
    running = false;
    shards.forEach(Shard::stop);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
