package io.cyanwatch.access;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/// Makes a write happen once although it is asked for twice under the same `Idempotency-Key`.
///
/// The write and its answer are kept in one transaction: a second caller with the same key waits
/// for
/// the first and gets the stored answer; a write that failed is not remembered. The same key for
/// another request is refused with 409 `idempotency-conflict`. Keys belong to whoever asks, and are
/// forgotten after a day.
public interface Idempotency {
  String HEADER = "Idempotency-Key";

  /// For answers that hold no secret.
  ///
  /// @param key null when the caller gave none; the write then simply happens
  /// @param request what distinguishes this request from others, usually its body
  default <T> ResponseEntity<T> once(
      @Nullable String key, Object request, Class<T> type, Supplier<ResponseEntity<T>> write) {
    return once(key, request, type, UnaryOperator.identity(), write);
  }

  /// For answers with one-time secrets. Only what `withoutSecrets` leaves is stored, so a replay
  /// answers with the same resource and without its secrets.
  <T> ResponseEntity<T> once(
      @Nullable String key,
      Object request,
      Class<T> type,
      UnaryOperator<T> withoutSecrets,
      Supplier<ResponseEntity<T>> write);
}
