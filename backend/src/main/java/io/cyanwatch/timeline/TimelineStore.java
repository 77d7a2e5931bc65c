package io.cyanwatch.timeline;

import io.cyanwatch.fleet.DeviceRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// De-duplicates, dates and stores.
@Component
class TimelineStore implements Timeline {
  private final Cursors cursors;
  private final Boots boots;
  private final Records records;
  private final Days days;
  private final Gaps gaps;
  private final Notices notices;
  private final Clock clock;

  TimelineStore(
      Cursors cursors,
      Boots boots,
      Records records,
      Days days,
      Gaps gaps,
      Notices notices,
      Clock clock) {
    this.cursors = cursors;
    this.boots = boots;
    this.records = records;
    this.days = days;
    this.gaps = gaps;
    this.notices = notices;
    this.clock = clock;
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public Map<Long, Instant> hold(Collection<Long> devices) {
    return seenAt(cursors.lock(devices));
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public Map<Long, Instant> holdFree(Collection<Long> devices) {
    return seenAt(cursors.lockFree(devices));
  }

  @Override
  public Map<Long, Instant> seen(Collection<Long> devices) {
    return cursors.seen(devices);
  }

  private static Map<Long, Instant> seenAt(Map<Long, Cursor> cursors) {
    var seen = HashMap.<Long, Instant>newHashMap(cursors.size());
    cursors.forEach((device, cursor) -> seen.put(device, cursor.seenAt()));
    return seen;
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void knocked(DeviceRef device, String outcome, Instant at) {
    notices.knocked(device.nr(), outcome, at);
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public Appended append(Collection<Observation> observations) {
    var locked = cursors.lock(observations.stream().map(o -> o.stamp().device().nr()).toList());
    var seenBefore = seenAt(locked); // Sifting moves the cursors on.
    var retired = boots.find(Sifting.unknown(locked, observations));
    var sifted = new Sifting(locked, retired).sift(observations, this::clamped);
    var accepted = sifted.accepted();
    records.copy(
        accepted.stream().map(one -> new Records.Row(one.observation(), one.boot())).toList());
    cursors.save(sifted.cursors());
    boots.meet(sifted.met());
    boots.introduce(accepted);
    boots.retire(sifted.retired());
    gaps.expect(sifted.holes());
    notices.conflicts(sifted.conflicts());
    return new Appended(
        observations(accepted, false),
        observations(accepted, true),
        sifted.duplicates(),
        sifted.conflicts().stream().map(Sifting.Contradiction::conflict).toList(),
        sifted.durable(),
        seenBefore);
  }

  private static List<Observation> observations(List<Sifting.Accepted> accepted, boolean late) {
    return accepted.stream()
        .filter(one -> one.late() == late)
        .map(Sifting.Accepted::observation)
        .toList();
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
