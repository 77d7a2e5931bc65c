package io.cyanwatch.agent;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Command;
import io.cyanwatch.protocol.Reply;
import io.cyanwatch.protocol.Reply.Status;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lets a command run at most once, in its own boot, in its own time and not too often.
final class Orders {
  private static final int REMEMBERED = 8;
  private static final Map<String, Long> APART_MS =
      Map.of("restart_listener", 10_000L, "bounce_wifi", 300_000L, "restart_device", 600_000L);

  private final String boot;
  private final Set<String> known;
  private final Set<String> allowed;
  private final LinkedHashMap<String, Answer> answers = new LinkedHashMap<>();
  private final Map<String, Long> lastRun = new HashMap<>();

  /// @param known the ops that this device has at all
  /// @param allowed those of them that its owner lets the cloud use
  /// @param done the command that this boot is the effect of; it is not obeyed again, and no other
  /// of its kind soon
  Orders(String boot, Set<String> known, Set<String> allowed, Birth.@Nullable Done done) {
    this.boot = boot;
    this.known = known;
    this.allowed = allowed;
    if (done != null) {
      answers.put(done.id(), new Answer(Status.DONE, null, null));
      lastRun.put("restart_device", 0L);
    }
  }

  /// The last reply to a command.
  record Answer(Status status, @Nullable String reason, Reply.@Nullable Result result) {}

  /// What is to be done with a command.
  sealed interface Verdict {
    record Run(Task task) implements Verdict {}

    record Refuse(String reason) implements Verdict {}

    /// It is known: it gets its last answer again.
    record Repeat(Answer answer) implements Verdict {}
  }

  /// @param received when, on this process's clock
  /// @param busy whether an exclusive task is at work
  Verdict judge(Command command, long received, long now, boolean busy) {
    var before = answers.get(command.id());
    if (before != null) {
      return new Verdict.Repeat(before);
    }
    var verdict = fresh(command, received, now, busy);
    if (verdict instanceof Verdict.Refuse(var reason)) {
      answered(command.id(), new Answer(Status.REJECTED, reason, null));
    } else {
      lastRun.put(command.op(), now);
    }
    return verdict;
  }

  /// What a repeated command is told from now on.
  void answered(String id, Answer answer) {
    answers.putLast(id, answer);
    if (answers.size() > REMEMBERED) {
      answers.pollFirstEntry();
    }
  }

  private Verdict fresh(Command command, long received, long now, boolean busy) {
    if (!boot.equals(command.boot())) {
      return new Verdict.Refuse("stale_boot");
    }
    if (!known.contains(command.op())) {
      return new Verdict.Refuse("unknown_op");
    }
    if (!allowed.contains(command.op())) {
      return new Verdict.Refuse("denied");
    }
    var task = Task.of(command);
    if (task.isEmpty()) {
      return new Verdict.Refuse("bad_args");
    }
    if (tooSoon(command.op(), now)) {
      return new Verdict.Refuse("rate_limited");
    }
    if (busy && task.get().exclusive()) {
      return new Verdict.Refuse("busy");
    }
    return now - received > command.ttl() * 1_000L
        ? new Verdict.Refuse("expired")
        : new Verdict.Run(task.get());
  }

  private boolean tooSoon(String op, long now) {
    var last = lastRun.get(op);
    return last != null && now - last < APART_MS.getOrDefault(op, 0L);
  }
}
