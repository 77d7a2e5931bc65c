package io.cyanwatch.timeline;

import io.cyanwatch.timeline.Observation.Severed;
import java.time.Instant;
import java.util.Comparator;

/// What detection was told of a device, one thing after the other, as it came to us.
public sealed interface Heard {

  /// What came at the same millisecond was told by one boot after the other, a will last of its
  /// boot; what others saw of the device is last of all.
  Comparator<Heard> AS_IT_CAME =
      Comparator.comparing(Heard::receivedAt)
          .thenComparing(heard -> heard instanceof Said(var told) ? told.stamp().boot() : "~")
          .thenComparing(heard -> heard instanceof Said(Severed _))
          .thenComparingLong(heard -> heard instanceof Said(var told) ? told.stamp().seq() : 0);

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
