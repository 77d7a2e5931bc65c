package io.cyanwatch.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An endpoint in the API.
///
/// @param secret shown once, to whoever made it
/// @param url with its query hidden
/// @param events empty: all types
/// @param state `enabled` or `disabled`
/// @param disabledReason `admin`, `gone` (it answered 410) or `failing` (five days long)
/// @param firstFailureAt the first failure since the last success
/// @param previousSecretUntil how long the secret before the last rotation still signs too
record EndpointView(
    UUID id,
    @Nullable String secret,
    String url,
    String format,
    List<String> events,
    Filter filter,
    String state,
    @Nullable String disabledReason,
    int consecutiveFailures,
    @Nullable Instant firstFailureAt,
    @Nullable Instant previousSecretUntil,
    Instant createdAt) {

  EndpointView with(@Nullable String secret) {
    return new EndpointView(
        id,
        secret,
        url,
        format,
        events,
        filter,
        state,
        disabledReason,
        consecutiveFailures,
        firstFailureAt,
        previousSecretUntil,
        createdAt);
  }
}
