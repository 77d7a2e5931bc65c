package io.cyanwatch.agent;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Bye;
import io.cyanwatch.protocol.Command;
import io.cyanwatch.protocol.Envelope;
import io.cyanwatch.protocol.Event;
import io.cyanwatch.protocol.Health;
import io.cyanwatch.protocol.Message;
import io.cyanwatch.protocol.Phase;
import io.cyanwatch.protocol.Probe;
import io.cyanwatch.protocol.Reply;
import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.protocol.Will;
import io.cyanwatch.protocol.Wire;
import io.cyanwatch.protocol.Wire.Format;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Brings the parts together and speaks for them. Everything happens on one thread, the loop.
final class Agent implements Supervisor.Ears, Broker.Ears {
  private static final Logger log = System.getLogger("agent");
  private static final int KEPT_RECORDS = 500;
  private static final int WINDOW = 8;
  private static final long TOUCH_MS = 10_000;

  private final Options options;
  private final State state;
  private final State.Start start;
  private final String boot;
  private final WebServer server;
  private final Supervisor supervisor;
  private final Broker broker;
  private final Outbox outbox = new Outbox(KEPT_RECORDS, WINDOW);
  private final Orders orders;
  private final @Nullable String ip;
  private long seq;
  private long conn;
  private long nextBeat;
  private long nextTouch;
  private @Nullable Restart restart;

  Agent(Options options, State state, Executor loop) throws IOException {
    var random = new Random();
    this.options = options;
    this.state = state;
    this.start = state.begin();
    this.boot =
        HexFormat.of().toHexDigits(start.counter(), 8)
            + "-"
            + HexFormat.of().toHexDigits(random.nextInt());
    this.server =
        new WebServer(
            options.listen(),
            new Site(options.root(), Map.of()),
            WebServer.Limits.of(options.slots()));
    this.supervisor = new Supervisor(server, random, this);
    this.broker = new Broker(options, random, loop, this);
    this.orders = new Orders(boot);
    this.ip = Host.address(options.broker());
  }

  /// A restart of the listener that a command waits for.
  private record Restart(String command, long genBefore) {}

  /// To be called several times a second.
  void tick() {
    var now = Ticks.now();
    supervisor.tick(now);
    broker.tick(now);
    if (now >= nextBeat) {
      nextBeat = now + options.interval() * 1_000L;
      say(this::health);
    }
    if (now >= nextTouch) {
      nextTouch = now + TOUCH_MS;
      touch();
    }
    send();
  }

  /// Stops for good, and says so if it can be said in a second.
  void close() {
    supervisor.close();
    say(envelope -> new Bye(envelope, "shutdown"));
    send();
    broker.close(1_000);
    try {
      state.end();
    } catch (IOException e) {
      log.log(Level.WARNING, "The state could not be saved: {0}", e.getMessage());
    }
  }

  @Override
  public void up(long gen) {
    log.log(Level.INFO, "Listening on {0}, generation {1}", options.listen(), gen);
    event("listener_up", Map.of("gen", gen));
    finishRestart(Reply.Status.DONE);
  }

  @Override
  public void down(long gen, String why) {
    log.log(Level.INFO, "Stopped listening: {0}", why);
    event("listener_down", Map.of("gen", gen, "why", why));
  }

  @Override
  public void failed(String why) {
    log.log(Level.WARNING, "Cannot listen on {0}: {1}", options.listen(), why);
    event("listener_failed", Map.of("why", why));
    finishRestart(Reply.Status.FAILED);
  }

  @Override
  public Will will() {
    return new Will(boot, conn + 1);
  }

  @Override
  public void connected() {
    conn++;
    log.log(Level.INFO, "Connected with {0}", options.broker());
    say(this::birth);
    send();
  }

  @Override
  public void lost() {
    outbox.disconnected();
  }

  @Override
  public void heard(String topic, byte[] payload, long at) {
    if (topic.equals(Topics.command(options.id()))) {
      Wire.decodeCommand(payload).ifPresent(it -> obey(it, at));
    }
  }

  @Override
  public void acknowledged(long number) {
    outbox.acknowledged(number);
    send();
  }

  @Override
  public void failed(long number) {
    outbox.failed(number);
  }

  private void obey(Command command, long received) {
    var now = Ticks.now();
    var answer = orders.judge(command, received, now);
    var reason = answer.reason().isEmpty() ? null : answer.reason();
    say(envelope -> new Reply(envelope, command.id(), answer.status(), reason, null));
    if (!answer.run()) {
      return;
    }
    if (command.op().equals("rebirth")) {
      say(this::birth);
      finish(command.id(), Reply.Status.DONE, null);
    } else {
      restart = new Restart(command.id(), supervisor.gen());
      supervisor.restart("command", now);
    }
  }

  private void finishRestart(Reply.Status status) {
    var waiting = restart;
    restart = null;
    if (waiting != null) {
      finish(
          waiting.command(), status, new Reply.Result(waiting.genBefore(), supervisor.gen(), null));
    }
  }

  private void finish(String id, Reply.Status status, Reply.@Nullable Result result) {
    orders.finished(id, status);
    say(envelope -> new Reply(envelope, id, status, null, result));
  }

  private void event(String name, Map<String, Object> detail) {
    say(envelope -> new Event(envelope, name, detail));
  }

  private void say(Function<Envelope, Message.Recorded> what) {
    var lost = outbox.takeLost();
    var envelope = new Envelope(boot, seq++, conn, Ticks.now(), System.currentTimeMillis(), lost);
    outbox.add(what.apply(envelope));
  }

  private void send() {
    while (broker.up()) {
      var next = outbox.next();
      if (next.isEmpty()) {
        return;
      }
      var record = next.get();
      var number = record.envelope().seq();
      if (!broker.publish(channel(record), Wire.encode(record, Format.JSON), number)) {
        outbox.failed(number);
        return;
      }
    }
  }

  private void touch() {
    try {
      state.touch(boot, Ticks.now());
    } catch (IOException e) {
      log.log(Level.WARNING, "The state could not be saved: {0}", e.getMessage());
    }
  }

  private Birth birth(Envelope envelope) {
    return new Birth(
        envelope,
        options.interval(),
        false,
        new Birth.Device(Host.hardware(), null, "0.1.0", Host.os()),
        new Birth.Reset(start.reset(), null, null),
        new Birth.Net(ip, options.listen().getPort(), null, null),
        Orders.OPS,
        start.early(),
        start.last(),
        null);
  }

  private Health health(Envelope envelope) {
    return new Health(
        envelope,
        broker.up() ? Phase.CLOUD_CONNECTED : Phase.CLOUD_CONNECTING,
        Host.wifi(ip),
        null,
        supervisor.snapshot(options.listen().getPort(), server.accepts(), server.idleSeconds()),
        server.clients(),
        server.http(),
        Host.memory(),
        null,
        outbox.snapshot());
  }

  private static Channel channel(Message.Recorded record) {
    return switch (record) {
      case Birth _ -> Channel.BIRTH;
      case Health _ -> Channel.HEALTH;
      case Event _ -> Channel.EVENT;
      case Bye _ -> Channel.BYE;
      case Reply _ -> Channel.REPLY;
      case Probe _ -> Channel.PROBE;
    };
  }
}
