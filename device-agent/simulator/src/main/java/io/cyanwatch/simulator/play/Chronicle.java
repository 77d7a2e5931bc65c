package io.cyanwatch.simulator.play;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes down what really happened, from the state of the model and from nothing that a device
/// says. A detector's thresholds play no part; only definitions do:
///
/// - `dead_listener`: for more than 30 s the device was online, its WiFi ready and its socket shut.
///   It lasts until the socket listens again.
/// - `offline`: for more than 75 s, or 2.5 heartbeats, nothing came through from the device, it had
///   not said goodbye, and neither its access point nor the broker was to blame.
/// - `uplink_lost`, `site_outage`, `backend_unwatched`: see [Outages]. Whatever happens to devices
///   inside one is its consequence and no truth of its own: silence, resets, link edges.
/// - `reboot_loop`: three boots that nobody wanted in 10 min, or five in 1 h. It lasts from the
///   first to the last of them.
/// - `flapping`: more than six link edges of one device in 30 min, from the first to the last.
/// - `socket_exhaustion`: for more than 60 s all client slots were taken.
/// - `cloud_only`: for more than 5 min the vendor's cloud was lost while the broker heard the
///   device.
/// - `memory_low`: the heap got worse by the hour, so that it would be used up within the day.
/// - `time_implausible`: the wall clock was off by more than a day.
/// - `clone_suspected`, `firmware_regression`: as the scenario made them.
///
/// A listener's death may be foreseen (`listener_suspect`); that is a step to the truth and no
/// truth of its own. No scenario stays near the edge of a definition, where two honest observers
/// could disagree.
final class Chronicle {
  private static final long DAY_MS = 86_400_000;

  private final String scenario;
  private final long seed;
  private final Outages outages = new Outages();
  private final Map<String, Life> lives = new LinkedHashMap<>();
  private final Map<String, String> causes = new HashMap<>();
  private final Set<String> clones = new HashSet<>();
  private final List<Truth> truths = new ArrayList<>();

  Chronicle(String scenario, long seed) {
    this.scenario = scenario;
    this.seed = seed;
  }

  /// What a plot knows better: why a fault of this kind happens to this device.
  void cause(String id, String kind, String cause) {
    causes.put(id + " " + kind, cause);
  }

  /// From now on two devices go by one id: who is online cannot be said any more.
  void cloned(String id) {
    clones.add(id);
  }

  Outages outages() {
    return outages;
  }

  /// Takes in how things stand with one device; to be called at each of its turns.
  void look(Actor actor, long now) {
    if (clones.contains(actor.id())) {
      return;
    }
    var life = lives.computeIfAbsent(actor.id(), _ -> new Life());
    var sheltered = outages.covers(actor.device.profile().ap());
    life.look(actor.condition, actor.line.flows(), sheltered, now);
    for (var fault : Fault.values()) {
      var since = life.track(fault, holds(fault, actor, life, sheltered, now), now);
      if (since != Life.NEVER && now - since > least(fault, actor)) {
        write(actor.id(), fault, since, now);
      }
    }
  }

  /// Closes the book: what still goes on has no end.
  List<Truth> finish(List<Actor> actors, long now) {
    for (var actor : actors) {
      var life = lives.remove(actor.id());
      if (life != null) {
        for (var fault : Fault.values()) {
          var since = life.since(fault);
          if (since != Life.NEVER && now - since > least(fault, actor)) {
            write(actor.id(), fault, since, null);
          }
        }
        life.loops().forEach(run -> write(actor.id(), "reboot_loop", run, run.cause()));
        life.flaps().forEach(run -> write(actor.id(), "flapping", run, "wifi"));
      }
    }
    outages.tell(this, now);
    truths.sort(
        Comparator.comparing(Truth::from).thenComparing(Truth::subject).thenComparing(Truth::kind));
    return List.copyOf(truths);
  }

  void write(
      String subject, String subjectKind, String kind, long from, @Nullable Long to, String why) {
    var end = to == null ? null : Instant.ofEpochMilli(to);
    var start = Instant.ofEpochMilli(from);
    truths.add(new Truth(scenario, seed, subject, subjectKind, kind, start, end, why));
  }

  private void write(String id, Fault fault, long from, @Nullable Long to) {
    var cause = causes.getOrDefault(id + " " + fault.kind(), fault.cause());
    write(id, "device", fault.kind(), from, to, cause);
  }

  private void write(String id, String kind, Life.Run run, String cause) {
    var known = causes.getOrDefault(id + " " + kind, cause);
    write(id, "device", kind, run.from(), run.to(), known);
  }

  private static boolean holds(Fault fault, Actor actor, Life life, boolean sheltered, long now) {
    var condition = actor.condition;
    var flows = actor.line.flows();
    return switch (fault) {
      case DEAD_LISTENER -> {
        var since = life.since(fault);
        var proven = since != Life.NEVER && now - since > fault.leastMs();
        yield !actor.door.isOpen() && ((flows && condition.reachable()) || proven);
      }
      case OFFLINE -> life.seen() && !flows && !life.excused() && !sheltered;
      case SOCKET_EXHAUSTION -> condition.full() && condition.reachable();
      case CLOUD_ONLY -> flows && life.clouded() && !condition.cloudUp() && !sheltered;
      case MEMORY_LOW -> condition.decays() && !condition.off();
      case TIME_IMPLAUSIBLE -> life.seen() && Math.abs(condition.skew()) > DAY_MS;
    };
  }

  private static long least(Fault fault, Actor actor) {
    return fault == Fault.OFFLINE
        ? Math.max(fault.leastMs(), actor.device.profile().habits().interval() * 2_500L)
        : fault.leastMs();
  }
}
