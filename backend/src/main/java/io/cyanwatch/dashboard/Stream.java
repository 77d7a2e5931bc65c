package io.cyanwatch.dashboard;

import io.cyanwatch.command.CommandChanged;
import io.cyanwatch.dashboard.Subscriber.Message;
import io.cyanwatch.detection.PresenceChanged;
import io.cyanwatch.incident.IncidentChanged;
import io.cyanwatch.incident.IncidentView;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/// Tells open pages what changed, once it is committed. A page that is too slow is let go and
/// comes back by itself; nobody waits for it.
@Component
class Stream {
  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private final DashboardProperties properties;
  private final JsonMapper json;
  private final Counter dropped;
  private volatile boolean closing;

  Stream(DashboardProperties properties, JsonMapper json, MeterRegistry meters) {
    this.properties = properties;
    this.json = json;
    this.dropped =
        Counter.builder("cyanwatch.stream.dropped")
            .description("live pages let go because they were too slow")
            .register(meters);
    meters.gaugeCollectionSize("cyanwatch.stream.clients", Tags.empty(), subscribers);
  }

  /// Empty when enough pages are open, or we are closing.
  Optional<SseEmitter> open() {
    if (closing || subscribers.size() >= properties.streamClients()) {
      return Optional.empty();
    }
    var emitter = new SseEmitter(-1L);
    var subscriber = new Subscriber(emitter, properties.streamBacklog());
    emitter.onCompletion(() -> forget(subscriber));
    emitter.onError(_ -> forget(subscriber));
    subscribers.add(subscriber);
    Thread.ofVirtual().name("stream").start(subscriber);
    return Optional.of(emitter);
  }

  /// @param light what its LED shows, a reboot loop apart
  record DeviceChange(
      String id,
      String site,
      String state,
      @Nullable String phase,
      String listener,
      String light,
      String label,
      Instant at) {}

  /// @param change `opened`, `updated`, `acknowledged` or `resolved`
  record IncidentChange(String change, boolean told, Instant at, IncidentView incident) {}

  @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
  void on(PresenceChanged change) {
    var device = change.device();
    var light = Light.of(change.presence(), change.phase(), change.listener(), false);
    tell(
        "device",
        device.id(),
        new DeviceChange(
            device.id(),
            device.site(),
            change.presence(),
            change.phase(),
            change.listener(),
            light.key(),
            light.label(),
            change.at()));
  }

  @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
  void on(IncidentChanged change) {
    var name = change.change().name().toLowerCase(Locale.ROOT);
    tell(
        "incident",
        change.incident().id().toString(),
        new IncidentChange(name, change.told(), change.at(), change.incident()));
  }

  /// Every step counts: none replaces the one before.
  @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
  void on(CommandChanged change) {
    tell("command", change.command().id() + " " + change.command().state(), change.command());
  }

  /// Before the server stops: it would wait for open pages.
  @EventListener
  void on(ContextClosedEvent closed) {
    closing = true;
    subscribers.forEach(Subscriber::close);
  }

  private void tell(String event, String key, Object body) {
    if (subscribers.isEmpty()) {
      return;
    }
    var message = new Message(event, event + " " + key, json.writeValueAsString(body));
    for (var subscriber : subscribers) {
      if (!subscriber.offer(message)) {
        dropped.increment();
        forget(subscriber);
      }
    }
  }

  private void forget(Subscriber subscriber) {
    subscriber.close();
    subscribers.remove(subscriber);
  }
}
