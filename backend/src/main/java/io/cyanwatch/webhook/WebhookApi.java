package io.cyanwatch.webhook;

import io.cyanwatch.access.Idempotency;
import io.cyanwatch.access.Page;
import io.cyanwatch.access.Paging;
import io.cyanwatch.access.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "webhooks")
class WebhookApi {
  private static final String ROOT = "/api/v1/webhooks";

  private final Webhooks webhooks;
  private final Reach reach;
  private final Idempotency idempotency;

  WebhookApi(Webhooks webhooks, Reach reach, Idempotency idempotency) {
    this.webhooks = webhooks;
    this.reach = reach;
    this.idempotency = idempotency;
  }

  /// @param format absent: `standard`
  /// @param events absent or empty: all types
  /// @param secret `whsec_…`; absent: we make one
  record NewWebhook(
      @Nullable String url,
      @Nullable String format,
      @Nullable List<String> events,
      @Nullable Filter filter,
      @Nullable String secret) {

    Webhooks.Wish wish(Reach reach) {
      if (url == null) {
        throw Problem.badField("url", "A webhook needs a URL.");
      }
      return new Webhooks.Wish(
          Target.parse(url).within(reach),
          format(format == null ? "standard" : format),
          events == null ? List.of() : types(events),
          filter == null ? Filter.ALL : filter.checked(),
          secret == null ? Secret.fresh() : Secret.parse(secret));
    }

    private static Format format(String name) {
      return Format.of(name)
          .orElseThrow(
              () ->
                  Problem.badField(
                      "format",
                      "The format '%s' is not available; there is: %s."
                          .formatted(name, String.join(", ", Format.names()))));
    }
  }

  /// What is absent stays as it is.
  record Patch(
      @Nullable String url,
      @Nullable Boolean enabled,
      @Nullable List<String> events,
      @Nullable Filter filter) {

    Webhooks.Change change(Reach reach) {
      return new Webhooks.Change(
          url == null ? null : Target.parse(url).within(reach),
          enabled,
          events == null ? null : types(events),
          filter == null ? null : filter.checked());
    }
  }

  record NewSecret(@Nullable String secret) {}

  private static List<String> types(List<String> keys) {
    for (var key : keys) {
      if (EventType.of(key).isEmpty()) {
        throw Problem.badField("events", "There is no event '" + key + "'.");
      }
    }
    return keys.stream().distinct().toList();
  }

  @PostMapping(ROOT)
  @Operation(summary = "Adds a webhook; its signing secret is shown this once")
  ResponseEntity<EndpointView> create(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody NewWebhook body) {
    // Before any transaction: it may have to ask a name server.
    var wish = body.wish(reach);
    return once(
        key,
        List.of(ROOT, body),
        () -> {
          var view = webhooks.create(wish);
          return ResponseEntity.created(URI.create(ROOT + "/" + view.id()))
              .body(view.with(wish.secret().text()));
        });
  }

  @GetMapping(ROOT)
  @Operation(summary = "Lists the webhooks, newest first")
  Page<EndpointView> list(
      @RequestParam @Nullable Integer limit, @RequestParam @Nullable String after) {
    return webhooks.page(Paging.of(limit, after));
  }

  @GetMapping(ROOT + "/{id}")
  @Operation(summary = "Reads a webhook")
  EndpointView find(@PathVariable UUID id) {
    return webhooks.find(id);
  }

  @PatchMapping(ROOT + "/{id}")
  @Operation(summary = "Changes a webhook: its URL, its filters, or whether it is enabled")
  EndpointView change(@PathVariable UUID id, @RequestBody Patch patch) {
    return webhooks.change(id, patch.change(reach));
  }

  @DeleteMapping(ROOT + "/{id}")
  @Operation(summary = "Removes a webhook and gives up what still waits for it")
  ResponseEntity<Void> delete(@PathVariable UUID id) {
    webhooks.delete(id);
    return ResponseEntity.noContent().build();
  }

  @PostMapping(ROOT + "/{id}/rotate-secret")
  @Operation(summary = "Replaces the secret; for 24 hours the old one signs too")
  ResponseEntity<EndpointView> rotate(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @PathVariable UUID id,
      @RequestBody(required = false) @Nullable NewSecret body) {
    var given = body == null ? null : body.secret();
    var fresh = given == null ? Secret.fresh() : Secret.parse(given);
    return once(
        key,
        List.of(ROOT, id, "rotate-secret", given == null ? "" : given),
        () -> ResponseEntity.ok(webhooks.rotate(id, fresh).with(fresh.text())));
  }

  @PostMapping(ROOT + "/{id}/test")
  @Operation(summary = "Sends the event webhook.test")
  ResponseEntity<DeliveryView> test(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @PathVariable UUID id) {
    return idempotency.once(
        key,
        List.of(ROOT, id, "test"),
        DeliveryView.class,
        () -> ResponseEntity.accepted().body(webhooks.test(id)));
  }

  @GetMapping(ROOT + "/{id}/deliveries")
  @Operation(summary = "Lists what was sent to a webhook and what came of it, newest first")
  Page<DeliveryView> deliveries(
      @PathVariable UUID id,
      @RequestParam @Nullable Integer limit,
      @RequestParam @Nullable String after) {
    return webhooks.deliveries(id, Paging.of(limit, after));
  }

  @PostMapping("/api/v1/deliveries/{id}/redeliver")
  @Operation(summary = "Sends an event once more, under the same webhook-id")
  ResponseEntity<DeliveryView> redeliver(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @PathVariable UUID id) {
    return idempotency.once(
        key,
        List.of("redeliver", id),
        DeliveryView.class,
        () -> ResponseEntity.accepted().body(webhooks.redeliver(id)));
  }

  /// What is kept for a repeated call holds no secret.
  private ResponseEntity<EndpointView> once(
      @Nullable String key, Object request, Supplier<ResponseEntity<EndpointView>> write) {
    return idempotency.once(key, request, EndpointView.class, answer -> answer.with(null), write);
  }
}
