package io.cyanwatch.timeline;

import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.timeline.Observation.Born;
import io.cyanwatch.timeline.Observation.Severed;
import io.cyanwatch.timeline.Observation.Stamp;
import io.cyanwatch.timeline.Timeline.Conflict;
import io.cyanwatch.timeline.Timeline.Durable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Finds out what of a batch is new, when it was made, what is missing before it, and what
/// contradicts what is stored. Computes only; the caller has locked the cursors.
final class Sifting {
  private final Map<Long, Cursor> cursors;
  private final Map<BootKey, Cursor.Boot> retired;
  private final List<Taken> taken = new ArrayList<>();
  private final List<Contradiction> conflicts = new ArrayList<>();
  private final List<Missed> missed = new ArrayList<>();
  private final Map<BootKey, DeviceRef> touched = new LinkedHashMap<>();
  private final Set<Long> changed = new LinkedHashSet<>();
  private final Set<BootKey> met = new LinkedHashSet<>();
  private int duplicates;

  /// @param retired boots that are in no cursor, but known
  Sifting(Map<Long, Cursor> cursors, Map<BootKey, Cursor.Boot> retired) {
    this.cursors = cursors;
    this.retired = retired;
  }

  /// A boot as the wire names it.
  record BootKey(long device, String boot) {
    static BootKey of(Stamp stamp) {
      return new BootKey(stamp.device().nr(), stamp.boot());
    }
  }

  /// What is new.
  ///
  /// @param observation dated
  /// @param late whether something newer of its boot was stored before
  record Accepted(Observation observation, int boot, boolean late) {}

  /// Numbers that were jumped over by the record made at `at`.
  record Hole(long device, int boot, long from, long to, Instant at) {}

  /// @param cursors those that changed
  /// @param met what was first heard of each new boot
  /// @param retired boots that left their cursor
  record Sifted(
      List<Accepted> accepted,
      int duplicates,
      List<Contradiction> conflicts,
      List<Hole> holes,
      List<Durable> durable,
      List<Accepted> met,
      Map<Long, List<Cursor.Boot>> retired,
      Collection<Cursor> cursors) {}

  private record Taken(Observation observation, boolean late, boolean believed) {}

  /// @param boot the number of the boot
  record Contradiction(Conflict conflict, int boot) {}

  private record Missed(Stamp behind, int boot, long from, long to) {}

  /// The boots of a batch that no cursor holds, though it may once have.
  static Set<BootKey> unknown(Map<Long, Cursor> cursors, Collection<Observation> observations) {
    var unknown = new LinkedHashSet<BootKey>();
    for (var observation : observations) {
      var key = BootKey.of(observation.stamp());
      var cursor = cursor(cursors, key.device());
      if (cursor.hasRetired() && cursor.boot(key.boot()).isEmpty()) {
        unknown.add(key);
      }
    }
    return unknown;
  }

  /// Takes the batch in, in order.
  ///
  /// @param bounded keeps a date within the days that can be stored
  Sifted sift(Collection<Observation> observations, UnaryOperator<Stamp> bounded) {
    BatchOrder.of(observations).forEach(this::take);
    var accepted = taken.stream().map(one -> dated(one, bounded)).toList();
    var old = new LinkedHashMap<Long, List<Cursor.Boot>>();
    for (var device : changed) {
      var cursor = cursor(cursors, device);
      if (!cursor.old().isEmpty()) {
        old.put(device, cursor.old());
      }
    }
    return new Sifted(
        accepted,
        duplicates,
        List.copyOf(conflicts),
        missed.stream().map(this::hole).toList(),
        durable(),
        first(accepted),
        old,
        changed.stream().map(device -> cursor(cursors, device).withoutOld()).toList());
  }

