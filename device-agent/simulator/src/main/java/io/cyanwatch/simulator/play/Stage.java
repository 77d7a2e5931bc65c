package io.cyanwatch.simulator.play;

import io.cyanwatch.simulator.device.AccessPoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// What a plot has at hand: a cast, a clock to plan by, and the world's switches. Times are
/// milliseconds since the scenario began.
final class Stage {
  static final long SECOND = 1_000;
  static final long MINUTE = 60 * SECOND;
  static final long HOUR = 60 * MINUTE;

  private final Setting setting;
  private final Agenda agenda;
  private final Random random;
  private final Broker broker;
  private final Chronicle chronicle;
  private final Casting casting;
  private final long start;

  Stage(Setting setting, Agenda agenda, Random random, Broker broker, Casting casting) {
    this.setting = setting;
    this.agenda = agenda;
    this.random = random;
    this.broker = broker;
    this.casting = casting;
    this.chronicle = casting.chronicle();
    this.start = setting.start().toEpochMilli();
  }

  Random random() {
    return random;
  }

  Chronicle chronicle() {
    return chronicle;
  }

  Casting casting() {
    return casting;
  }

  /// Milliseconds since 1970.
  long now() {
    return agenda.now();
  }

  /// A moment of the scenario, in milliseconds since 1970.
  long clock(long when) {
    return start + when;
  }

  long between(long least, long most) {
    return least + random.nextLong(most - least + 1);
  }

  int count(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  void at(long when, Runnable act) {
    agenda.at(start + when, act);
  }

  /// Something happens to a device, which notices.
  void at(long when, Actor actor, Runnable act) {
    at(
        when,
        () -> {
          actor.touch();
          act.run();
          actor.touch();
        });
  }

  /// Something happens to a device now.
  void now(Actor actor, Runnable act) {
    act.run();
    actor.touch();
  }

  /// Sites with access points and healthy devices behind each.
  ///
  /// @return the access points, site by site
  List<AccessPoint> town(int sites, int points, int fewest, int most) {
    var aps = new ArrayList<AccessPoint>();
    for (var site = 1; site <= sites; site++) {
      for (var point = 1; point <= points; point++) {
        aps.add(casting.point(site, point));
      }
    }
    var all = setting.devices();
    for (var i = 0; i < aps.size(); i++) {
      var share = all / aps.size() + (i < all % aps.size() ? 1 : 0);
      var devices = all > 0 ? share : count(fewest, most);
      for (var n = 0; n < devices; n++) {
        casting.add(Model.healthy(random), aps.get(i));
      }
    }
    return aps;
  }

  <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /// Devices of the town, in any order.
  List<Actor> shuffled() {
    var actors = new ArrayList<>(casting.actors());
    Collections.shuffle(actors, random);
    return actors;
  }

  List<Actor> behind(AccessPoint ap) {
    return casting.actors().stream().filter(it -> it.device.profile().ap().equals(ap)).toList();
  }

  /// The access points lose their uplink; WiFi stays.
  void cut(AccessPoint ap) {
    var devices = behind(ap);
    devices.forEach(Actor::touch);
    chronicle.outages().cut(ap, devices.size(), now());
    devices.forEach(it -> now(it, () -> it.device.uplink(false)));
  }

  void restore(AccessPoint ap) {
    chronicle.outages().restored(ap, now());
    behind(ap).forEach(it -> now(it, () -> it.device.uplink(true)));
  }

  void dropWifi(Actor actor, long ms) {
    if (actor.condition.wifiReady()) {
      actor.touch();
      now(actor, () -> actor.device.dropWifi(ms, now()));
    }
  }

  /// The broker goes, with every session.
  void fall() {
    chronicle.outages().brokerGone(now());
    broker.fall();
    casting.actors().forEach(Actor::touch);
  }

  void rise() {
    broker.rise();
    chronicle.outages().brokerBack(chronicle, now());
    casting.actors().forEach(Actor::touch);
  }
}
