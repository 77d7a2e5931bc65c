package io.cyanwatch.detection;

import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Observation.Severed;
import io.cyanwatch.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Folds records as if they had come in order, although some overtake others: while one is missing,
/// it remembers how the device stood before, and folds again when it comes.
final class Reorder {
  private static final int DEVICES = 200_000;
  private static final int LONGEST = 256;

  /// So many records are remembered of all devices together; what comes then is folded as it comes.
  static final int MOST = 50_000;

  private final Duration window;
  private final Map<Long, Memory> last = new ConcurrentHashMap<>();
  private final Map<Long, Gap> gaps = new ConcurrentHashMap<>();
  private final AtomicInteger remembered = new AtomicInteger();

  Reorder(Duration window) {
    this.window = window;
  }

  /// The newest record that was folded.
  private record Last(String boot, long seq, long conn) {
    static Last of(Observation record) {
      var stamp = record.stamp();
      return new Last(stamp.boot(), stamp.seq(), stamp.conn());
    }

    boolean isBefore(Observation.Stamp next, @Nullable String current) {
      return boot.equals(next.boot())
          ? next.seq() > seq
          : next.boot().equals(current)
              || (!boot.equals(current) && !BootMarks.older(next.boot(), boot));
    }

    boolean isAfter(Observation record) {
      return BootMarks.older(record.stamp().boot(), boot);
    }

    /// How many are missing between this and that record of the same connection.
    long missing(Observation.Stamp next) {
      return boot.equals(next.boot()) && conn == next.conn() ? next.seq() - seq - 1 : 0;
    }
  }

  /// What is remembered of a device.
  ///
  /// @param reached when the newest record was made
  private record Memory(@Nullable Last last, @Nullable Instant reached) {
    static final Memory NONE = new Memory(null, null);
  }

  /// @param base how the device stood before the gap
  /// @param before the newest record before the gap
  /// @param reached when the newest record before the gap was made
  /// @param since all that came after it
  private record Gap(
      DeviceState base,
      @Nullable Last before,
      @Nullable Instant reached,
      List<Observation> since,
      Instant until) {}

  /// What came of a device.
  ///
  /// @param fresh newer than all else of its boot
  /// @param late older than something of its boot
  record Batch(
      List<Observation> fresh, List<Observation> late, List<Timeline.Conflict> conflicts) {}

  /// Begins a course.
  interface Courses {

    /// @param reached when the newest record before was made
    Course from(DeviceState state, @Nullable Instant reached);
  }

  /// @param keep what to remember of it, once it is durable
  record Step(Course course, Runnable keep) {}

  Step fold(long device, DeviceState state, Batch batch, Instant now, Courses courses) {
    var fresh = batch.fresh;
    var late = batch.late;
    var open =
        Optional.ofNullable(gaps.get(device)).filter(gap -> now.isBefore(gap.until)).orElse(null);
    var memory = last.getOrDefault(device, Memory.NONE);
    var known = memory.last;
    if (open == null && late.isEmpty() && batch.conflicts.isEmpty() && inStep(fresh, known)) {
      return inStep(device, courses.from(state, memory.reached), fresh);
    }
    var records = new ArrayList<>(late.stream().filter(o -> !(o instanceof Severed)).toList());
    records.addAll(newer(fresh));
    var disorder =
        !late.isEmpty() || records.stream().anyMatch(o -> known != null && known.isAfter(o));
    var course = courses.from(state, memory.reached);
    var begins = open == null && begins(known, state, records);
    var inTurn = open == null || !disorder || state.lost() != null;
    var came = asTheyCame(records);
    // Records that lie together in their order are taken one by one, as if each had come alone.
    var orderly = inTurn && late.isEmpty() && came.equals(merged(List.of(), records));
    if (!orderly) {
      course.heard(came);
    }
    if (begins) {
      told(course, known, merged(List.of(), records), orderly);
      batch.conflicts.forEach(course::conflicted);
    } else if (open == null || inTurn) {
      late.forEach(course::late);
      told(course, known, merged(List.of(), newer(fresh)), orderly);
      batch.conflicts.forEach(course::conflicted);
    } else if (Course.sameWitness(open.base, state)) {
      course = courses.from(Folding.asOf(open.base, course.state()), open.reached);
      told(course, open.before, merged(open.since, records), false);
      batch.conflicts.forEach(course::conflicted);
      course.present(now);
      course.insteadOf(state);
    } else {
      course.again(open.base, merged(open.since, records));
      batch.conflicts.forEach(course::conflicted);
    }
    fresh.stream().filter(o -> o instanceof Severed).forEach(course::newest);
    var gap = gap(open, memory, state, records, now);
    var newest = new Memory(newest(known, records, course.state().boot()), course.reached());
    return new Step(course, () -> keep(device, newest, gap));
  }

