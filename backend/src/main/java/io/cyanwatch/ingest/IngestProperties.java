package io.cyanwatch.ingest;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param shards writers that work side by side; a device always has the same one
/// @param batch so many messages go into one transaction at most
/// @param linger a batch waits for so long to grow
/// @param queue so many messages wait per shard; not less than the broker may leave unacknowledged
@ConfigurationProperties("cyanwatch.ingest")
record IngestProperties(
    @DefaultValue("2") int shards,
    @DefaultValue("2000") int batch,
    @DefaultValue("15ms") Duration linger,
    @DefaultValue("4000") int queue) {

  IngestProperties {
    if (shards < 1 || batch < 1 || queue < 1) {
      throw new IllegalArgumentException(
          "cyanwatch.ingest.shards, batch and queue must be at least 1");
    }
  }
}
