package io.cyanwatch.simulator.device;

import io.cyanwatch.protocol.Command;
import io.cyanwatch.protocol.Reply;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lets each command run at most once, in its own boot, in its own time and not too often.
final class CommandGuard {
  /// In a fixed order: what a device says must not change from run to run.
  static final Set<String> OPS =
      Collections.unmodifiableSet(
          new LinkedHashSet<>(
              List.of(
                  "restart_listener",
                  "drop_clients",
                  "bounce_wifi",
                  "restart_device",
                  "probe",
                  "rebirth",
                  "set_interval")));

  private static final int REMEMBERED = 8;
  private static final Map<String, Long> APART_MS =
      Map.of("restart_listener", 10_000L, "bounce_wifi", 300_000L, "restart_device", 600_000L);

  private final LinkedHashMap<String, Outcome> known = new LinkedHashMap<>();
  private final Map<String, Long> lastRun = new HashMap<>();

  /// The answer that a command got.
  record Outcome(Reply.Status status, @Nullable String reason) {}

  /// Whether a command may run.
  sealed interface Verdict {
    record Run() implements Verdict {}

    record Refuse(String reason) implements Verdict {}

    record Repeat(Outcome outcome) implements Verdict {}
  }

  Verdict judge(Command command, String boot, long received, long now, boolean busy) {
    var before = known.get(command.id());
    if (before != null) {
      return new Verdict.Repeat(before);
    }
    if (!boot.equals(command.boot())) {
      return new Verdict.Refuse("stale_boot");
    }
    if (now - received > command.ttl() * 1_000L) {
      return new Verdict.Refuse("expired");
    }
    if (!OPS.contains(command.op())) {
      return new Verdict.Refuse("unknown_op");
    }
    if (busy) {
      return new Verdict.Refuse("busy");
    }
    return tooSoon(command.op(), now) ? new Verdict.Refuse("rate_limited") : new Verdict.Run();
  }

  void ran(String op, long now) {
    lastRun.put(op, now);
  }

  void remember(String id, Reply.Status status, @Nullable String reason) {
    known.putLast(id, new Outcome(status, reason));
    if (known.size() > REMEMBERED) {
      known.pollFirstEntry();
    }
  }

  /// A reset wipes all memory but that of the last command.
  void reset() {
    while (known.size() > 1) {
      known.pollFirstEntry();
    }
  }

  private boolean tooSoon(String op, long now) {
    var last = lastRun.get(op);
    return last != null && now - last < APART_MS.getOrDefault(op, 0L);
  }
}