  private void take(Observation observation) {
    var stamp = observation.stamp();
    var key = BootKey.of(stamp);
    var cursor = cursor(cursors, key.device());
    var known = cursor.boot(key.boot());
    if (known.isEmpty()) {
      known = Optional.ofNullable(retired.get(key));
    }
    var boot = known.orElseGet(() -> Cursor.Boot.met(cursor.lastNr() + 1, key.boot()));
    touched.put(key, stamp.device());
    if (boot.has(observation)) {
      duplicates++;
      compare(observation, cursor, boot);
      return;
    }
    if (boot.isNew()) {
      met.add(key);
    }
    accept(observation, cursor, boot);
  }

  private void compare(Observation observation, Cursor cursor, Cursor.Boot boot) {
    var stamp = observation.stamp();
    if (!(observation instanceof Severed) && boot.contradicts(stamp)) {
      conflicts.add(new Contradiction(Conflict.of(stamp), boot.nr()));
      keep(cursor.with(boot.told(stamp.seq())));
    }
  }

  private void accept(Observation observation, Cursor cursor, Cursor.Boot boot) {
    var stamp = observation.stamp();
    var late = boot.isPast(observation);
    if (observation instanceof Severed) {
      taken.add(new Taken(observation, late, false));
      keep(cursor.with(boot.severed(stamp.conn())).seen(stamp.receivedAt()));
      return;
    }
    var newest = stamp.seq() > boot.seqs().max();
    taken.add(new Taken(observation, late, boot.dating().believes(stamp, newest)));
    jump(stamp, boot);
    var after = boot.with(stamp);
    if (observation instanceof Born born) {
      after = after.wantsAck(born.wantsAck());
    }
    keep(cursor.with(after).seen(stamp.receivedAt()));
  }

  /// Of the first boot that we meet of a device we do not expect what was before us.
  private void jump(Stamp stamp, Cursor.Boot boot) {
    var next = boot.seqs().max() + 1;
    var expected = !boot.seqs().isEmpty() || boot.nr() > 1;
    if (expected && stamp.seq() > next) {
      missed.add(new Missed(stamp, boot.nr(), next, stamp.seq() - 1));
    }
  }

  private void keep(Cursor cursor) {
    cursors.put(cursor.device(), cursor);
    changed.add(cursor.device());
  }

  private Accepted dated(Taken one, UnaryOperator<Stamp> bounded) {
    var stamp = one.observation().stamp();
    var boot = boot(stamp);
    // A will has no uptime: it happened when it came.
    var dated =
        one.observation() instanceof Severed
            ? stamp.at(stamp.receivedAt(), Duration.ZERO)
            : bounded.apply(boot.dating().date(stamp, one.believed()));
    return new Accepted(one.observation().with(dated), boot.nr(), one.late());
  }

  private Hole hole(Missed one) {
    var at = boot(one.behind()).dating().date(one.behind(), false).at();
    return new Hole(one.behind().device().nr(), one.boot(), one.from(), one.to(), at);
  }

  private List<Durable> durable() {
    var durable = new ArrayList<Durable>();
    touched.forEach(
        (key, device) -> {
          var cursor = cursor(cursors, key.device());
          var upTo = cursor.boot(key.boot()).map(Cursor.Boot::durable).orElse(-1L);
          if (cursor.wantsAck() && upTo >= 0) {
            durable.add(new Durable(device, key.boot(), upTo));
          }
        });
    return durable;
  }

  private List<Accepted> first(List<Accepted> accepted) {
    var first = new LinkedHashMap<BootKey, Accepted>();
    for (var one : accepted) {
      var key = BootKey.of(one.observation().stamp());
      if (met.contains(key)) {
        first.putIfAbsent(key, one);
      }
    }
    return List.copyOf(first.values());
  }

  private Cursor.Boot boot(Stamp stamp) {
    return cursor(cursors, stamp.device().nr()).boot(stamp.boot()).orElseThrow();
  }

  private static Cursor cursor(Map<Long, Cursor> cursors, long device) {
    return Objects.requireNonNull(cursors.get(device), "every device is locked");
  }
}
