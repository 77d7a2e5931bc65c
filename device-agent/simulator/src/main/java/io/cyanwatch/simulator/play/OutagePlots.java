package io.cyanwatch.simulator.play;

import static io.cyanwatch.simulator.play.Stage.HOUR;
import static io.cyanwatch.simulator.play.Stage.MINUTE;
import static io.cyanwatch.simulator.play.Stage.SECOND;

import io.cyanwatch.simulator.device.AccessPoint;
import java.util.List;

/// Faults that lie between the devices and us.
final class OutagePlots {
  private OutagePlots() {}

  static void originThread(Stage stage) {
    var ap = stage.town(1, 2, 3, 5).getFirst();
    for (var n = stage.count(3, 6); n > 0; n--) {
      stage.casting().add(Model.PHOTON_NAIVE, ap);
    }
    var cut = stage.between(8 * MINUTE, 12 * MINUTE);
    var back = cut + stage.between(4 * MINUTE, 8 * MINUTE);
    outage(stage, List.of(ap), cut, back);
    for (var actor : stage.behind(ap)) {
      stage.at(cut - 20 * SECOND, actor::visit);
      if (stage.random().nextBoolean()) {
        var mended = back + stage.between(10 * MINUTE, 15 * MINUTE);
        stage.at(mended, actor, () -> actor.device.mend(stage.now()));
      }
    }
  }

  /// Beside the outage one device elsewhere loses its power.
  static void uplinkLost(Stage stage) {
    var aps = stage.town(2, 2, 4, 8);
    var cut = stage.between(8 * MINUTE, 30 * MINUTE);
    outage(stage, aps.subList(0, 1), cut, cut + stage.between(3 * MINUTE, 25 * MINUTE));
    var alone = stage.any(stage.behind(aps.getLast()));
    var dark = cut + stage.between(-3 * MINUTE, 3 * MINUTE);
    var light = stage.clock(dark + stage.between(5 * MINUTE, 20 * MINUTE));
    stage.chronicle().cause(alone.id(), "offline", "power");
    stage.at(dark, alone, () -> alone.fate.cutPower(light));
  }

  static void siteOutage(Stage stage) {
    var aps = stage.town(3, 3, 3, 6);
    var cut = stage.between(8 * MINUTE, 30 * MINUTE);
    outage(stage, aps.subList(0, 3), cut, cut + stage.between(3 * MINUTE, 25 * MINUTE));
  }

  /// The radio of one device comes and goes.
  static void flapping(Stage stage) {
    var aps = stage.town(2, 2, 3, 5);
    for (var n = stage.count(1, 3); n > 0; n--) {
      var actor = stage.casting().add(Model.healthy(stage.random()), stage.any(aps));
      var at = stage.between(8 * MINUTE, 20 * MINUTE);
      for (var drops = stage.count(9, 16); drops > 0; drops--) {
        stage.at(at, () -> stage.dropWifi(actor, stage.between(5, 18) * SECOND));
        at += stage.between(70 * SECOND, 150 * SECOND);
      }
    }
    for (var actor : stage.shuffled().subList(0, 3)) {
      stage.at(15 * MINUTE, () -> stage.dropWifi(actor, 8 * SECOND));
    }
  }

  /// The vendor refuses some devices, one behind each access point; all else works.
  static void cloudOnly(Stage stage) {
    for (var ap : stage.town(2, 2, 4, 6)) {
      var model = stage.random().nextBoolean() ? Model.PHOTON : Model.P2;
      var actor = stage.casting().add(model, ap);
      var lost = stage.between(8 * MINUTE, 25 * MINUTE);
      stage.at(lost, actor, () -> actor.fate.vendor(false));
      if (stage.random().nextBoolean()) {
        var back = lost + stage.between(12 * MINUTE, 30 * MINUTE);
        stage.at(back, actor, () -> actor.fate.vendor(true));
      }
    }
    var brief = stage.casting().add(Model.PHOTON, stage.casting().point(1, 1));
    stage.at(20 * MINUTE, brief, () -> brief.fate.vendor(false));
    stage.at(22 * MINUTE, brief, () -> brief.fate.vendor(true));
  }

  /// Associated, and cut off.
  static void zombieWifi(Stage stage) {
    for (var ap : stage.town(2, 3, 4, 6)) {
      if (stage.random().nextBoolean()) {
        continue;
      }
      var actor = stage.any(stage.behind(ap));
      var from = stage.between(8 * MINUTE, 25 * MINUTE);
      var until = from + stage.between(6 * MINUTE, 25 * MINUTE);
      stage.chronicle().cause(actor.id(), "offline", "F6");
      stage.at(from, actor, () -> actor.fate.zombie(true));
      stage.at(until, () -> stage.dropWifi(actor, 4 * SECOND));
    }
  }

  /// Devices out of reach for long, each on its own, that send what they kept.
  static void lateData(Stage stage) {
    for (var ap : stage.town(2, 3, 4, 6)) {
      var actor = stage.any(stage.behind(ap));
      var from = stage.between(8 * MINUTE, 30 * MINUTE);
      stage.chronicle().cause(actor.id(), "offline", "F8");
      stage.at(from, () -> stage.dropWifi(actor, stage.between(5 * MINUTE, 100 * MINUTE)));
    }
  }

  /// The broker goes for a while, and with it every session.
  static void backendRestart(Stage stage) {
    var _ = stage.town(3, 3, 3, 6);
    for (var n = stage.count(1, 2); n > 0; n--) {
      var down = (n - 1) * 40L * MINUTE + stage.between(8 * MINUTE, 30 * MINUTE);
      stage.at(down, stage::fall);
      stage.at(down + stage.between(30 * SECOND, 6 * MINUTE), stage::rise);
    }
    CalmPlots.shortDrops(stage, HOUR, 40 * MINUTE);
  }

  static void outage(Stage stage, List<AccessPoint> aps, long cut, long back) {
    for (var ap : aps) {
      stage.at(cut + stage.between(0, 3 * SECOND), () -> stage.cut(ap));
      stage.at(back + stage.between(0, 3 * SECOND), () -> stage.restore(ap));
    }
  }
}
