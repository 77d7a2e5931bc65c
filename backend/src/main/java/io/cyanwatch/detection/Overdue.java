package io.cyanwatch.detection;

import io.cyanwatch.detection.Deadlines.Kind;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What has come due of a device, one after the other, each judged as of its own moment. What had
/// come due before it spoke again counts, although nobody has looked since: it speaks too late to
/// undo that. So it does not matter when we look, and history finds the same.
record Overdue(Proof proof) {

  /// @param seenAt when it was heard last
  /// @param until what comes due at this moment or later is left
  /// @return its way through what had come due; empty when nothing had
  Optional<Course> settle(
      DeviceState from, Instant seenAt, Instant until, Function<DeviceState, Course> begin) {
    if (isEarly(from, seenAt, until)) {
      return Optional.empty();
    }
    @Nullable Course course = null;
    for (var state = from; ; state = course.state()) {
      var kind = first(state, seenAt, until);
      var at = end(kind, state, seenAt, until);
      if (!at.isBefore(until)) {
        return Optional.ofNullable(putOff(state, seenAt, until, course, begin));
      }
      course = course == null ? begin.apply(state) : course;
      settle(kind, state, seenAt, at, course);
    }
  }

  /// Nearly always: it spoke within its patience, its connection held, and time shows nothing.
  private static boolean isEarly(DeviceState from, Instant seenAt, Instant until) {
    return from.severed() == null
        && (from.look() == null || !from.look().isBefore(until))
        && (!from.online() || !seenAt.plus(from.patience()).isBefore(until));
  }

  /// A look that proves nothing yet, because we have not listened for long enough ourselves, waits:
  /// a first word of a device does not bring it back, there may be more behind.
  private @Nullable Course putOff(
      DeviceState state,
      Instant seenAt,
      Instant until,
      @Nullable Course course,
      Function<DeviceState, Course> begin) {
    if (state.look() == null || !state.look().isBefore(until) || !proof.isWatching()) {
      return course;
    }
    var later = course == null ? begin.apply(state) : course;
    later.lookAt(end(Kind.LOOK, state, seenAt, until));
    return later;
  }

  /// @param at when to look next
  static DeviceState waiting(DeviceState state, Instant at) {
    var folding = new Folding(state);
    folding.look(at);
    return folding.state();
  }

  private Kind first(DeviceState state, Instant seenAt, Instant until) {
    var first = Kind.SILENCE;
    var soonest = end(Kind.SILENCE, state, seenAt, until);
    for (var kind : LATER) {
      var end = end(kind, state, seenAt, until);
      if (end.isBefore(soonest)) {
        first = kind;
        soonest = end;
      }
    }
    return first;
  }

  private static final Kind[] LATER = {Kind.WILL, Kind.LOOK};

  /// From when on it proves something; the end of time when nothing of this kind is awaited.
  Instant end(Kind kind, DeviceState state, Instant seenAt, Instant now) {
    var awaited =
        switch (kind) {
          case SILENCE -> state.online() ? seenAt.plus(state.patience()) : null;
          case WILL -> state.severed() == null ? null : state.severed().at();
          case LOOK -> state.look();
        };
    return awaited == null ? Instant.MAX : proof.notBefore(kind, state, seenAt, awaited, now);
  }

  /// Judged as of when it was due, whenever we get to it: that is what history tells again.
  static void settle(Kind kind, DeviceState state, Instant seenAt, Instant at, Course course) {
    switch (kind) {
      case SILENCE -> course.lose(seenAt, "silence", at);
      case WILL -> course.lose(state.severed() == null ? at : state.severed().at(), "will", at);
      case LOOK -> course.lookAsAsked(at);
    }
  }
}
