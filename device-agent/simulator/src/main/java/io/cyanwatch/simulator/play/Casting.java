package io.cyanwatch.simulator.play;

import io.cyanwatch.simulator.device.AccessPoint;
import io.cyanwatch.simulator.device.Device;
import io.cyanwatch.simulator.device.Profile;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Makes devices as they are found on walls: some with a weak signal, some without a clock or with
/// a bad one, some that nobody visits.
final class Casting {
  private static final int PORT = 80;
  private static final long START_UP_MS = 30_000;

  private final Random random;
  private final Broker broker;
  private final Ether ether;
  private final Actor.World world;
  private final List<Actor> actors = new ArrayList<>();
  private final Map<String, Actor> byTarget = new HashMap<>();
  private final Map<AccessPoint, Integer> behind = new HashMap<>();
  private final Map<Actor, Long> seeds = new HashMap<>();
  private int interval = 30;
  private String application = "1.4.2";

  Casting(Random random, Broker broker, Ether ether, Actor.World world) {
    this.random = random;
    this.broker = broker;
    this.ether = ether;
    this.world = world;
  }

  List<Actor> actors() {
    return actors;
  }

  @Nullable Actor at(String target) {
    return byTarget.get(target);
  }

  Ether ether() {
    return ether;
  }

  Chronicle chronicle() {
    return world.chronicle();
  }

  /// Of whoever is cast from now on.
  void interval(int seconds) {
    interval = seconds;
  }

  /// Of whoever is cast from now on.
  void application(String version) {
    application = version;
  }

  AccessPoint point(int site, int number) {
    var name = "site-" + site;
    var bssid = String.format(Locale.ROOT, "c4:41:1e:%02x:%02x:01", site, number);
    var gateway = "10." + site + "." + number + ".254";
    return new AccessPoint(name + "-ap-" + number, name, bssid, gateway, 1 + 5 * (number % 3));
  }

  Actor add(Model model, AccessPoint ap) {
    var number = behind.merge(ap, 1, Integer::sum);
    var id = ap.name() + "-" + model.hw() + "-" + number;
    var seed = random.nextLong();
    var actor = actor(id, model, ap, number, seed);
    seeds.put(actor, seed);
    actors.add(actor);
    byTarget.put(actor.target(), actor);
    return actor;
  }

  /// A second device with the id of the first.
  ///
  /// @param twin whether it draws the same random numbers, so that even its boots have one name
  Actor copy(Actor original, AccessPoint ap, boolean twin) {
    var seed = twin ? seeds.getOrDefault(original, 0L) : random.nextLong();
    var number = behind.merge(ap, 1, Integer::sum);
    var actor = actor(original.id(), original.model, ap, number, seed);
    actors.add(actor);
    return actor;
  }

  private Actor actor(String id, Model model, AccessPoint ap, int number, long seed) {
    var own = new Random(seed);
    var weak = own.nextInt(10) == 0;
    var profile = profile(id, model, ap, number, weak ? -84 : -48 - own.nextInt(24), own);
    var door = new VirtualDoor(model.leaks());
    var now = world.agenda().now();
    var device = new Device(profile, door, own, 10 + own.nextInt(500), now);
    var line = new Line(device, broker, ether, own, weak);
    var actor = new Actor(device, line, door, model, world);
    actor.fate.cutPower(now + own.nextLong(START_UP_MS));
    actor.touch();
    new Visitors(actor, world.agenda(), own).come();
    return actor;
  }

  private Profile profile(
      String id, Model model, AccessPoint ap, int number, int signal, Random own) {
    var ip = address(ap, number);
    var mac = String.format(Locale.ROOT, "e0:4f:43:%06x", own.nextInt(1 << 24));
    return new Profile(
        id,
        ap.name() + " no. " + number,
        ap,
        model.firmware(own),
        mac.substring(0, 11) + ":" + mac.substring(11, 13) + ":" + mac.substring(13),
        new InetSocketAddress(ip, PORT),
        model.heap(),
        model.slots(),
        model.habits(interval, application, signal, skew(model, own)));
  }

  /// Two hundred to a subnet; the access point's own is the first.
  private static String address(AccessPoint ap, int number) {
    var parts = ap.gateway().split("\\.", -1);
    var subnet = Integer.parseInt(parts[2]) + 16 * (number / 200);
    return parts[0] + "." + parts[1] + "." + subnet + "." + (number % 200 + 1);
  }

  /// One in seven has no clock, one in ten a bad one.
  private static @Nullable Long skew(Model model, Random own) {
    var kind = own.nextInt(70);
    if (model == Model.LINUX || kind >= 17) {
      return own.nextLong(600) - 300;
    }
    return kind < 10 ? null : Long.valueOf(own.nextLong(2_400_000) - 1_200_000);
  }
}
