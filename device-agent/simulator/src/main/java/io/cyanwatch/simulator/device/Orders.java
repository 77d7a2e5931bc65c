package io.cyanwatch.simulator.device;

import io.cyanwatch.protocol.Command;
import io.cyanwatch.protocol.Probe;
import io.cyanwatch.protocol.Reply;
import io.cyanwatch.protocol.Reply.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a device obeys: `accepted` before the effect, `done` or `failed` after it.
public final class Orders {
  private static final long REPLY_LEAVES_FIRST_MS = 400;
  private static final long BOUNCE_MS = 3_000;

  private final Device device;
  private final CommandGuard guard = new CommandGuard();
  private final ArrayDeque<Received> inbox = new ArrayDeque<>();
  private final List<ProbeRequest> probes = new ArrayList<>();
  private @Nullable Pending pending;
  private long obeyed;

  Orders(Device device) {
    this.device = device;
  }

  private record Received(Command command, long at) {}

  /// A command whose effect takes time.
  ///
  /// @param due when the effect begins; 0 once it has begun
  private record Pending(String id, String op, long due, long genBefore) {
    Pending begun() {
      return new Pending(id, op, 0, genBefore);
    }
  }

  /// A connection that the device is to try.
  public record ProbeRequest(String id, String host, int port) {
    public String target() {
      return host + ":" + port;
    }
  }

  /// What came of it.
  public record Seen(Probe.Outcome outcome, long ms, @Nullable Integer http) {}

  void received(Command command, long now) {
    inbox.add(new Received(command, now));
  }

  public List<ProbeRequest> takeProbes() {
    var taken = List.copyOf(probes);
    probes.clear();
    return taken;
  }

  void tick(long now) {
    for (var next = inbox.poll(); next != null; next = inbox.poll()) {
      judge(next, now);
    }
    var waiting = pending;
    if (waiting != null && waiting.due() > 0 && now >= waiting.due()) {
      begin(waiting, now);
    }
  }

  /// When [#tick] has something to do next.
  long due(long now) {
    if (!inbox.isEmpty()) {
      return now;
    }
    var waiting = pending;
    return waiting != null && waiting.due() > 0 ? waiting.due() : Long.MAX_VALUE;
  }

  /// Commands that this device has carried out, over all its boots.
  public long obeyed() {
    return obeyed;
  }

  void listened(Web.Step step, long now) {
    var waiting = pending;
    if (waiting == null || !waiting.op().equals("restart_listener")) {
      return;
    }
    var gen = device.boot().web.gen();
    pending = null;
    switch (step) {
      case UP -> reply(waiting.id(), Status.DONE, result(waiting.genBefore(), gen, 0), now);
      case FAILED ->
          reply(
              waiting.id(),
              Status.FAILED,
              result(waiting.genBefore(), gen, device.boot().web.error()),
              now);
    }
  }

  void linkUp(long now) {
    var waiting = pending;
    if (waiting != null && waiting.op().equals("bounce_wifi")) {
      pending = null;
      reply(waiting.id(), Status.DONE, null, now);
    }
  }

  public void probed(ProbeRequest request, Seen seen, long now) {
    device.voice.say(
        envelope ->
            new Probe(
                envelope, request.id(), request.target(), seen.outcome(), seen.ms(), seen.http()),
        now);
    reply(request.id(), Status.DONE, null, now);
  }

  void reset() {
    inbox.clear();
    probes.clear();
    pending = null;
    guard.reset();
  }

  private void judge(Received received, long now) {
    var command = received.command();
    var boot = device.boot().id;
    switch (guard.judge(command, boot, received.at(), now, pending != null)) {
      case CommandGuard.Verdict.Refuse(var reason) -> refuse(command.id(), reason, now);
      case CommandGuard.Verdict.Repeat(var outcome) ->
          say(command.id(), outcome.status(), outcome.reason(), null, now);
      case CommandGuard.Verdict.Run() -> run(command, now);
    }
  }

  private void run(Command command, long now) {
    obeyed++;
    switch (command.op()) {
      case "probe" -> probe(command, now);
      case "set_interval" -> setInterval(command, now);
      default -> {
        guard.ran(command.op(), now);
        reply(command.id(), Status.ACCEPTED, null, now);
        effect(command, now);
      }
    }
  }

  private void effect(Command command, long now) {
    switch (command.op()) {
      case "rebirth" -> {
        device.voice.sayBirth(now);
        reply(command.id(), Status.DONE, null, now);
      }
      case "drop_clients" -> {
        device.boot().web.dropClients();
        reply(command.id(), Status.DONE, null, now);
      }
      case "restart_listener" -> {
        var gen = device.boot().web.gen();
        pending = new Pending(command.id(), command.op(), 0, gen);
        device.reach.restartListener("command", now);
      }
      default -> pending = new Pending(command.id(), command.op(), now + REPLY_LEAVES_FIRST_MS, 0);
    }
  }

  private void begin(Pending waiting, long now) {
    pending = waiting.begun();
    switch (waiting.op()) {
      case "restart_device" -> {
        guard.remember(waiting.id(), Status.DONE, null);
        device.restart(waiting.id(), now);
      }
      case "bounce_wifi" -> device.dropWifi(BOUNCE_MS, now);
      default -> throw new IllegalStateException(waiting.op() + " has no delayed effect");
    }
  }

  private void probe(Command command, long now) {
    var target = command.args().get("target") instanceof String text ? text : "";
    var colon = target.lastIndexOf(':');
    var port = colon > 0 ? port(target.substring(colon + 1)) : 0;
    if (port == 0) {
      refuse(command.id(), "bad_args", now);
      return;
    }
    reply(command.id(), Status.ACCEPTED, null, now);
    probes.add(new ProbeRequest(command.id(), target.substring(0, colon), port));
  }

  private static int port(String text) {
    return text.matches("[1-9][0-9]{0,4}") && Integer.parseInt(text) < 65_536
        ? Integer.parseInt(text)
        : 0;
  }

  private void setInterval(Command command, long now) {
    if (!(command.args().get("interval") instanceof Number number)
        || number.intValue() < 5
        || number.intValue() > 3_600) {
      refuse(command.id(), "bad_args", now);
      return;
    }
    reply(command.id(), Status.ACCEPTED, null, now);
    device.voice.interval(number.intValue(), now);
    reply(command.id(), Status.DONE, null, now);
  }

  private void refuse(String id, String reason, long now) {
    guard.remember(id, Status.REJECTED, reason);
    say(id, Status.REJECTED, reason, null, now);
  }

  private void reply(String id, Status status, Reply.@Nullable Result result, long now) {
    guard.remember(id, status, null);
    say(id, status, null, result, now);
  }

  private void say(
      String id, Status status, @Nullable String reason, Reply.@Nullable Result result, long now) {
    device.voice.say(envelope -> new Reply(envelope, id, status, reason, result), now);
  }

  private static Reply.Result result(long before, long after, long err) {
    return new Reply.Result(before, after, err);
  }
}
