package io.cyanwatch.timeline;

import io.cyanwatch.timeline.Observation.Born;
import io.cyanwatch.timeline.Observation.Severed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// De-duplicates, dates and stores.
@Component
class TimelineStore implements Timeline {
  private static final Comparator<Observation> IN_ORDER =
      Comparator.<Observation>comparingLong(o -> o.stamp().device().nr())
          .thenComparing(o -> o.stamp().boot())
          // A will ends its connection: it comes after whatever the connection carried.
          .thenComparing(o -> o instanceof Severed)
          .thenComparingLong(o -> o.stamp().seq());

  private final Cursors cursors;
  private final Boots boots;
  private final Records records;
  private final Days days;
  private final Clock clock;

  TimelineStore(Cursors cursors, Boots boots, Records records, Days days, Clock clock) {
    this.cursors = cursors;
    this.boots = boots;
    this.records = records;
    this.days = days;
    this.clock = clock;
  }

  @Override
  public Map<Long, Instant> seenAt(Collection<Long> devices) {
    return cursors.seenAt(devices);
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public Appended append(Collection<Observation> observations) {
    var locked = cursors.lock(observations.stream().map(o -> o.stamp().device().nr()).toList());
    var rows = new ArrayList<Records.Row>(observations.size());
    var late = new HashSet<Observation>();
    var duplicates = 0;
    for (var observation : observations.stream().sorted(IN_ORDER).toList()) {
      var device = observation.stamp().device().nr();
      var before = Objects.requireNonNull(locked.get(device), "every device is locked");
      var boot = bootOf(before, observation);
      if (boot.has(observation)) {
        duplicates++;
        continue;
      }
      var after = noted(boot, observation);
      var dated = dated(observation, after);
      introduce(dated, boot, after);
      rows.add(new Records.Row(dated, boot.nr()));
      if (boot.isPast(observation)) {
        late.add(dated);
      }
      locked.put(
          before.device(), trimmed(before.with(after).seen(observation.stamp().receivedAt())));
    }
    records.copy(rows);
    cursors.save(locked.values());
    var stored = rows.stream().map(Records.Row::observation).toList();
    return new Appended(
        stored.stream().filter(o -> !late.contains(o)).toList(),
        stored.stream().filter(late::contains).toList(),
        duplicates);
  }

  private Cursor.Boot bootOf(Cursor cursor, Observation observation) {
    var stamp = observation.stamp();
    return cursor
        .boot(stamp.boot())
        .or(() -> known(cursor, stamp.boot()))
        .orElseGet(() -> Cursor.Boot.met(nextNr(cursor), stamp));
  }

  /// Looks for a boot that has left the row; there is none while the row is not full.
  private Optional<Cursor.Boot> known(Cursor cursor, String boot) {
    return cursor.boots().size() < Cursor.KEPT
        ? Optional.empty()
        : boots.find(cursor.device(), boot);
  }

  private static int nextNr(Cursor cursor) {
    return cursor.boots().isEmpty() ? 1 : cursor.boots().getLast().nr() + 1;
  }

  /// A will has no uptime: it happened when it came.
  private Observation dated(Observation observation, Cursor.Boot boot) {
    var stamp = observation.stamp();
    return observation instanceof Severed
        ? observation.with(stamp.at(stamp.receivedAt(), Duration.ZERO))
        : observation.with(clamped(boot.dated(stamp)));
  }

  private static Cursor.Boot noted(Cursor.Boot boot, Observation observation) {
    return observation instanceof Severed severed
        ? boot.severed(severed)
        : boot.with(observation.stamp());
  }

  private void introduce(Observation dated, Cursor.Boot before, Cursor.Boot after) {
    if (before.seqs().ranges().isEmpty() && before.severed() < 0) {
      boots.meet(dated.stamp(), after.nr());
    }
    if (dated instanceof Born born) {
      boots.introduce(born, after.nr());
    }
  }

  /// Moves boots that are too old for the row to their own table.
  private Cursor trimmed(Cursor cursor) {
    var all = cursor.boots();
    if (all.size() <= Cursor.KEPT) {
      return cursor;
    }
    var old = all.subList(0, all.size() - Cursor.KEPT);
    old.forEach(boot -> boots.retire(cursor.device(), boot));
    return new Cursor(
        cursor.device(), cursor.seenAt(), List.copyOf(all.subList(old.size(), all.size())));
  }

  /// Keeps absurd dates inside the days for which there are partitions.
  private Observation.Stamp clamped(Observation.Stamp stamp) {
    var now = clock.instant();
    var from = days.first(now);
    var to = now.plus(Duration.ofDays(1));
    if (stamp.at().isBefore(from)) {
      return stamp.at(from, Duration.between(stamp.at(), from));
    }
    return stamp.at().isAfter(to) ? stamp.at(now, Duration.between(now, stamp.at())) : stamp;
  }
}
