package io.cyanwatch.ingest;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// @param shards writers that work side by side; a device always has the same one
/// @param batch so many messages go into one transaction at most
/// @param batchSize and so many bytes of them
/// @param linger a batch waits for so long to grow
/// @param queue so many messages wait per shard; not less than the broker may leave unacknowledged
/// @param queueSize beyond so many bytes per shard no message of QoS 0 is taken
/// @param ackEvery a device that wants to know what is durable is told so often at most
@ConfigurationProperties("cyanwatch.ingest")
record IngestProperties(
    @DefaultValue("2") int shards,
    @DefaultValue("2000") int batch,
    @DefaultValue("2MB") DataSize batchSize,
    @DefaultValue("15ms") Duration linger,
    @DefaultValue("8000") int queue,
    @DefaultValue("16MB") DataSize queueSize,
    @DefaultValue("5s") Duration ackEvery) {

  IngestProperties {
    if (shards < 1 || batch < 1 || queue < 1) {
      throw new IllegalArgumentException(
          "cyanwatch.ingest.shards, batch and queue must be at least 1");
    }
    if (batchSize.toBytes() < 1 || queueSize.toBytes() < 1) {
      throw new IllegalArgumentException(
          "cyanwatch.ingest.batch-size and queue-size must be at least one byte");
    }
    if (linger.isNegative() || ackEvery.isNegative()) {
      throw new IllegalArgumentException(
          "cyanwatch.ingest.linger and ack-every must not be negative");
    }
  }
}
