package io.cyanwatch.protocol;

/// One thing that a device says. Absent fields are `null`: a device leaves out what it does not
/// support.
public sealed interface Message permits Message.Recorded, Will {

  /// A message that takes a number in its boot's sequence: everything but the will.
  sealed interface Recorded extends Message permits Birth, Health, Event, Bye, Reply, Probe {
    Envelope envelope();
  }
}
