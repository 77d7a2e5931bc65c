package io.cyanwatch.detection;

import io.cyanwatch.detection.Deadlines.Kind;
import io.cyanwatch.timeline.Heard;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Observation.Severed;
import io.cyanwatch.timeline.Timeline.Conflict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The day itself, as `Examiner` and `Vigil` go about it: batches as they come, deadlines as rows
/// that somebody looks at every half a second.
final class Day {
  final Lives.Log log = new Lives.Log();
  private static final Overdue OVERDUE =
      new Overdue(
          new Proof(
              Lives.AS_SHIPPED.willGrace(),
              Lives.AS_SHIPPED.warmUp(),
              () -> Optional.of(Instant.MIN)));
  private final Reorder reorder = new Reorder(Lives.AS_SHIPPED.reorder());
  private final Map<Kind, Instant> deadlines = new EnumMap<>(Kind.class);
  private final HashSet<String> stored = new HashSet<>();
  private final Map<String, Long> newest = new HashMap<>();
  DeviceState state = DeviceState.NEW;
  private Instant seenAt = Instant.MIN;

  void live(List<List<Observation>> batches) {
    for (var batch : batches) {
      // What is in a batch came within its linger.
      watch(batch.getFirst().stamp().receivedAt());
      take(batch, List.of());
    }
  }

  /// The same with what others noticed.
  void hear(List<List<Heard>> batches) {
    for (var batch : batches) {
      var first = batch.getFirst();
      watch(first.receivedAt());
      if (first instanceof Heard.Knocked knocked) {
        var course = Lives.course(state, null);
        course.probed(knocked.receivedAt(), knocked.outcome());
        then(course, knocked.receivedAt());
      } else {
        take(said(batch), contradicted(batch));
      }
    }
  }

  private static List<Observation> said(List<Heard> batch) {
    return batch.stream()
        .flatMap(one -> one instanceof Heard.Said(var said) ? Stream.of(said) : Stream.empty())
        .toList();
  }

  private static List<Conflict> contradicted(List<Heard> batch) {
    return batch.stream()
        .flatMap(one -> one instanceof Heard.Contradicted(var c) ? Stream.of(c) : Stream.empty())
        .toList();
  }

  void end() {
    watch(seenAt.plusSeconds(7200));
  }

  private void take(List<Observation> came, List<Conflict> conflicts) {
    // As the timeline does, which hands on what is new of a batch in order.
    var batch = new ArrayList<>(came);
    batch.sort(
        Comparator.<Observation, String>comparing(o -> o.stamp().boot())
            .thenComparing(o -> o instanceof Severed)
            .thenComparing(o -> o.stamp().seq()));
    var all = Batch.empty();
    all.conflicts().addAll(conflicts);
    for (var record : batch) {
      var stamp = record.stamp();
      if (stored.add(stamp.boot() + "/" + stamp.seq() + "/" + stamp.conn())) {
        var isLate =
            !(record instanceof Severed) && stamp.seq() < newest.getOrDefault(stamp.boot(), -1L);
        all.add(record, isLate);
        newest.merge(stamp.boot(), stamp.seq(), Math::max);
      }
    }
    if (all.isSpoken() || !conflicts.isEmpty()) {
      fold(all);
    }
  }

  private void fold(Batch all) {
    var order = reorder.of(1, Lives.WATCHING);
    for (var part : order.parts(all)) {
      settle(part.began(), part.began());
      seenAt = part.isSpoken() && seenAt.isBefore(part.ended()) ? part.ended() : seenAt;
      then(order.fold(state, part, Lives::course), part.ended());
    }
    reorder.keep(1, order);
  }

  private void then(Course course, Instant now) {
    var before = state;
    state = course.state();
    course.said().forEach(opinion -> log.found(now, opinion));
    if (state.look() != null && !state.look().equals(before.look())) {
      deadlines.put(Kind.LOOK, state.look());
    }
    if (state.severed() != null && !state.severed().equals(before.severed())) {
      deadlines.put(Kind.WILL, state.severed().at().plus(Lives.AS_SHIPPED.willGrace()));
    }
    if (state.online() && !(before.online() && before.patience().equals(state.patience()))) {
      deadlines.put(Kind.SILENCE, now.plus(state.patience()));
    }
  }

  private void watch(Instant until) {
    for (var due = due(until); due.isPresent(); due = due(until)) {
      var kind = due.get();
      var at = deadlines.remove(kind);
      var now = at.plusMillis(499).isBefore(until) ? at.plusMillis(499) : until;
      settle(now.plusNanos(1), now);
      var end = OVERDUE.end(kind, state, seenAt, now);
      if (end.isBefore(Instant.MAX)) {
        deadlines.put(kind, end);
      }
    }
    settle(until, until);
  }

  private void settle(Instant until, Instant now) {
    OVERDUE
        .settle(state, seenAt, until, as -> Lives.course(as, null))
        .ifPresent(course -> then(course, now));
  }

  private Optional<Kind> due(Instant until) {
    return deadlines.entrySet().stream()
        .filter(d -> d.getValue().isBefore(until))
        .min(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey);
  }
}
