package io.cyanwatch.link;

import java.time.Instant;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/// One message from the broker. The broker keeps it until [#acknowledge] is called.
///
/// @param size of the payload as it came, in bytes; `payload` may have been cut
/// @param qos 0 or 1; a message of QoS 0 needs no acknowledgement, giving one does no harm
/// @param receivedAt when this process got it
/// @param acknowledgement bound to the connection that brought the message; harmless when that one
/// is gone
/// @param over whether that connection is gone
public record Delivery(
    String topic,
    byte[] payload,
    int size,
    int qos,
    Instant receivedAt,
    Runnable acknowledgement,
    BooleanSupplier over) {

  /// Of a connection that lasts.
  public Delivery(
      String topic, byte[] payload, int qos, Instant receivedAt, Runnable acknowledgement) {
    this(topic, payload, payload.length, qos, receivedAt, acknowledgement, () -> false);
  }

  /// Tells the broker that it may forget the message. Never throws.
  public void acknowledge() {
    acknowledgement.run();
  }

  /// Whether it cannot be acknowledged any more: a broker that kept it brings it again.
  public boolean orphaned() {
    return over.getAsBoolean();
  }

  /// The same with only the beginning of its payload.
  public Delivery cut(int most) {
    return payload.length <= most
        ? this
        : new Delivery(
            topic, Arrays.copyOf(payload, most), size, qos, receivedAt, acknowledgement, over);
  }

  /// Two deliveries are never equal by content: each must be acknowledged.
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
