package io.cyanwatch.simulator.play;

import static io.cyanwatch.simulator.play.Stage.HOUR;
import static io.cyanwatch.simulator.play.Stage.MINUTE;
import static io.cyanwatch.simulator.play.Stage.SECOND;

import io.cyanwatch.protocol.ResetClass;
import io.cyanwatch.protocol.Topics.Channel;
import java.time.Duration;
import java.util.List;

/// The same faults as others see them: in part, slowly, rarely reported, on top of each other. No
/// rule was made by looking at these; they are for checking.
final class VariationPlots {
  static final List<Scenario> ALL =
      List.of(
          of("outage-in-part", 75, "Three of five behind one access point go.", outage(3, 0)),
          of("outage-slowly", 75, "All behind one access point go within 100 s.", outage(5, 100)),
          of("outage-by-silence", 75, "An uplink is lost, and no will ever comes.", silent()),
          of("two-of-four", 75, "Two of a site's four access points go.", twoOfFour()),
          of("outage-and-radio", 90, "One behind a lost uplink flaps, then and later.", radio()),
          of("rare-heartbeats", 120, "Outage, power and listener, every 300 s.", rare()),
          of("sleepers", 180, "Devices sleep most of the time and say so.", sleepers()),
          of("lossy", 180, "One heartbeat in twenty is lost for good.", lossy()),
          of("brownouts", 90, "A supply gives out between restarts by command.", brownouts()),
          of("update-wave", 60, "A whole fleet is updated within ten minutes.", wave()));

  private VariationPlots() {}

  private static Scenario of(String name, int minutes, String sentence, Scenario.Plot plot) {
    return new Scenario(name, Duration.ofMinutes(minutes), sentence, plot);
  }

  /// @param seconds from the first of them to the last
  private static Scenario.Plot outage(int fewer, long seconds) {
    return stage -> {
      var ap = stage.town(2, 2, 5, 5).getFirst();
      var cut = stage.between(8 * MINUTE, 30 * MINUTE);
      var back = cut + stage.between(5 * MINUTE, 20 * MINUTE);
      var those = stage.behind(ap).subList(0, fewer);
      for (var i = 0; i < fewer; i++) {
        var actor = those.get(i);
        stage.at(
            cut + (long) i * seconds * SECOND / (fewer - 1),
            actor,
            () -> actor.device.uplink(false));
        stage.at(back, actor, () -> actor.device.uplink(true));
      }
      stage.at(cut - 1, () -> stage.chronicle().outages().cut(ap, fewer, stage.now()));
      stage.at(back + 1, () -> stage.chronicle().outages().restored(ap, stage.now()));
    };
  }

  private static Scenario.Plot silent() {
    return stage -> {
      stage.casting().ether().lose(Channel.WILL, 1);
      OutagePlots.uplinkLost(stage);
    };
  }

  private static Scenario.Plot twoOfFour() {
    return stage -> {
      var aps = stage.town(2, 4, 3, 5);
      var cut = stage.between(8 * MINUTE, 30 * MINUTE);
      OutagePlots.outage(stage, aps.subList(0, 2), cut, cut + stage.between(4, 20) * MINUTE);
    };
  }

  private static Scenario.Plot radio() {
    return stage -> {
      var ap = stage.town(1, 2, 4, 6).getFirst();
      var actor = stage.any(stage.behind(ap));
      OutagePlots.outage(stage, List.of(ap), 10 * MINUTE, 30 * MINUTE);
      for (var at = 12 * MINUTE; at < 70 * MINUTE; at += stage.between(100, 140) * SECOND) {
        stage.at(at, () -> stage.dropWifi(actor, stage.between(5, 15) * SECOND));
      }
    };
  }

  private static Scenario.Plot rare() {
    return stage -> {
      stage.casting().interval(300);
      var aps = stage.town(2, 2, 4, 6);
      var cut = stage.between(20 * MINUTE, 30 * MINUTE);
      OutagePlots.outage(stage, aps.subList(0, 1), cut, cut + stage.between(25, 40) * MINUTE);
      var alone = stage.any(stage.behind(aps.getLast()));
      var dark = stage.between(20 * MINUTE, 50 * MINUTE);
      var light = stage.clock(dark + stage.between(20, 30) * MINUTE);
      stage.chronicle().cause(alone.id(), "offline", "power");
      stage.at(dark, alone, () -> alone.fate.cutPower(light));
      var deaf = stage.casting().add(Model.PHOTON_DEAF, aps.get(2));
      stage.at(30 * MINUTE, () -> stage.dropWifi(deaf, 8 * SECOND));
    };
  }

  private static Scenario.Plot sleepers() {
    return stage -> {
      stage.casting().interval(60);
      for (var ap : stage.town(2, 2, 4, 6)) {
        for (var actor : stage.behind(ap)) {
          var at = 5 * MINUTE + stage.between(0, 5 * MINUTE);
          while (at < 3 * HOUR) {
            var wakes = at + stage.between(5 * MINUTE, 25 * MINUTE);
            stage.at(at, actor, () -> actor.fate.sleep(stage.clock(wakes), stage.now()));
            at = wakes + stage.between(90, 200) * SECOND;
          }
        }
      }
    };
  }

  private static Scenario.Plot lossy() {
    return stage -> {
      stage.casting().ether().lose(Channel.HEALTH, 0.05);
      var _ = stage.town(3, 3, 3, 5);
      CalmPlots.shortDrops(stage, 3 * HOUR, 40 * MINUTE);
    };
  }

  private static Scenario.Plot brownouts() {
    return stage -> {
      var aps = stage.town(2, 2, 3, 5);
      var weak = stage.casting().add(Model.ESP32, stage.any(aps));
      var patient = stage.casting().add(Model.PHOTON, stage.any(aps));
      stage.chronicle().cause(weak.id(), "reboot_loop", "brownout");
      for (var at = 15 * MINUTE; at < 30 * MINUTE; at += stage.between(150, 200) * SECOND) {
        CrashPlots.crash(stage, weak, ResetClass.BROWNOUT, at);
        restart(stage, weak, at + 70 * SECOND);
        restart(stage, patient, at + 90 * SECOND);
      }
    };
  }

  private static void restart(Stage stage, Actor actor, long at) {
    stage.at(at, actor, () -> actor.fate.restart(ResetClass.COMMAND, stage.now()));
  }

  private static Scenario.Plot wave() {
    return stage -> {
      var _ = stage.town(4, 5, 10, 10);
      for (var actor : stage.casting().actors()) {
        var at = 15 * MINUTE + stage.between(0, 10 * MINUTE);
        var takes = stage.between(20, 60) * SECOND;
        stage.at(at, actor, () -> CrashPlots.update(stage, actor, "1.6.0", takes));
      }
    };
  }
}
