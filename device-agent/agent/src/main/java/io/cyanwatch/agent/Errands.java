package io.cyanwatch.agent;

import io.cyanwatch.protocol.Command;
import io.cyanwatch.protocol.Probe;
import io.cyanwatch.protocol.Reply;
import io.cyanwatch.protocol.Reply.Status;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Obeys commands: `accepted` before the effect, `done` or `failed` after it.
final class Errands {
  private static final long REPLY_LEAVES_FIRST_MS = 1_000;
  private static final long GIVE_UP_MS = 90_000;
  private static final Duration BOUNCE = Duration.ofSeconds(60);
  private static final int MOST_TEXT = 200;

  private final Options options;
  private final Line line;
  private final Hands hands;
  private final Executor loop;
  private final Knocks knocks;
  private final Set<String> ops;
  private final Orders orders;
  private @Nullable Pending pending;

  Errands(Life life, Options options, Line line, Hands hands, Executor loop) {
    this.options = options;
    this.line = line;
    this.hands = hands;
    this.loop = loop;
    this.knocks = new Knocks(options.visits().allowed(), options.visits().atOnce(), loop);
    this.ops = ops(options);
    this.orders = new Orders(life.boot(), known(options), ops, life.start().done());
  }

  /// What obeying takes.
  interface Hands {
    /// False when there is nothing that could be restarted now.
    boolean restartListener(long now);

    void dropClients();

    long gen();

    void rebirth();

    /// @param seconds between heartbeats from now on
    void interval(int seconds);

    /// Whether the link is up and the cloud is reached.
    boolean linked();

    /// How often the link came up since the boot.
    long ups();

    /// Ends this process, to be started again.
    ///
    /// @param id of the command that asks for it
    void restart(@Nullable String id);

    void risk(String mark);

    void event(String name, Map<String, Object> detail);
  }

  /// A task whose effect takes time.
  ///
  /// @param begunAt when it was accepted
  /// @param begun whether its effect was begun
  /// @param bounce what is waited for, when it is the network
  private record Pending(
      String id, Task task, long begunAt, long genBefore, boolean begun, @Nullable Bounce bounce) {
    static Pending of(String id, Task task, long now, long gen) {
      return new Pending(id, task, now, gen, false, null);
    }

    Pending running(@Nullable Bounce awaited) {
      return new Pending(id, task, begunAt, genBefore, true, awaited);
    }
  }

  /// What the cloud may ask for.
  Set<String> ops() {
    return ops;
  }

  void obey(Command command, long received) {
    var now = Ticks.now();
    switch (orders.judge(command, received, now, pending != null)) {
      case Orders.Verdict.Repeat(var answer) -> say(command.id(), answer);
      case Orders.Verdict.Refuse(var reason) ->
          say(command.id(), new Orders.Answer(Status.REJECTED, reason, null));
      case Orders.Verdict.Run(var task) -> begin(command, task, now);
    }
  }

  void tick(long now) {
    var waiting = pending;
    if (waiting == null) {
      return;
    }
    if (now - waiting.begunAt() > GIVE_UP_MS) {
      finish(waiting, Status.FAILED, "no effect within " + GIVE_UP_MS / 1_000 + " s");
    } else if (!waiting.begun() && now - waiting.begunAt() >= REPLY_LEAVES_FIRST_MS) {
      effect(waiting);
    } else if (waiting.bounce() != null
        && waiting.bounce().over(now, hands.ups(), hands.linked())) {
      var seen = waiting.bounce().seen(hands.ups());
      finish(waiting, Status.DONE, seen ? null : "the link was not seen to go");
    }
  }

  /// A start of the listener was confirmed, or failed.
  ///
  /// @param err the system's number of the error; 0 when all went well
  void listening(Status status, String reason, @Nullable Long err) {
    var waiting = pending;
    if (waiting != null && waiting.task() instanceof Task.RestartListener) {
      pending = null;
      var result = new Reply.Result(waiting.genBefore(), hands.gen(), err);
      answer(waiting.id(), new Orders.Answer(status, reason.isEmpty() ? null : reason, result));
    }
  }

  /// Takes the network down and up because nothing else helped.
  void bounceUnasked() {
    if (pending == null) {
      runBounce(null);
    }
  }

