package io.cyanwatch.protocol;

import io.cyanwatch.protocol.Decoded.Reason;
import io.cyanwatch.protocol.Decoded.Refusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is wrong with one message. Only the first flaw is kept: the rest may follow from it.
final class Flaws {
  private @Nullable Refusal first;

  void add(Reason reason, String field, String detail) {
    if (first == null) {
      first = new Refusal(reason, field, detail);
    }
  }

  Optional<Refusal> first() {
    return Optional.ofNullable(first);
  }
}
