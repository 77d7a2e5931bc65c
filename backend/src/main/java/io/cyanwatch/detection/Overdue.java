package io.cyanwatch.detection;

import io.cyanwatch.detection.Deadlines.Kind;
import io.cyanwatch.detection.Reorder.Batch;
import io.cyanwatch.timeline.Timeline.Conflict;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What had come due before a device spoke again, although nobody has looked since: it speaks too
/// late to undo that. So it does not matter when we look, and history finds the same.
record Overdue(Proof proof) {

  /// @param seenAt when it was heard before
  /// @param until when it was heard now
  /// @return its way through what had come due; empty when nothing had
  Optional<Course> settle(
      DeviceState from, Instant seenAt, Instant until, Function<DeviceState, Course> begin) {
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

  private Instant end(Kind kind, DeviceState state, Instant seenAt, Instant until) {
    return proof.notBefore(kind, state, seenAt, until, until);
  }

  /// When the first of it was heard; empty when there is nothing.
  static Optional<Instant> heard(Batch batch) {
    var records = Stream.concat(batch.fresh().stream(), batch.late().stream());
    return Stream.concat(
            records.map(it -> it.stamp().receivedAt()),
            batch.conflicts().stream().map(Conflict::at))
        .min(Comparator.naturalOrder());
  }
}
