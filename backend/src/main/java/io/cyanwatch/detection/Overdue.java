package io.cyanwatch.detection;

import io.cyanwatch.detection.Deadlines.Kind;
import io.cyanwatch.detection.Reorder.Batch;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What had come due before a device spoke again, although nobody has looked since: it speaks too
/// late to undo that. So it does not matter when we look, and history finds the same.
record Overdue(Proof proof) {

  /// @param seenAt when it was heard before
  /// @param until when it was heard now
  /// @return its way through what had come due; empty when nothing had
  Optional<Course> settle(
      DeviceState from, Instant seenAt, Instant until, Function<DeviceState, Course> begin) {
    if (isEarly(from, seenAt, until)) {
      return Optional.empty();
    }
    @Nullable Course course = null;
    for (var state = from; ; state = course.state()) {
      var silence = state.online() ? end(Kind.SILENCE, state, seenAt, until) : Instant.MAX;
      var will = state.severed() != null ? end(Kind.WILL, state, seenAt, until) : Instant.MAX;
      var kind = silence.isAfter(will) ? Kind.WILL : Kind.SILENCE;
      var at = kind == Kind.WILL ? will : silence;
      if (!at.isBefore(until)) {
        return Optional.ofNullable(course);
      }
      course = course == null ? begin.apply(state) : course;
      Vigil.settle(kind, state, seenAt, at, course);
    }
  }

  /// Nearly always: it spoke within its patience, and its connection held.
  private static boolean isEarly(DeviceState from, Instant seenAt, Instant until) {
    return from.severed() == null
        && (!from.online() || !seenAt.plus(from.patience()).isBefore(until));
  }

  private Instant end(Kind kind, DeviceState state, Instant seenAt, Instant until) {
    return proof.notBefore(kind, state, seenAt, until, until);
  }

  /// When the first of it was heard; empty when there is nothing.
  static Optional<Instant> heard(Batch batch) {
    var first = Instant.MAX;
    for (var record : batch.fresh()) {
      first = earlier(first, record.stamp().receivedAt());
    }
    for (var record : batch.late()) {
      first = earlier(first, record.stamp().receivedAt());
    }
    for (var conflict : batch.conflicts()) {
      first = earlier(first, conflict.at());
    }
    return first.equals(Instant.MAX) ? Optional.empty() : Optional.of(first);
  }

  private static Instant earlier(Instant a, Instant b) {
    return b.isBefore(a) ? b : a;
  }
}
