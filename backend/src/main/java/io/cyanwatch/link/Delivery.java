package io.cyanwatch.link;

import java.time.Instant;

/// One message from the broker. The broker keeps it until [#acknowledge] is called.
///
/// @param qos 0 or 1; a message of QoS 0 needs no acknowledgement, giving one does no harm
/// @param receivedAt when this process got it
/// @param acknowledgement bound to the connection that brought the message; harmless when that one
/// is gone
public record Delivery(
    String topic, byte[] payload, int qos, Instant receivedAt, Runnable acknowledgement) {

  /// Tells the broker that it may forget the message. Never throws.
  public void acknowledge() {
    acknowledgement.run();
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
