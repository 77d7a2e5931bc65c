package io.cyanwatch.simulator.play;

import static io.cyanwatch.simulator.play.Stage.HOUR;
import static io.cyanwatch.simulator.play.Stage.MINUTE;
import static io.cyanwatch.simulator.play.Stage.SECOND;

import io.cyanwatch.protocol.ResetClass;

/// What looks like trouble and is none.
final class CalmPlots {
  private CalmPlots() {}

  static void healthy(Stage stage) {
    var _ = stage.town(4, 4, 2, 4);
    shortDrops(stage, 24 * HOUR, 2 * HOUR);
    for (var actor : stage.shuffled()) {
      switch (stage.random().nextInt(8)) {
        case 0 -> update(stage, actor, stage.between(HOUR, 22 * HOUR), "1.4.3");
        case 1 -> restart(stage, actor, stage.between(HOUR, 22 * HOUR), ResetClass.USER);
        default -> {}
      }
    }
  }

  /// Every device is updated, some in several steps; some sleep meanwhile.
  static void plannedUpdate(Stage stage) {
    for (var ap : stage.town(2, 2, 4, 7)) {
      var wave = stage.between(8 * MINUTE, 20 * MINUTE);
      for (var actor : stage.behind(ap)) {
        var at = wave + stage.between(0, 6 * MINUTE);
        for (var step = 1; step <= stage.count(1, 4); step++) {
          update(stage, actor, at, "1.5." + step);
          at += stage.between(100, 150) * SECOND;
        }
        if (stage.random().nextInt(4) == 0) {
          nap(stage, actor, stage.between(40 * MINUTE, 45 * MINUTE));
        }
      }
    }
  }

  /// WiFi goes for some seconds now and then, at each device on its own.
  static void shortDrops(Stage stage, long length, long apart) {
    for (var actor : stage.casting().actors()) {
      var at = 5 * MINUTE + stage.between(0, 3 * apart);
      while (at < length) {
        stage.at(at, () -> stage.dropWifi(actor, stage.between(2, 12) * SECOND));
        at += stage.between(apart, 4 * apart);
      }
    }
  }

  private static void update(Stage stage, Actor actor, long at, String version) {
    var takes = stage.between(20, 60) * SECOND;
    stage.at(at, actor, () -> CrashPlots.update(stage, actor, version, takes));
  }

  private static void restart(Stage stage, Actor actor, long at, ResetClass kind) {
    stage.at(at, actor, () -> actor.fate.restart(kind, stage.now()));
  }

  private static void nap(Stage stage, Actor actor, long at) {
    var wakes = stage.clock(at + stage.between(4 * MINUTE, 10 * MINUTE));
    stage.at(at, actor, () -> actor.fate.sleep(wakes, stage.now()));
  }
}