  private static Set<String> known(Options options) {
    var known = new LinkedHashSet<>(List.of("probe", "rebirth", "set_interval"));
    known.addAll(List.of("bounce_wifi", "restart_device"));
    if (options.door() != null) {
      known.addAll(List.of("restart_listener", "drop_clients"));
    }
    return known;
  }

  private static Set<String> ops(Options options) {
    var ops = known(options);
    if (options.powers().bounce().isEmpty()) {
      ops.remove("bounce_wifi");
    }
    if (!options.powers().restart()) {
      ops.remove("restart_device");
    }
    return ops;
  }

  private void begin(Command command, Task task, long now) {
    answer(command.id(), new Orders.Answer(Status.ACCEPTED, null, null));
    hands.event("command_started", Map.of("id", command.id(), "op", command.op()));
    switch (task) {
      case Task.Rebirth _ -> {
        hands.rebirth();
        done(command.id());
      }
      case Task.DropClients _ -> {
        hands.dropClients();
        done(command.id());
      }
      case Task.SetInterval(var seconds) -> {
        hands.interval(seconds);
        done(command.id());
      }
      case Task.Visit visit -> visit(command.id(), visit);
      case Task.RestartListener _ -> restartListener(command.id(), task, now);
      case Task.BounceWifi _, Task.RestartDevice _ ->
          pending = Pending.of(command.id(), task, now, 0);
    }
  }

  private void restartListener(String id, Task task, long now) {
    pending = Pending.of(id, task, now, hands.gen()).running(null);
    if (!hands.restartListener(now)) {
      var why = "the link is down, or the server is kept closed after early ends";
      listening(Status.FAILED, why, null);
    }
  }

  private void visit(String id, Task.Visit visit) {
    var target = visit.target().host() + ":" + visit.target().port();
    knocks.visit(
        visit.target(),
        visit.path(),
        answer -> {
          switch (answer) {
            case Knocks.Answer.Visited(var seen) -> {
              line.say(it -> new Probe(it, id, target, seen.outcome(), seen.ms(), seen.http()));
              done(id);
            }
            case Knocks.Answer.Denied() -> failed(id, "denied");
            case Knocks.Answer.Saturated() -> failed(id, "not_executed");
          }
        });
  }

  private void effect(Pending waiting) {
    pending = waiting.running(null);
    if (waiting.task() instanceof Task.RestartDevice) {
      hands.restart(waiting.id());
    } else {
      runBounce(pending);
    }
  }

  private void runBounce(@Nullable Pending waiting) {
    hands.risk("bounce_wifi");
    var ups = hands.ups();
    Thread.ofVirtual()
        .start(
            () -> {
              var result = Run.line(BOUNCE, options.powers().bounce());
              loop.execute(() -> bounced(waiting, ups, result));
            });
  }

  private void bounced(@Nullable Pending waiting, long ups, Run.Result result) {
    hands.risk("");
    if (result.code() != 0) {
      var text =
          "--bounce-command ended with %d: %s".formatted(result.code(), result.output().strip());
      hands.event("log", Map.of("level", "error", "text", text));
      if (waiting != null) {
        finish(waiting, Status.FAILED, text);
      }
    } else if (waiting != null) {
      pending = waiting.running(new Bounce(ups, Ticks.now()));
    }
  }

  private void finish(Pending waiting, Status status, @Nullable String reason) {
    pending = null;
    var result =
        waiting.task() instanceof Task.RestartListener
            ? new Reply.Result(waiting.genBefore(), hands.gen(), null)
            : null;
    answer(waiting.id(), new Orders.Answer(status, reason, result));
  }

  private void done(String id) {
    answer(id, new Orders.Answer(Status.DONE, null, null));
  }

  private void failed(String id, String reason) {
    answer(id, new Orders.Answer(Status.FAILED, reason, null));
  }

  private void answer(String id, Orders.Answer answer) {
    orders.answered(id, answer);
    say(id, answer);
  }

  private void say(String id, Orders.Answer answer) {
    var reason = answer.reason();
    var cut =
        reason != null && reason.length() > MOST_TEXT ? reason.substring(0, MOST_TEXT) : reason;
    line.say(it -> new Reply(it, id, answer.status(), cut, answer.result()));
  }
}
