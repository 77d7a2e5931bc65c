package io.cyanwatch.simulator.play;

import static io.cyanwatch.simulator.play.Stage.MINUTE;
import static io.cyanwatch.simulator.play.Stage.SECOND;

import io.cyanwatch.protocol.ResetClass;
import io.cyanwatch.simulator.device.AccessPoint;
import java.util.List;

/// Faults of the listening socket.
final class ListenerPlots {
  private ListenerPlots() {}

  static void dead(Stage stage) {
    var aps = stage.town(2, 2, 3, 5);
    for (var actor : stage.shuffled().subList(0, 3)) {
      var at = stage.between(10 * MINUTE, 50 * MINUTE);
      stage.at(at, () -> stage.dropWifi(actor, stage.between(3, 12) * SECOND));
    }
    for (var n = stage.count(2, 4); n > 0; n--) {
      deaf(stage, aps, stage.random().nextBoolean() ? Model.PHOTON_NAIVE : Model.PHOTON_DEAF);
    }
    for (var n = stage.count(1, 2); n > 0; n--) {
      jammed(stage, aps);
    }
  }

  /// The system closes the socket with WiFi and tells nobody.
  private static void deaf(Stage stage, List<AccessPoint> aps, Model model) {
    var actor = stage.casting().add(model, stage.any(aps));
    var drop = stage.between(8 * MINUTE, 25 * MINUTE);
    stage.at(drop, () -> stage.dropWifi(actor, stage.between(3, 12) * SECOND));
    if (stage.random().nextBoolean()) {
      var mended = drop + stage.between(12 * MINUTE, 20 * MINUTE);
      stage.at(mended, actor, () -> actor.device.mend(stage.now()));
    }
  }

  /// The socket cannot be bound again before the system lets go of its address.
  private static void jammed(Stage stage, List<AccessPoint> aps) {
    var actor = stage.casting().add(Model.ESP32, stage.any(aps));
    var drop = stage.between(8 * MINUTE, 40 * MINUTE);
    stage.chronicle().cause(actor.id(), "dead_listener", "F2b");
    stage.at(drop, () -> stage.dropWifi(actor, 5 * SECOND));
    stage.at(drop, () -> actor.door.hold(true));
    stage.at(drop + stage.between(100, 120) * SECOND, () -> actor.door.hold(false));
  }

  /// Each new start of the listener takes an entry that only a reset gives back.
  static void tableLeak(Stage stage) {
    var aps = stage.town(2, 2, 3, 5);
    for (var n = stage.count(1, 2); n > 0; n--) {
      var actor = stage.casting().add(Model.PHOTON_LEAKY, stage.any(aps));
      stage.chronicle().cause(actor.id(), "dead_listener", "F2b");
      var at = stage.between(10 * MINUTE, 15 * MINUTE);
      for (var drops = 0; drops < 5; drops++) {
        stage.at(at, () -> stage.dropWifi(actor, stage.between(3, 10) * SECOND));
        at += stage.between(21 * MINUTE, 25 * MINUTE);
      }
      if (stage.random().nextBoolean()) {
        stage.at(at, actor, () -> actor.fate.restart(ResetClass.USER, stage.now()));
      }
    }
  }
}
