package io.cyanwatch.detection;

import io.cyanwatch.timeline.Heard;
import io.cyanwatch.timeline.Heard.Contradicted;
import io.cyanwatch.timeline.Heard.Said;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Observation.Severed;
import io.cyanwatch.timeline.Timeline.Conflict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What came of a device.
///
/// @param fresh newer than all else of its boot
/// @param late older than something of its boot
record Batch(List<Observation> fresh, List<Observation> late, List<Conflict> conflicts) {
  /// What came further apart is taken in one by one: something may have come due in between.
  private static final Duration TOGETHER = Duration.ofMillis(50);

  static Batch empty() {
    return new Batch(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  static Batch said(Observation record, boolean late) {
    var one = List.of(record);
    return new Batch(late ? List.of() : one, late ? one : List.of(), List.of());
  }

  static Batch contradicted(Conflict conflict) {
    return new Batch(List.of(), List.of(), List.of(conflict));
  }

  /// A will is judged by its connection, and late by no record.
  void add(Observation record, boolean isLate) {
    (isLate && !(record instanceof Severed) ? late : fresh).add(record);
  }

  boolean isOne() {
    return fresh.size() + late.size() + conflicts.size() == 1;
  }

  /// Whether the device or the broker said something.
  boolean isSpoken() {
    return !fresh.isEmpty() || !late.isEmpty();
  }

  /// When the first of it came.
  Instant began() {
    return isOne() ? one() : received().min(Comparator.naturalOrder()).orElseThrow();
  }

  /// When the last of it came.
  Instant ended() {
    return isOne() ? one() : received().max(Comparator.naturalOrder()).orElseThrow();
  }

  private Instant one() {
    if (!conflicts.isEmpty()) {
      return conflicts.getFirst().at();
    }
    return (fresh.isEmpty() ? late : fresh).getFirst().stamp().receivedAt();
  }

  private Stream<Instant> received() {
    return Stream.concat(
        Stream.concat(fresh.stream(), late.stream()).map(record -> record.stamp().receivedAt()),
        conflicts.stream().map(Conflict::at));
  }

  private List<Heard> asItCame() {
    var heard = new ArrayList<Heard>();
    fresh.forEach(record -> heard.add(new Said(record)));
    late.forEach(record -> heard.add(new Said(record)));
    conflicts.forEach(conflict -> heard.add(new Contradicted(conflict)));
    heard.sort(Heard.AS_IT_CAME);
    return heard;
  }

  /// Whether all of it came at once, each record after the one before it.
  boolean cameTogether() {
    var before = began();
    for (var record : fresh) {
      var at = record.stamp().receivedAt();
      if (at.isBefore(before)) {
        return false;
      }
      before = at;
    }
    return !before.isAfter(began().plus(TOGETHER));
  }

  /// One by one, in the order in which it came.
  List<Batch> singly() {
    var newest = new HashMap<String, Long>();
    var parts = new ArrayList<Batch>();
    for (var heard : asItCame()) {
      switch (heard) {
        case Said(var record) -> parts.add(said(record, isLate(record, newest)));
        case Contradicted(var conflict) -> parts.add(contradicted(conflict));
        case Heard.Knocked _ -> {}
      }
    }
    return parts;
  }

  private boolean isLate(Observation record, Map<String, Long> newest) {
    if (record instanceof Severed) {
      return false;
    }
    var stamp = record.stamp();
    var before = newest.merge(stamp.boot(), stamp.seq(), Math::max);
    return before > stamp.seq() || late.contains(record);
  }
}
