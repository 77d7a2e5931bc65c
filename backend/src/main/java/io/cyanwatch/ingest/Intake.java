package io.cyanwatch.ingest;

import io.cyanwatch.link.Delivery;
import io.cyanwatch.link.Inbox;
import io.cyanwatch.protocol.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Takes deliveries from the link without ever blocking it, and keeps each device on one shard.
@Component
class Intake implements Inbox, SmartLifecycle {
  /// Before the link starts, after it stops.
  static final int PHASE = 1000;

  private final List<BlockingQueue<Delivery>> queues;
  private final List<Shard> shards;
  private final InOrder order = new InOrder();
  private final MeterRegistry meters;
  private volatile boolean running;

  Intake(IngestProperties properties, Batch batch, MeterRegistry meters) {
    this.meters = meters;
    this.queues =
        Stream.generate(
                () ->
                    (BlockingQueue<Delivery>) new ArrayBlockingQueue<Delivery>(properties.queue()))
            .limit(properties.shards())
            .toList();
    this.shards =
        IntStream.range(0, properties.shards())
            .mapToObj(n -> new Shard(n, queues.get(n), batch, order, properties))
            .toList();
    meters.gauge("cyanwatch.ingest.pending", order, InOrder::pending);
  }

  @Override
  public void accept(Delivery delivery) {
    var durable = delivery.qos() > 0;
    if (durable) {
      order.arrived(delivery);
    }
    if (!queues.get(shardOf(delivery.topic())).offer(delivery)) {
      // Of QoS 1 no more can be under way than the queue holds; it would come again after a
      // reconnect.
      meters
          .counter(
              "cyanwatch.ingest.dropped", "reason", durable ? "overflow_qos1" : "overflow_qos0")
          .increment();
    }
  }

  private int shardOf(String topic) {
    var device = Topics.parse(topic).map(Topics.Up::device).orElse(topic);
    return Math.floorMod(device.hashCode(), queues.size());
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
