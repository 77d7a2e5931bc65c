package io.cyanwatch.simulator.play;

import io.cyanwatch.protocol.Command;
import io.cyanwatch.protocol.Probe.Outcome;
import io.cyanwatch.simulator.device.Condition;
import io.cyanwatch.simulator.device.Device;
import io.cyanwatch.simulator.device.Fate;
import io.cyanwatch.simulator.device.Orders;
import java.util.function.Function;

/// A device with everything that it hangs on: its door, its line to the broker, its turn on the
/// agenda.
final class Actor {
  final Device device;
  final Condition condition;
  final Fate fate;
  final Line line;
  final VirtualDoor door;
  final Model model;
  private final Agenda agenda;
  private final Chronicle chronicle;
  private final Function<String, Outcome> knock;
  private String boot;
  private long wakes = Long.MAX_VALUE;

  Actor(Device device, Line line, VirtualDoor door, Model model, World world) {
    this.device = device;
    this.condition = device.condition();
    this.fate = device.fate();
    this.line = line;
    this.door = door;
    this.model = model;
    this.agenda = world.agenda();
    this.chronicle = world.chronicle();
    this.knock = world.knock();
    this.boot = condition.boot();
  }

  /// What an actor plays in.
  record World(Agenda agenda, Chronicle chronicle, Function<String, Outcome> knock) {}

  String id() {
    return device.profile().id();
  }

  String target() {
    return device.profile().ip() + ":" + device.profile().listener().getPort();
  }

  /// Lets the device catch up with the time, and plans its next turn.
  void touch() {
    var now = agenda.now();
    device.tick(now);
    if (!condition.boot().equals(boot)) {
      boot = condition.boot();
      door.rebooted();
    }
    line.pass(now);
    device.orders().takeProbes().forEach(this::probe);
    chronicle.look(this, now);
    plan(Math.max(now + 1, Math.min(device.due(now), line.due(now))));
  }

  void order(Command command) {
    if (line.flows()) {
      device.received(command, agenda.now());
      touch();
    }
  }

  /// Somebody asks for the page.
  void visit() {
    if (!condition.reachable() || !door.isOpen() || condition.stuck(agenda.now())) {
      return;
    }
    if (condition.full()) {
      device.turnedAway();
    } else {
      device.accepted(agenda.now());
      device.answered(200, 12);
    }
  }

  /// What a probe through the access point's uplink would see, which is a visit too.
  Outcome knocked() {
    if (!condition.reachable() || !condition.uplink()) {
      return Outcome.TIMEOUT;
    }
    if (!door.isOpen()) {
      return Outcome.REFUSED;
    }
    if (condition.stuck(agenda.now())) {
      return Outcome.SILENT;
    }
    var full = condition.full();
    visit();
    return full && model.naive() ? Outcome.TIMEOUT : Outcome.OPEN;
  }

  private void probe(Orders.ProbeRequest request) {
    var outcome = knock.apply(request.target());
    var ms = outcome == Outcome.TIMEOUT ? 2_000 : 15;
    agenda.at(
        agenda.now() + ms,
        () -> {
          var http = outcome == Outcome.OPEN ? Integer.valueOf(200) : null;
          device.orders().probed(request, new Orders.Seen(outcome, ms, http), agenda.now());
          touch();
        });
  }

  /// An earlier turn makes a later one superfluous.
  private void plan(long due) {
    if (due == Long.MAX_VALUE || (wakes > agenda.now() && wakes <= due)) {
      return;
    }
    wakes = due;
    agenda.at(
        due,
        () -> {
          if (wakes == due) {
            touch();
          }
        });
  }
}
