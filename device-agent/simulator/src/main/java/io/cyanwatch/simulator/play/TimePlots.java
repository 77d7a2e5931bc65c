package io.cyanwatch.simulator.play;

import static io.cyanwatch.simulator.play.Stage.HOUR;
import static io.cyanwatch.simulator.play.Stage.MINUTE;

/// Clocks that lie, and ids that are not unique.
final class TimePlots {
  private static final long DAY = 24 * HOUR;

  private TimePlots() {}

  /// Wall clocks jump by days or decades; some find back.
  static void clockJump(Stage stage) {
    var aps = stage.town(2, 2, 4, 6);
    for (var n = stage.count(2, 4); n > 0; n--) {
      var actor = stage.casting().add(Model.LINUX, stage.any(aps));
      var days = stage.random().nextInt(3) == 0 ? 7_000 : stage.between(3, 400);
      var skew = days * DAY * (stage.random().nextBoolean() ? 1 : -1);
      var from = stage.between(8 * MINUTE, 30 * MINUTE);
      stage.at(from, actor, () -> actor.fate.skew(skew));
      if (stage.random().nextBoolean()) {
        var cured = from + stage.between(10 * MINUTE, 25 * MINUTE);
        stage.at(cured, actor, () -> actor.fate.skew(0L));
      }
    }
  }

  /// A second device comes with the id of the first: each connection of one ends the other's.
  static void clone(Stage stage) {
    var aps = stage.town(2, 2, 4, 6);
    for (var n = stage.count(1, 2); n > 0; n--) {
      var original = stage.any(stage.behind(aps.get(n)));
      var from = stage.between(8 * MINUTE, 20 * MINUTE);
      var until = from + stage.between(8 * MINUTE, 30 * MINUTE);
      var ends = stage.random().nextBoolean();
      var twin = stage.random().nextBoolean();
      var cause = "F17";
      stage.at(from, () -> appear(stage, original, twin, ends ? until : Long.MAX_VALUE));
      var end = ends ? Long.valueOf(stage.clock(until)) : null;
      var id = original.id();
      stage.chronicle().write(id, "device", "clone_suspected", stage.clock(from), end, cause);
    }
  }

  private static void appear(Stage stage, Actor original, boolean twin, long until) {
    stage.chronicle().cloned(original.id());
    var copy = stage.casting().copy(original, stage.casting().point(9, 1), twin);
    if (until != Long.MAX_VALUE) {
      stage.at(until, copy, () -> copy.fate.cutPower(Long.MAX_VALUE));
    }
  }
}
