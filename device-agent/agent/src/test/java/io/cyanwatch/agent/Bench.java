package io.cyanwatch.agent;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/// A slot table on a [ScriptedNet], for tests.
final class Bench {
  static final long HEADER = 500;
  static final long IDLE = 300;
  static final long TOTAL = 3_000;
  static final long WOULD_BLOCK = 700;
  static final int LARGE = 100_000;
  private static final Page LARGE_PAGE = new Page("application/octet-stream", new byte[LARGE]);
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  final ScriptedNet net = new ScriptedNet();
  final Tally tally = new Tally();
  final SlotTable table;
  private long now;
  private long due;

  Bench(int slots) {
    var limits =
        new WebServer.Limits(
            slots,
            Duration.ofMillis(HEADER),
            Duration.ofMillis(IDLE),
            Duration.ofMillis(TOTAL),
            Duration.ofMillis(WOULD_BLOCK));
    table = new SlotTable(net, new Answers(site(), InstantSource.fixed(NOW)), limits, tally);
  }

  Peer add(Peer peer) {
    net.add(peer);
    return peer;
  }

  /// Runs as the real loop does: it ticks when something happened or a deadline is due, and
  /// possibly a little later than that.
  void runTo(long end, long lag) {
    while (now < end) {
      net.turnTo(now);
      due = table.tick(now);
      var next = Math.min(due, net.next());
      now = next <= now ? now + 1 : Math.min(end, Math.min(next, end) + lag);
    }
    net.turnTo(now);
    due = table.tick(now);
  }

  void runTo(long end) {
    runTo(end, 0);
  }

  private static Site site() {
    var small = new Page("text/plain", "hello".getBytes(StandardCharsets.US_ASCII));
    return new Site(
        Path.of("/nowhere/at/all"),
        Map.of(
            "/",
            () -> small,
            "/large",
            () -> LARGE_PAGE,
            "/broken",
            () -> {
              throw new IllegalStateException("on purpose");
            }));
  }
}
