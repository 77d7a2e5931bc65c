package io.cyanwatch.ingest;

import io.cyanwatch.link.Link;
import io.cyanwatch.protocol.Ack;
import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Wire;
import io.cyanwatch.timeline.Timeline.Durable;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Tells devices that asked for it what is durable, so that they may forget it: `dn/ack`. What is
/// lost on the way is said again with the next record.
@Component
class Receipts {
  private final Link link;
  private final Clock clock;
  private final IngestProperties properties;
  private final Map<String, Owed> owed = new HashMap<>();

  Receipts(Link link, Clock clock, IngestProperties properties) {
    this.link = link;
    this.clock = clock;
    this.properties = properties;
  }

  /// @param boots how far each is durable, and not told yet
  /// @param notBefore when the device may be told again
  private record Owed(Map<String, Long> boots, Instant notBefore) {}

  /// These are committed.
  synchronized void owe(List<Durable> durable) {
    for (var one : durable) {
      owed.computeIfAbsent(one.device().id(), _ -> new Owed(new HashMap<>(), Instant.MIN))
          .boots()
          .merge(one.boot(), one.seq(), Math::max);
    }
  }

  @Scheduled(fixedDelayString = "PT1S")
  void send() {
    var now = clock.instant();
    due(now).forEach((device, boots) -> boots.forEach((boot, seq) -> send(device, boot, seq)));
  }

  private void send(String device, String boot, long seq) {
    link.mention(Topics.ack(device), Wire.encode(new Ack(boot, seq), Wire.Format.JSON));
  }

  /// Takes what may be told now, and forgets whoever is owed nothing.
  private synchronized Map<String, Map<String, Long>> due(Instant now) {
    var due = new HashMap<String, Map<String, Long>>();
    for (var device : new ArrayList<>(owed.entrySet())) {
      if (device.getValue().notBefore().isAfter(now)) {
        continue;
      }
      if (device.getValue().boots().isEmpty()) {
        owed.remove(device.getKey());
      } else {
        due.put(device.getKey(), device.getValue().boots());
        owed.put(device.getKey(), new Owed(new HashMap<>(), now.plus(properties.ackEvery())));
      }
    }
    return due;
  }
}
