package io.cyanwatch.agent;

import java.lang.System.Logger.Level;
import java.util.Map;

/// A complaint that is made at most once a minute, however often its cause comes back.
final class Trouble {
  private static final long APART_MS = 60_000;

  private final String what;
  private long nextAt = Long.MIN_VALUE;
  private long times;

  Trouble(String what) {
    this.what = what;
  }

  /// An error of the system as an event tells it.
  static Map<String, Object> detail(String words) {
    var number = Errno.of(words);
    return number == null ? Map.of("text", words) : Map.of("err", number, "text", words);
  }

  void tell(Exception cause) {
    times++;
    var now = Ticks.now();
    if (now >= nextAt) {
      nextAt = now + APART_MS;
      System.getLogger("agent")
          .log(Level.WARNING, "{0} (seen {1} times): {2}", what, times, cause.toString());
    }
  }
}
