package io.cyanwatch.simulator.play;

import static io.cyanwatch.simulator.play.Stage.HOUR;
import static io.cyanwatch.simulator.play.Stage.MINUTE;
import static io.cyanwatch.simulator.play.Stage.SECOND;

import io.cyanwatch.simulator.device.AccessPoint;
import java.util.List;

/// Clients that a web server suffers from.
final class ClientPlots {
  private ClientPlots() {}

  /// Peers vanish without a word, and a server without deadlines waits for them.
  static void camping(Stage stage) {
    var aps = stage.town(2, 2, 3, 5);
    for (var n = stage.count(1, 3); n > 0; n--) {
      var actor = naive(stage, aps, Model.PHOTON_DEAF, "F4");
      var from = stage.between(8 * MINUTE, 20 * MINUTE);
      fill(stage, actor, from, 20 * SECOND);
      knocking(stage, actor, from, HOUR);
      release(stage, actor, from, false);
    }
  }

  /// Clients that send a byte now and then. A server with a deadline for the head survives them.
  static void slowloris(Stage stage) {
    var aps = stage.town(2, 2, 3, 5);
    for (var n = stage.count(1, 2); n > 0; n--) {
      var actor = naive(stage, aps, Model.PHOTON_DEAF, "F4b");
      var from = stage.between(8 * MINUTE, 20 * MINUTE);
      fill(stage, actor, from, 2 * SECOND);
      knocking(stage, actor, from, HOUR);
      release(stage, actor, from, true);
    }
    var hardened = stage.casting().add(Model.ESP32, stage.any(aps));
    for (var at = 15 * MINUTE; at < 45 * MINUTE; at += stage.between(12, 20) * SECOND) {
      stage.at(at, () -> take(stage, hardened));
      stage.at(at + 8 * SECOND, () -> giveUp(hardened, true));
    }
  }

  /// Clients that do not take what they asked for: where a send blocks, the whole device stands
  /// still.
  static void writeStall(Stage stage) {
    var aps = stage.town(2, 2, 3, 5);
    for (var n = stage.count(1, 2); n > 0; n--) {
      var actor = stage.casting().add(Model.PHOTON_BLOCKING, stage.any(aps));
      var from = stage.between(8 * MINUTE, 40 * MINUTE);
      var until = stage.clock(from + stage.between(3 * MINUTE, 6 * MINUTE));
      stage.chronicle().cause(actor.id(), "offline", "F3b");
      stage.at(from, actor, () -> actor.fate.hang(until, stage.now()));
    }
    var full = naive(stage, aps, Model.PHOTON_DEAF, "F3");
    var from = stage.between(8 * MINUTE, 20 * MINUTE);
    fill(stage, full, from, 5 * SECOND);
    knocking(stage, full, from, HOUR);
    stalling(stage, full, from);
    stalling(stage, stage.casting().add(Model.PHOTON, stage.any(aps)), from);
  }

  private static Actor naive(Stage stage, List<AccessPoint> aps, Model model, String cause) {
    var actor = stage.casting().add(model, stage.any(aps));
    stage.chronicle().cause(actor.id(), "socket_exhaustion", cause);
    return actor;
  }

  /// Takes one slot after the other until none is left.
  private static void fill(Stage stage, Actor actor, long from, long apart) {
    for (var slot = 0; slot < actor.model.slots(); slot++) {
      stage.at(from + slot * apart, () -> take(stage, actor));
    }
  }

  private static void take(Stage stage, Actor actor) {
    if (actor.condition.reachable() && actor.door.isOpen() && !actor.condition.full()) {
      stage.now(actor, () -> actor.device.accepted(stage.now()));
    }
  }

  private static void giveUp(Actor actor, boolean header) {
    if (actor.condition.clients() > 0) {
      actor.fate.timedOut(header);
      actor.touch();
    }
  }

  /// People go on trying, which is how anybody notices.
  private static void knocking(Stage stage, Actor actor, long from, long length) {
    for (var at = from; at < length; at += stage.between(8, 15) * SECOND) {
      stage.at(at, actor::visit);
    }
  }

  private static void release(Stage stage, Actor actor, long from, boolean header) {
    if (stage.random().nextBoolean()) {
      var end = from + stage.between(15 * MINUTE, 25 * MINUTE);
      for (var slot = 0; slot < actor.model.slots(); slot++) {
        stage.at(end + slot * SECOND, () -> giveUp(actor, header));
      }
    }
  }

  private static void stalling(Stage stage, Actor actor, long from) {
    for (var at = from; at < HOUR; at += 10 * SECOND) {
      stage.at(at, () -> actor.fate.stalled(40, stage.between(2_500, 6_000)));
    }
  }
}
