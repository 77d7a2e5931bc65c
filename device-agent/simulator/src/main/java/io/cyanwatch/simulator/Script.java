package io.cyanwatch.simulator;

import io.cyanwatch.simulator.device.AccessPoint;
import io.cyanwatch.simulator.device.Profile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// What happens to the demo fleet, round after round: a reboot loop, a dead listener, an access
/// point without uplink, and rest. Each round takes other victims.
final class Script {
  static final long ROUND_MS = 240_000;
  private static final long LOOP_AT = 8_000;
  private static final long DEAF_AT = 70_000;
  private static final long OUTAGE_AT = 150_000;
  private static final long OUTAGE_MS = 60_000;
  private static final long MEND_AT = ROUND_MS - 1_000;
  private static final int CRASHES = 4;

  /// Short enough to be no outage: back before anybody would call it one.
  private static final long DROP_MS = 3_000;

  private final List<Profile> fragile;
  private final List<AccessPoint> points;
  private final List<Cue> ahead = new ArrayList<>();
  private int round;
  private long roundStart;

  Script(List<Profile> cast, long seed, long now) {
    this.fragile =
        new ArrayList<>(
            cast.stream().filter(it -> it.firmware().deaf() && it.firmware().crashy()).toList());
    this.points = new ArrayList<>(cast.stream().map(Profile::ap).distinct().toList());
    var random = new Random(seed);
    Collections.shuffle(fragile, random);
    Collections.shuffle(points, random);
    begin(now);
  }

  /// Something that happens to a device or an access point.
  sealed interface Act {
    record RebootLoop(String device, int crashes) implements Act {}

    record DropWifi(String device, long duration) implements Act {}

    /// Only for a listener that nobody has restarted by then.
    record Mend(String device) implements Act {}

    record CutUplink(AccessPoint point) implements Act {}

    record RestoreUplink(AccessPoint point) implements Act {}
  }

  private record Cue(long at, Act act) {}

  /// What is due now and has not been handed out yet.
  List<Act> due(long now) {
    var acts = ahead.stream().filter(it -> it.at() <= now).map(Cue::act).toList();
    ahead.removeIf(it -> it.at() <= now);
    if (now >= roundStart + ROUND_MS) {
      round++;
      begin(now);
    }
    return acts;
  }

  private void begin(long now) {
    roundStart = now;
    var looping = fragile.get(round % fragile.size());
    var deaf = fragile.get((round + fragile.size() / 2) % fragile.size());
    var point = pointWithout(looping, deaf);
    ahead.add(new Cue(now + LOOP_AT, new Act.RebootLoop(looping.id(), CRASHES)));
    ahead.add(new Cue(now + DEAF_AT, new Act.DropWifi(deaf.id(), DROP_MS)));
    ahead.add(new Cue(now + OUTAGE_AT, new Act.CutUplink(point)));
    ahead.add(new Cue(now + OUTAGE_AT + OUTAGE_MS, new Act.RestoreUplink(point)));
    ahead.add(new Cue(now + MEND_AT, new Act.Mend(deaf.id())));
  }

  /// Faults of one round do not hide each other.
  private AccessPoint pointWithout(Profile looping, Profile deaf) {
    Collections.rotate(points, 1);
    return points.stream()
        .filter(it -> !it.equals(looping.ap()) && !it.equals(deaf.ap()))
        .findFirst()
        .orElseThrow();
  }
}
