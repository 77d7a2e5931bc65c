package io.cyanwatch.simulator.play;

import io.cyanwatch.protocol.Topics.Channel;
import java.time.Instant;

/// Hears what comes out of a [Play], in the order in which a broker would hear it.
public interface Air {

  /// A message reaches the broker, or a will leaves it.
  ///
  /// @param at when the broker has it
  void sent(Instant at, String device, Channel channel, byte[] payload);

  /// The network lost a copy. Its record is sent again, with its own number, or lost for good.
  default void dropped(Instant at, String device, Channel channel, byte[] payload) {}

  /// The broker goes, or is there again: meanwhile nobody can be heard, through no fault of theirs.
  default void watching(Instant at, boolean up) {}
}
