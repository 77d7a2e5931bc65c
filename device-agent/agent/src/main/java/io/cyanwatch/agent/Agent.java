package io.cyanwatch.agent;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Bye;
import io.cyanwatch.protocol.Command;
import io.cyanwatch.protocol.Envelope;
import io.cyanwatch.protocol.ListenerState;
import io.cyanwatch.protocol.Reply.Status;
import io.cyanwatch.protocol.ResetClass;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Brings the parts together and speaks for them. Everything happens on one thread, the loop.
final class Agent implements Loop.Body, Line.Ears, Front.Ears, Errands.Hands {
  private static final Logger log = System.getLogger("agent");
  private static final long LOOK_MS = 500;
  private static final long WEIGH_MS = 10_000;

  private final Options options;
  private final Life life;
  private final Loop loop;
  private final Wifi wifi;
  private final Line line;
  private final Optional<Front> front;
  private final Errands errands;
  private final Reports reports;
  private final Witness witness;
  private final Rhythm rhythm;
  private final Pulse pulse = new Pulse();
  private final Host host = new Host();
  private final Voice voice;
  private final Trouble forgetful = new Trouble("The interval cannot be kept over a restart");
  private long nextLook;
  private long nextWeigh;
  private boolean leaving;

  Agent(Options options, Life life, Journal journal, Loop loop) {
    var random = new Random();
    this.options = options;
    this.life = life;
    this.loop = loop;
    this.rhythm = new Rhythm(life.state().interval(options.interval()));
    this.wifi = new Wifi(LinkReader.of(options));
    this.line = new Line(options.account(), life.boot(), journal, random, loop, this);
    var status = new StatusPages(options.account().id(), life.boot());
    this.front = Optional.ofNullable(options.door()).map(it -> front(it, status, random));
    this.reports = new Reports(options, life, line, wifi, front, pulse, host);
    this.errands = new Errands(life, options, line, this, loop);
    this.witness = new Witness(life, reports::breadcrumb);
    this.voice = new Voice(line, witness);
    status.of(reports);
    sayHowItBegan();
  }

  private Front front(Options.Door door, StatusPages status, Random random) {
    var powers =
        new Supervisor.Powers(
            !options.powers().bounce().isEmpty(), options.powers().restart() && !life.looping());
    return new Front(door, status.pages(), powers, life.serveAt(), random, loop, this);
  }

  /// How it ended, for whoever watches the screen.
  @Override
  public String summary() {
    var seconds = Ticks.now() / 1_000;
    var served = front.map(it -> ", " + it.summary()).orElse("");
    var waiting = line.queue().held();
    return "Ended after %d s%s; %s"
        .formatted(
            seconds,
            served,
            line.idle() ? "all is reported" : waiting + " records wait for the next start");
  }

  private void sayHowItBegan() {
    if (life.start().early() > 1) {
      var text =
          "%d early ends in a row; the first was %s"
              .formatted(life.start().early(), Reports.word(life.first()));
      event("log", Map.of("level", "warn", "text", text));
    }
    log.log(Level.INFO, "Boot {0}, after {1}", life.boot(), Reports.word(life.start().reset()));
  }

  @Override
  public void tick(long now) {
    var stall = pulse.tick(now);
    if (stall > 0) {
      voice.again("loop_stalled", Map.of("ms", stall));
    }
    if (leaving) {
      line.tick(now);
      return;
    }
    if (now >= nextLook) {
      nextLook = now + LOOK_MS;
      look(now);
    }
    front.ifPresent(it -> it.tick(now, wifi.link()));
    errands.tick(now);
    weigh(now);
    voice.tick(now);
    front.ifPresent(it -> voice.tell(it.incidents(), now));
    beat(now);
    witness.tick(now);
    line.tick(now);
    reports.refresh(now);
  }

  private void look(long now) {
    switch (wifi.look(now)) {
      case LinkDiary.Edge.Up(var away) -> {
        log.log(Level.INFO, "The link {0} is up: {1}", wifi.link().name(), wifi.link().ip());
        event("wifi_up", wifi.detail(away));
      }
      case LinkDiary.Edge.Down() -> {
        log.log(Level.WARNING, "The link {0} is down", wifi.link().name());
        event("wifi_down", wifi.lastSignal());
      }
      case LinkDiary.Edge.Address(var ip) -> {
        event("config_changed", Map.of("name", "ip", "to", ip));
        rebirth();
      }
      case LinkDiary.Edge.None() -> {}
    }
  }

