package io.cyanwatch.detection;

import io.cyanwatch.detection.DeviceState.Trace;
import java.time.Instant;

/// The record that first showed a clock which cannot be right.
///
/// @param seconds it is ahead, below zero behind; 0 where that was not kept
record ClockOff(Instant at, String boot, long seq, long seconds) {

  static ClockOff of(Trace trace, long seconds) {
    return new ClockOff(trace.at(), trace.boot(), trace.seq(), seconds);
  }

  Trace trace() {
    return new Trace(at, boot, seq);
  }
}
