package io.cyanwatch.webhook;

import com.github.f4b6a3.uuid.UuidCreator;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Carries what is due: claims it for a lease, commits, and only then talks to the network. Each
/// endpoint has its own few places, so that a dead one keeps nobody else waiting.
@Component
class Courier {
  /// Far longer than an attempt may take; after a crash, what was on its way waits this long.
  static final Duration LEASE = Duration.ofSeconds(60);

  private static final Logger log = LoggerFactory.getLogger(Courier.class);

  private final Endpoints endpoints;
  private final Deliveries deliveries;
  private final Ledger ledger;
  private final Wire wire;
  private final Seal seal;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Map<UUID, Integer> onTheirWay = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("courier-", 0).factory());

  /// Results wait here for a connection, not in the pool that ingest needs too.
  private final Semaphore writers = new Semaphore(4);

  Courier(
      Endpoints endpoints,
      Deliveries deliveries,
      Ledger ledger,
      Wire wire,
      Seal seal,
      Clock clock,
      MeterRegistry meters) {
    this.endpoints = endpoints;
    this.deliveries = deliveries;
    this.ledger = ledger;
    this.wire = wire;
    this.seal = seal;
    this.clock = clock;
    this.meters = meters;
  }

  /// Sends off whatever is due and has a place.
  ///
  /// @return each attempt that began; true when it was delivered
  List<CompletableFuture<Boolean>> step() {
    var now = clock.instant();
    var begun = new ArrayList<CompletableFuture<Boolean>>();
    for (var endpoint : endpoints.withWork(now)) {
      var room = endpoint.width(now) - onTheirWay.getOrDefault(endpoint.id(), 0);
      if (room > 0) {
        claim(endpoint, now, room).forEach(parcel -> begun.add(carry(endpoint, parcel)));
      }
    }
    return begun;
  }

  private List<Parcel> claim(Endpoint endpoint, Instant now, int room) {
    var lease = UuidCreator.getTimeOrderedEpoch();
    return deliveries.claim(endpoint.id(), lease, now, now.plus(LEASE), room);
  }

  private CompletableFuture<Boolean> carry(Endpoint endpoint, Parcel parcel) {
    onTheirWay.merge(endpoint.id(), 1, Integer::sum);
    return CompletableFuture.supplyAsync(() -> attempt(endpoint, parcel), threads)
        .whenComplete(
            (_, failure) -> {
              onTheirWay.computeIfPresent(endpoint.id(), (_, n) -> n == 1 ? null : n - 1);
              if (failure != null) {
                log.error("Delivery {} returns when its lease ends.", parcel.delivery(), failure);
              }
            });
  }

  private boolean attempt(Endpoint endpoint, Parcel parcel) {
    var answer = safely(endpoint, parcel);
    meters.counter("cyanwatch.webhook.attempts", "outcome", answer.outcome()).increment();
    writers.acquireUninterruptibly();
    try {
      ledger.settle(endpoint, parcel, answer);
    } finally {
      writers.release();
    }
    return answer.outcome().equals("delivered");
  }

  /// A fault of ours is a failure like any other: it is tried again, shown, and ends.
  private Answer safely(Endpoint endpoint, Parcel parcel) {
    try {
      return call(endpoint, parcel);
    } catch (RuntimeException e) {
      log.error("Delivery {} cannot be sent.", parcel.delivery(), e);
      return new Answer.Silent("internal", Duration.ZERO);
    }
  }

  private Answer call(Endpoint endpoint, Parcel parcel) {
    var now = clock.instant();
    var body = endpoint.format().write(parcel.body());
    var secrets =
        endpoint.secrets(now).stream().map(closed -> seal.open(endpoint.id(), closed)).toList();
    return wire.post(endpoint.url(), Envelope.headers(parcel.event(), now, body, secrets), body);
  }
}
