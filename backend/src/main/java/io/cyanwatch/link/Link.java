package io.cyanwatch.link;

import java.time.Duration;

/// The connection to the broker.
public interface Link {

  /// Whether messages flow right now.
  boolean connected();

  /// Hands a message to the broker at QoS 1, never retained, and returns at once.
  ///
  /// @param expiry after which the broker may drop it
  /// @param responseTopic where the answer is expected; empty for none
  /// @param correlation what the answer repeats; empty for none
  /// @return false when there is no connection or the send window is full; nothing was sent then
  boolean publish(
      String topic, byte[] payload, Duration expiry, String responseTopic, byte[] correlation);

  /// Hands a message to the broker at QoS 0: it may be lost, and nobody will know.
  ///
  /// @return false when there is no connection or the send window is full; nothing was sent then
  boolean mention(String topic, byte[] payload);
}
