package io.cyanwatch.simulator.play;

import static io.cyanwatch.simulator.play.Stage.HOUR;
import static io.cyanwatch.simulator.play.Stage.MINUTE;
import static io.cyanwatch.simulator.play.Stage.SECOND;

import java.time.Duration;
import java.util.List;

/// One fault each, long enough to be seen and over before the end: for the pictures of the manual,
/// and not for measuring, which needs many and none of them posed.
final class PicturePlots {
  static final List<Scenario> ALL =
      List.of(
          of("listener-doubted", 40, "A server may be deaf, and nobody knocks.", doubted()),
          of("listener-jammed", 40, "A server says that it cannot listen.", jammed()),
          of("heap-crumbles", 9 * 60, "A heap falls to pieces until an update.", crumbles()),
          of("cloud-refused", 50, "The vendor refuses a device for a while.", refused()),
          of("id-shared", 120, "A second board has the id of the first.", shared()),
          of("clock-wrong", 50, "A clock jumps by three weeks and is set again.", wrong()));

  private PicturePlots() {}

  private static Scenario of(String name, int minutes, String sentence, Scenario.Plot plot) {
    return new Scenario(name, Duration.ofMinutes(minutes), sentence, plot);
  }

  private static Actor one(Stage stage, Model model) {
    return stage.casting().add(model, stage.casting().point(1, 1));
  }

  private static Scenario.Plot doubted() {
    return stage -> {
      var actor = one(stage, Model.PHOTON_DEAF);
      stage.at(11 * MINUTE, () -> stage.dropWifi(actor, 4 * MINUTE));
      stage.at(27 * MINUTE, actor, () -> actor.device.mend(stage.now()));
    };
  }

  private static Scenario.Plot jammed() {
    return stage -> {
      var actor = one(stage, Model.ESP32);
      stage.at(13 * MINUTE, () -> stage.dropWifi(actor, 20 * SECOND));
      stage.at(13 * MINUTE, () -> actor.door.hold(true));
      stage.at(25 * MINUTE, () -> actor.door.hold(false));
    };
  }

  private static Scenario.Plot crumbles() {
    return stage -> {
      var actor = one(stage, Model.ESP32);
      var rate = actor.model.heap() * 3 / 5 / 5;
      stage.at(
          HOUR,
          actor,
          () -> {
            CrashPlots.update(stage, actor, "1.5.0", 40 * SECOND);
            actor.fate.decay(0, rate);
          });
      stage.at(
          5 * HOUR + 50 * MINUTE, actor, () -> CrashPlots.update(stage, actor, "1.5.1", MINUTE));
    };
  }

  private static Scenario.Plot refused() {
    return stage -> {
      var actor = one(stage, Model.P2);
      stage.at(14 * MINUTE, actor, () -> actor.fate.vendor(false));
      stage.at(32 * MINUTE, actor, () -> actor.fate.vendor(true));
    };
  }

  private static Scenario.Plot shared() {
    return stage -> {
      var actor = one(stage, Model.P2);
      stage.at(
          12 * MINUTE,
          () -> {
            var other = stage.casting().copy(actor, stage.casting().point(9, 1), false);
            stage.at(32 * MINUTE, other, () -> other.fate.cutPower(Long.MAX_VALUE));
          });
    };
  }

  private static Scenario.Plot wrong() {
    return stage -> {
      var actor = one(stage, Model.LINUX);
      stage.at(16 * MINUTE, actor, () -> actor.fate.skew(21 * 24 * HOUR));
      stage.at(32 * MINUTE, actor, () -> actor.fate.skew(0L));
    };
  }
}
