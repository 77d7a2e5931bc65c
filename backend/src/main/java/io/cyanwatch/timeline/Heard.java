package io.cyanwatch.timeline;

import java.time.Instant;

/// What detection was told of a device, one thing after the other, as it came to us.
public sealed interface Heard {

  /// When it came.
  Instant receivedAt();

  /// The device said something, or the broker said that its connection broke.
  record Said(Observation observation) implements Heard {

    @Override
    public Instant receivedAt() {
      return observation.stamp().receivedAt();
    }
  }

  /// Another record came under a number that was stored already.
  record Contradicted(Timeline.Conflict conflict) implements Heard {

    @Override
    public Instant receivedAt() {
      return conflict.at();
    }
  }

  /// Somebody knocked at its door from outside.
  ///
  /// @param outcome `open refused timeout silent error`
  record Knocked(Instant receivedAt, String outcome) implements Heard {}
}
