package io.cyanwatch.simulator.play;

import static io.cyanwatch.simulator.play.Stage.HOUR;
import static io.cyanwatch.simulator.play.Stage.MINUTE;
import static io.cyanwatch.simulator.play.Stage.SECOND;

/// Heaps that get worse by the hour.
final class MemoryPlots {
  private MemoryPlots() {}

  static void leak(Stage stage) {
    decline(stage, true);
  }

  static void fragmentation(Stage stage) {
    decline(stage, false);
  }

  /// A new application brings the fault, and with some devices a newer one takes it away.
  private static void decline(Stage stage, boolean leak) {
    var aps = stage.town(2, 2, 3, 5);
    for (var n = stage.count(1, 3); n > 0; n--) {
      var model = stage.random().nextBoolean() ? Model.PHOTON : Model.ESP32;
      var actor = stage.casting().add(model, stage.any(aps));
      var rate = model.heap() / stage.between(11, 14);
      stage.chronicle().cause(actor.id(), "memory_low", leak ? "leak" : "F11");
      var from = stage.between(10 * MINUTE, HOUR);
      stage.at(
          from,
          actor,
          () -> {
            CrashPlots.update(stage, actor, "1.5.0", 40 * SECOND);
            actor.fate.decay(leak ? rate : 0, leak ? 0 : rate * 3 / 5);
          });
      if (stage.random().nextBoolean()) {
        var cured = from + stage.between(7 * HOUR, 8 * HOUR);
        stage.at(cured, actor, () -> CrashPlots.update(stage, actor, "1.5.1", 40 * SECOND));
      }
    }
  }
}
