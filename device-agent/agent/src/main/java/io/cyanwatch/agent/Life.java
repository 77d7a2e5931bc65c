package io.cyanwatch.agent;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.ResetClass;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;

/// One life of this process, from its start to its end.
///
/// @param boot its name on the wire
record Life(State state, State.Start start, String boot) {
  private static final int LATE_FROM = 3;
  private static final int SAFE_FROM = 5;
  private static final long LATE_MS = 30_000;
  private static final long SAFE_MS = 600_000;

  static Life begin(State state, Random random) throws IOException {
    var start = state.begin();
    var hex = HexFormat.of();
    var boot = hex.toHexDigits(start.counter(), 8) + "-" + hex.toHexDigits(random.nextInt());
    return new Life(state, start, boot);
  }

  /// From when on a server may be opened, in ms of uptime. After three early ends in a row it
  /// starts late, after five there is only the connection to the cloud for ten minutes: whatever
  /// ends this process may be in the requests that it gets.
  long serveAt() {
    if (start.early() >= SAFE_FROM) {
      return SAFE_MS;
    }
    return start.early() >= LATE_FROM ? LATE_MS : 0;
  }

  /// Whether this life is kept to what is safe.
  boolean safe(long now) {
    return start.early() >= SAFE_FROM && now < SAFE_MS;
  }

  /// Whether another restart would only feed a loop.
  boolean looping() {
    return start.early() >= LATE_FROM;
  }

  Birth.Reset reset() {
    return new Birth.Reset(start.reset(), null, null);
  }

  /// Why the run of early ends began.
  ResetClass first() {
    var first = start.first();
    return first == null ? start.reset() : first;
  }
}
