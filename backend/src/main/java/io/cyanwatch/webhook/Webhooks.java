package io.cyanwatch.webhook;

import com.github.f4b6a3.uuid.UuidCreator;
import io.cyanwatch.access.Audit;
import io.cyanwatch.access.Page;
import io.cyanwatch.access.Paging;
import io.cyanwatch.access.Problem;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// What admins do with webhooks. Each act leaves a row in the audit log, in its own transaction.
@Component
@Transactional
class Webhooks {
  private final Endpoints endpoints;
  private final Deliveries deliveries;
  private final DeliveryLog log;
  private final Outbox outbox;
  private final Seal seal;
  private final Audit audit;
  private final Clock clock;

  Webhooks(
      Endpoints endpoints,
      Deliveries deliveries,
      DeliveryLog log,
      Outbox outbox,
      Seal seal,
      Audit audit,
      Clock clock) {
    this.endpoints = endpoints;
    this.deliveries = deliveries;
    this.log = log;
    this.outbox = outbox;
    this.seal = seal;
    this.audit = audit;
    this.clock = clock;
  }

  /// @param target where webhooks may go
  /// @param events empty: all types
  record Wish(Target target, Format format, List<String> events, Filter filter, Secret secret) {}

  /// What a change leaves alone is null.
  record Change(
      @Nullable Target target,
      @Nullable Boolean enabled,
      @Nullable List<String> events,
      @Nullable Filter filter) {}

  EndpointView create(Wish wish) {
    var id = UuidCreator.getTimeOrderedEpoch();
    var sealed = seal.close(id, wish.secret());
    var endpoint =
        new Endpoint(id, wish.target(), wish.format(), sealed, clock.instant())
            .listensTo(wish.events(), wish.filter());
    var view = endpoints.save(endpoint).view();
    record("create", id, Map.of("url", view.url(), "format", view.format()));
    return view;
  }

  @Transactional(readOnly = true)
  EndpointView find(UUID id) {
    return endpoints.find(id).orElseThrow(() -> unknown(id)).view();
  }

  @Transactional(readOnly = true)
  Page<EndpointView> page(Paging paging) {
    var after = paging.first() ? new UUID(-1, -1) : paging.uuid(0);
    var rows = endpoints.page(after, paging.fetch()).stream().map(Endpoint::view).toList();
    return paging.page(rows, row -> Paging.cursor(row.id()));
  }

  EndpointView change(UUID id, Change change) {
    var endpoint = locked(id);
    if (change.target() != null) {
      endpoint.moveTo(change.target());
    }
    if (change.events() != null || change.filter() != null) {
      endpoint.listensTo(
          change.events() == null ? endpoint.events() : change.events(),
          change.filter() == null ? endpoint.filter() : change.filter());
    }
    if (Boolean.TRUE.equals(change.enabled())) {
      endpoint.enable();
    } else if (Boolean.FALSE.equals(change.enabled()) && endpoint.disable("admin")) {
      deliveries.discard(id, clock.instant());
    }
    var view = endpoint.view();
    record("change", id, told(change, view));
    return view;
  }

  private static Map<String, Object> told(Change change, EndpointView view) {
    var told = new LinkedHashMap<String, Object>();
    if (change.target() != null) {
      told.put("url", view.url());
    }
    if (change.enabled() != null) {
      told.put("state", view.state());
    }
    if (change.events() != null) {
      told.put("events", view.events());
    }
    if (change.filter() != null) {
      told.put("filter", view.filter().toString());
    }
    return told;
  }

  void delete(UUID id) {
    locked(id).delete();
    var discarded = deliveries.discard(id, clock.instant());
    record("delete", id, Map.of("discarded", discarded));
  }

  EndpointView rotate(UUID id, Secret fresh) {
    var endpoint = locked(id);
    endpoint.rotate(seal.close(id, fresh), clock.instant());
    record("rotate-secret", id, Map.of());
    return endpoint.view();
  }

  DeliveryView test(UUID id) {
    callable(locked(id));
    var delivery = outbox.test(id);
    record("test", id, Map.of("delivery", delivery));
    return log.one(delivery).orElseThrow();
  }

  @Transactional(readOnly = true)
  Page<DeliveryView> deliveries(UUID id, Paging paging) {
    return log.page(find(id).id(), paging);
  }

  DeliveryView redeliver(UUID delivery) {
    var old = log.one(delivery).orElseThrow(() -> Problem.notFound("delivery", "" + delivery));
    var id = log.endpointOf(delivery).orElseThrow();
    callable(locked(id));
    var again = outbox.again(old.eventId(), id, delivery);
    record("redeliver", id, Map.of("delivery", delivery, "again", again));
    return log.one(again).orElseThrow();
  }

  private Endpoint locked(UUID id) {
    return endpoints.lock(id).filter(found -> !found.deleted()).orElseThrow(() -> unknown(id));
  }

  private static void callable(Endpoint endpoint) {
    if (!endpoint.enabled()) {
      throw Problem.conflict("webhook-disabled", "The webhook is disabled: enable it first.");
    }
  }

  private void record(String act, UUID id, Map<String, ?> detail) {
    audit.record("webhook." + act, id.toString(), detail);
  }

  private static Problem unknown(UUID id) {
    return Problem.notFound("webhook", id.toString());
  }
}
