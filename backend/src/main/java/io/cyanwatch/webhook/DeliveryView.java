package io.cyanwatch.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A delivery in the API.
///
/// @param eventId the `webhook-id` that the receiver sees
/// @param state `pending delivered exhausted discarded`
/// @param nextAttemptAt of a pending one; while an attempt is on its way, when it counts as lost
/// @param redeliveryOf the delivery that it repeats
record DeliveryView(
    UUID id,
    UUID eventId,
    String event,
    String subject,
    String state,
    Instant createdAt,
    @Nullable Instant nextAttemptAt,
    @Nullable Instant finishedAt,
    @Nullable UUID redeliveryOf,
    List<Attempt> attempts) {

  DeliveryView with(List<Attempt> attempts) {
    return new DeliveryView(
        id,
        eventId,
        event,
        subject,
        state,
        createdAt,
        nextAttemptAt,
        finishedAt,
        redeliveryOf,
        attempts);
  }

  /// @param status of the HTTP response, where there was one
  /// @param error a short class where there was none; `unknown` while on its way, or when its
  /// worker died
  /// @param response how the response began
  record Attempt(
      int nr,
      Instant at,
      @Nullable Integer status,
      @Nullable Long latencyMs,
      @Nullable String error,
      @Nullable String response) {}
}
