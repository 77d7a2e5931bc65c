package io.cyanwatch.detection;

import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Observation.Severed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The order of one device's records, while what came of it is taken in.
final class Order {
  private static final int LONGEST = 256;

  private final Duration window;
  private final Function<Instant, Optional<Instant>> watching;
  private Memory memory;
  private @Nullable Gap gap;

  Order(
      Duration window,
      Function<Instant, Optional<Instant>> watching,
      Memory memory,
      @Nullable Gap gap) {
    this.window = window;
    this.watching = watching;
    this.memory = memory;
    this.gap = gap;
  }

  /// The newest record that was folded.
  private record Last(String boot, long seq, long conn, Instant receivedAt) {
    static Last of(Observation record) {
      var stamp = record.stamp();
      return new Last(stamp.boot(), stamp.seq(), stamp.conn(), stamp.receivedAt());
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
  record Memory(@Nullable Last last, @Nullable Instant reached) {
    static final Memory NONE = new Memory(null, null);
  }

  /// Records are missing: how the device stood, and what came since.
  ///
  /// @param base how the device stood before the gap
  /// @param before the newest record before the gap
  /// @param reached when the newest record before the gap was made
  /// @param since all that came after it
  record Gap(
      DeviceState base,
      @Nullable Last before,
      @Nullable Instant reached,
      List<Observation> since,
      Instant until) {}

  /// Begins a course.
  interface Courses {

    /// @param reached when the newest record before was made
    Course from(DeviceState state, @Nullable Instant reached);
  }

  Memory memory() {
    return memory;
  }

  @Nullable Gap gap() {
    return gap;
  }

  /// What is to be folded at once: all of it, if it goes on where the device was. So it does not
  /// matter where one batch ended and the next one began.
  List<Batch> parts(Batch batch) {
    return batch.isOne() || (gap == null && inStep(batch) && batch.cameTogether())
        ? List.of(batch)
        : batch.singly();
  }

  Course fold(DeviceState state, Batch part, Courses courses) {
    var now = part.ended();
    gap = gap != null && now.isBefore(gap.until) ? gap : null;
    if (gap == null && inStep(part)) {
      var course = courses.from(state, memory.reached);
      part.fresh().forEach(course::newest);
      memory = new Memory(Last.of(part.fresh().getLast()), course.reached());
      return course;
    }
    var records = records(part);
    var course = course(state, part, records, courses);
    part.fresh().stream().filter(o -> o instanceof Severed).forEach(course::newest);
    var after = gap(state, records, now);
    memory = new Memory(newest(records, course.state().boot()), course.reached());
    gap = after;
    return course;
  }

  /// Nearly always nothing is missing and nothing overtook another.
  private boolean inStep(Batch part) {
    var before = memory.last;
    for (var record : part.fresh()) {
      if (before == null
          || record instanceof Severed
          || record.stamp().seq() != before.seq + 1
          || !record.stamp().boot().equals(before.boot)) {
        return false;
      }
      before = Last.of(record);
    }
    return part.late().isEmpty() && part.conflicts().isEmpty() && !part.fresh().isEmpty();
  }

  /// What the device itself said.
  private static List<Observation> records(Batch part) {
    var records = new ArrayList<>(part.late());
    records.addAll(part.fresh());
    records.removeIf(o -> o instanceof Severed);
    return records;
  }

  private Course course(DeviceState state, Batch part, List<Observation> records, Courses courses) {
    var course = courses.from(state, memory.reached);
    var open = gap;
    if (open == null || state.lost() != null || !isDisorder(part, records)) {
      inTurn(course, part, records, open == null && begins(state, records));
      return course;
    }
    course.heard(records);
    if (Course.sameWitness(open.base, state)) {
      course = courses.from(Folding.asOf(open.base, course.state()), open.reached);
      told(course, open.before, merged(open.since, records), false);
      course.insteadOf(state, open.base, part.ended());
    } else {
      course.again(open.base, merged(open.since, records), part.ended());
    }
    return course;
  }

  private boolean isDisorder(Batch part, List<Observation> records) {
    var known = memory.last;
    return !part.late().isEmpty() || (known != null && records.stream().anyMatch(known::isAfter));
  }

  private void inTurn(Course course, Batch part, List<Observation> records, boolean begins) {
    var late = part.late();
    if (late.isEmpty()) {
      told(course, memory.last, records, true);
    } else {
      course.heard(late);
      if (begins) {
        told(course, memory.last, records, false);
      } else {
        late.forEach(course::late);
      }
    }
    part.conflicts().forEach(course::conflicted);
  }

  /// @param hears whether who spoke was not noted yet
  private void told(Course course, @Nullable Last known, List<Observation> ordered, boolean hears) {
    var before = known;
    for (var record : ordered) {
      var missing = before == null ? 0 : missing(before, record.stamp());
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

  /// What came while we were away is no loss of the device.
  private long missing(Last before, Observation.Stamp next) {
    var missing = before.missing(next);
    return missing > 0
            && watching
                .apply(next.receivedAt())
                .filter(since -> !since.isAfter(before.receivedAt))
                .isPresent()
        ? missing
        : 0;
  }

  /// Of a device that was never heard nobody knows what is missing.
  private boolean begins(DeviceState before, List<Observation> records) {
    return memory.last == null && before.boot() == null && !records.isEmpty();
  }

  private @Nullable Gap gap(DeviceState before, List<Observation> records, Instant now) {
    var opens = memory.last != null && leavesGap(memory.last, records);
    if (gap == null) {
      return opens || begins(before, records)
          ? new Gap(before, memory.last, memory.reached, records, now.plus(window))
          : null;
    }
    var all = merged(gap.since, records);
    var until = opens ? now.plus(window) : gap.until;
    return all.size() > LONGEST ? null : new Gap(gap.base, gap.before, gap.reached, all, until);
  }

  /// A new boot leaves one, too: the old one may have more to say.
  private static boolean leavesGap(Last known, List<Observation> records) {
    var at = known;
    for (var record : records) {
      var stamp = record.stamp();
      if (!stamp.boot().equals(at.boot) || stamp.seq() > at.seq + 1) {
        return true;
      }
      at = new Last(stamp.boot(), Math.max(at.seq, stamp.seq()), stamp.conn(), at.receivedAt);
    }
    return false;
  }

  /// @param current the boot at hand: others are older, however they count
  private @Nullable Last newest(List<Observation> records, @Nullable String current) {
    var newest = memory.last;
    for (var record : records) {
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
    for (var record : all) {
      if (!arrival.contains(record.stamp().boot())) {
        arrival.add(record.stamp().boot());
      }
    }
    arrival.sort((x, y) -> BootMarks.older(x, y) ? -1 : BootMarks.older(y, x) ? 1 : 0);
    all.sort(
        Comparator.<Observation>comparingInt(o -> arrival.indexOf(o.stamp().boot()))
            .thenComparingLong(o -> o.stamp().seq()));
    return all;
  }
}
