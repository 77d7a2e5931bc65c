package io.cyanwatch.simulator.load;

/// One reading of both clocks, taken once for many messages.
///
/// @param ns on the clock that never jumps
/// @param upMs since the load began, which is every device's uptime
/// @param epochMs the wall clock
record Moment(long ns, long upMs, long epochMs) {}