  private void weigh(long now) {
    if (now >= nextWeigh) {
      nextWeigh = now + WEIGH_MS;
      host.memoryLow().ifPresent(it -> voice.again("mem_low", Plain.of(it)));
    }
  }

  private void beat(long now) {
    var state = front.map(Front::state).orElse(ListenerState.LISTENING);
    if (rhythm.due(now, state != ListenerState.LISTENING && state != ListenerState.DISABLED)) {
      line.say(reports::health);
    }
  }

  @Override
  public void leave(Loop.Exit exit) {
    leaving = true;
    front.ifPresent(Front::close);
    line.say(envelope -> new Bye(envelope, exit.bye()));
  }

  @Override
  public boolean left() {
    return line.idle() || !line.heard();
  }

  @Override
  public void close() {
    try {
      line.close(1_000);
    } catch (IOException e) {
      log.log(Level.WARNING, "The journal could not be closed: {0}", e.toString());
    }
  }

  @Override
  public void risk(String mark) {
    witness.risk(mark);
  }

  @Override
  public void up(long gen, String why) {
    log.log(Level.INFO, "Listening on port {0}, generation {1}", "" + port(), gen);
    event("listener_up", Map.of("port", port(), "gen", gen, "why", why));
    errands.listening(Status.DONE, "", 0L);
  }

  @Override
  public void down(long gen, String why) {
    log.log(Level.INFO, "Stopped listening: {0}", why);
    var fault = front.map(it -> it.fault(why)).orElse("");
    if (!fault.isEmpty()) {
      voice.again("accept_error", Trouble.detail(fault));
    }
    event("listener_down", Map.of("port", port(), "gen", gen, "why", why));
  }

  @Override
  public void failed(int fails, String error, @Nullable Long err) {
    log.log(Level.WARNING, "Cannot listen on port {0}: {1}", "" + port(), error);
    var detail = new LinkedHashMap<String, Object>();
    detail.putAll(Map.of("port", port(), "fails", fails, "why", error));
    if (err != null) {
      detail.put("err", err);
    }
    event("listener_failed", detail);
    errands.listening(Status.FAILED, error, err);
  }

  @Override
  public void probeFailed(int inARow) {
    voice.again("probe_failed", Map.of("fails", inARow));
  }

  @Override
  public void bounce() {
    event(
        "log", Map.of("level", "warn", "text", "Bouncing the network: the listener stays closed"));
    errands.bounceUnasked();
  }

  @Override
  public void restartDevice() {
    event("log", Map.of("level", "warn", "text", "Restarting: the listener stays closed"));
    restart(null);
  }

  @Override
  public Birth birth(Envelope envelope) {
    return reports.birth(envelope, rhythm.interval(), errands.ops());
  }

  @Override
  public void cloud(boolean up) {
    log.log(Level.INFO, up ? "Connected with {0}" : "Lost {0}", options.account().broker());
    event(up ? "cloud_up" : "cloud_down", reports.cloudEdge(up));
  }

  @Override
  public void obey(Command command, long received) {
    errands.obey(command, received);
  }

  @Override
  public boolean restartListener(long now) {
    return front.isPresent() && front.get().restart(now);
  }

  @Override
  public void dropClients() {
    front.ifPresent(Front::dropClients);
  }

  @Override
  public long gen() {
    return front.map(Front::gen).orElse(0L);
  }

  @Override
  public void rebirth() {
    line.say(this::birth);
  }

  @Override
  public void interval(int seconds) {
    event("config_changed", Map.of("name", "interval", "from", rhythm.interval(), "to", seconds));
    rhythm.change(seconds, Ticks.now());
    try {
      life.state().interval(seconds, options.interval());
    } catch (IOException e) {
      forgetful.tell(e);
    }
    rebirth();
  }

  @Override
  public boolean linked() {
    return wifi.link().ready() && line.up();
  }

  @Override
  public long ups() {
    return wifi.ups();
  }

  @Override
  public void restart(@Nullable String id) {
    witness.risk("restart_device");
    var why = id == null ? ResetClass.USER : ResetClass.COMMAND;
    loop.leave(this, new Loop.Exit(why, id, "restart", Loop.RESTART));
  }

  @Override
  public void event(String name, Map<String, Object> detail) {
    voice.event(name, detail);
  }

  private int port() {
    return front.map(Front::port).orElse(0);
  }
}
