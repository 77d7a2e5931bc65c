package io.cyanwatch.command;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What somebody asks for.
///
/// @param hash of the request's body, to tell a repeated order from another under the same key
record Order(
    Op op,
    Map<String, Object> args,
    Duration ttl,
    String reason,
    @Nullable String idempotencyKey,
    @Nullable String hash) {

  Order {
    args = Map.copyOf(args);
  }
}
