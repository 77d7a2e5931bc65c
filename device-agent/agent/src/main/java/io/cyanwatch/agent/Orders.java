package io.cyanwatch.agent;

import io.cyanwatch.protocol.Command;
import io.cyanwatch.protocol.Reply.Status;
import java.util.LinkedHashMap;
import java.util.Set;

/// Lets a command run at most once, in its own boot, in its own time and not too often.
final class Orders {
  static final Set<String> OPS = Set.of("restart_listener", "rebirth");

  private static final int REMEMBERED = 8;
  private static final long RESTARTS_APART_MS = 10_000;

  private final String boot;
  private final LinkedHashMap<String, Answer> known = new LinkedHashMap<>();
  private long nextRestart;

  Orders(String boot) {
    this.boot = boot;
  }

  /// @param run whether the effect is to happen now
  /// @param reason of a refusal, else empty
  record Answer(boolean run, Status status, String reason) {
    static Answer refuse(String reason) {
      return new Answer(false, Status.REJECTED, reason);
    }
  }

  Answer judge(Command command, long received, long now) {
    var before = known.get(command.id());
    if (before != null) {
      return new Answer(false, before.status(), before.reason());
    }
    var answer = fresh(command, received, now);
    if (answer.run() && command.op().equals("restart_listener")) {
      nextRestart = now + RESTARTS_APART_MS;
    }
    remember(command.id(), answer);
    return answer;
  }

  /// What a repeated command is told from now on.
  void finished(String id, Status status) {
    remember(id, new Answer(false, status, ""));
  }

  private Answer fresh(Command command, long received, long now) {
    if (!boot.equals(command.boot())) {
      return Answer.refuse("stale_boot");
    }
    if (now - received > command.ttl() * 1_000L) {
      return Answer.refuse("expired");
    }
    if (!OPS.contains(command.op())) {
      return Answer.refuse("unknown_op");
    }
    if (command.op().equals("restart_listener") && now < nextRestart) {
      return Answer.refuse("rate_limited");
    }
    return new Answer(true, Status.ACCEPTED, "");
  }

  private void remember(String id, Answer answer) {
    known.putLast(id, answer);
    if (known.size() > REMEMBERED) {
      known.pollFirstEntry();
    }
  }
}
