package io.cyanwatch.ingest;

import io.cyanwatch.link.Delivery;
import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Wire;
import java.util.Optional;

/// A delivery and who sent it.
///
/// @param from empty when no device may speak on its topic
record Post(Delivery delivery, Optional<Topics.Up> from) {
  /// Of what is refused unread, so much is kept to be looked at.
  private static final int GLIMPSE = 1024;

  /// What is too large to be read is not held in full.
  static Post of(Delivery delivery) {
    return new Post(
        delivery.size() > Wire.MAX_BYTES ? delivery.cut(GLIMPSE) : delivery,
        Topics.parse(delivery.topic()));
  }

  boolean tooLarge() {
    return delivery.size() > Wire.MAX_BYTES;
  }

  boolean durable() {
    return delivery.qos() > 0;
  }

  int bytes() {
    return delivery.payload().length;
  }

  /// The same for all that one device says.
  int hash() {
    return from.isPresent() ? from.get().device().hashCode() : delivery.topic().hashCode();
  }
}