  /// Nearly always nothing is missing and nothing overtook another.
  private static boolean inStep(List<Observation> fresh, @Nullable Last known) {
    var before = known;
    for (var record : fresh) {
      if (before == null
          || record instanceof Severed
          || record.stamp().seq() != before.seq + 1
          || !record.stamp().boot().equals(before.boot)) {
        return false;
      }
      before = Last.of(record);
    }
    return !fresh.isEmpty();
  }

  private Step inStep(long device, Course course, List<Observation> fresh) {
    fresh.forEach(course::newest);
    var memory = new Memory(Last.of(fresh.getLast()), course.reached());
    return new Step(course, () -> keep(device, memory, null));
  }

  private static List<Observation> newer(List<Observation> fresh) {
    return fresh.stream().filter(o -> !(o instanceof Severed)).toList();
  }

  /// @param hears whether who spoke was not noted yet
  private static void told(
      Course course, @Nullable Last known, List<Observation> ordered, boolean hears) {
    var before = known;
    for (var record : ordered) {
      var missing = before == null ? 0 : before.missing(record.stamp());
      if (hears) {
        course.heard(List.of(record));
      }
      course.told(record);
      if (missing > 0) {
        course.missed(missing, record);
      }
      before = Last.of(record);
    }
  }

  /// Of a device that was never heard nobody knows what is missing.
  private static boolean begins(
      @Nullable Last known, DeviceState before, List<Observation> records) {
    return known == null && before.boot() == null && !records.isEmpty();
  }

  private static List<Observation> asTheyCame(List<Observation> records) {
    return records.stream()
        .sorted(
            Comparator.comparing((Observation o) -> o.stamp().receivedAt())
                .thenComparing(o -> o.stamp().boot())
                .thenComparingLong(o -> o.stamp().seq()))
        .toList();
  }

  private @Nullable Gap gap(
      @Nullable Gap open,
      Memory memory,
      DeviceState before,
      List<Observation> records,
      Instant now) {
    if (open != null) {
      var all = merged(open.since, records);
      var another = memory.last != null && leavesGap(memory.last, records);
      var until = another ? now.plus(window) : open.until;
      return all.size() > LONGEST
          ? null
          : new Gap(open.base, open.before, open.reached, all, until);
    }
    return begins(memory.last, before, records)
            || (memory.last != null && leavesGap(memory.last, records))
        ? new Gap(before, memory.last, memory.reached, merged(List.of(), records), now.plus(window))
        : null;
  }

  /// A new boot leaves one, too: the old one may have more to say.
  private static boolean leavesGap(Last known, List<Observation> records) {
    var at = known;
    for (var record : merged(List.of(), records)) {
      var stamp = record.stamp();
      if (!stamp.boot().equals(at.boot) || stamp.seq() > at.seq + 1) {
        return true;
      }
      at = new Last(stamp.boot(), Math.max(at.seq, stamp.seq()), stamp.conn());
    }
    return false;
  }

  /// @param current the boot at hand: others are older, however they count
  private static @Nullable Last newest(
      @Nullable Last known, List<Observation> records, @Nullable String current) {
    var newest = known;
    for (var record : merged(List.of(), records)) {
      var ahead = newest == null || newest.isBefore(record.stamp(), current);
      newest = ahead ? Last.of(record) : newest;
    }
    return newest;
  }

  /// By boot and sequence; boots that do not count themselves stay in the order in which they came.
  private static List<Observation> merged(List<Observation> a, List<Observation> b) {
    var arrival = new ArrayList<String>();
    var all = new ArrayList<Observation>(a);
    all.addAll(b);
    if (all.size() < 2) {
      return all;
    }
    all.forEach(
        o -> {
          if (!arrival.contains(o.stamp().boot())) {
            arrival.add(o.stamp().boot());
          }
        });
    arrival.sort((x, y) -> BootMarks.older(x, y) ? -1 : BootMarks.older(y, x) ? 1 : 0);
    all.sort(
        Comparator.<Observation>comparingInt(o -> arrival.indexOf(o.stamp().boot()))
            .thenComparingLong(o -> o.stamp().seq()));
    return all;
  }

  private void keep(long device, Memory newest, @Nullable Gap gap) {
    if (newest.last != null && (last.size() < DEVICES || last.containsKey(device))) {
      last.put(device, newest);
    }
    if (gap == null && !gaps.containsKey(device)) {
      return;
    }
    gaps.compute(
        device,
        (_, before) -> {
          var most = MOST - remembered.get() + count(before);
          var kept = gap == null || count(gap) > most ? null : gap;
          remembered.addAndGet(count(kept) - count(before));
          return kept;
        });
  }

  private static int count(@Nullable Gap gap) {
    return gap == null ? 0 : gap.since.size();
  }

  int remembered() {
    return remembered.get();
  }

  /// Lets go of gaps that nothing can heal any more.
  void forget(Instant now) {
    for (var device : gaps.keySet()) {
      gaps.computeIfPresent(
          device,
          (_, gap) -> {
            var over = !now.isBefore(gap.until);
            remembered.addAndGet(over ? -count(gap) : 0);
            return over ? null : gap;
          });
    }
  }
}
