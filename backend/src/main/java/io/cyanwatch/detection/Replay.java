package io.cyanwatch.detection;

import io.cyanwatch.detection.Deadlines.Kind;
import io.cyanwatch.detection.Judgement.Opinion;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.timeline.Heard;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Observation.Severed;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A device's history once more: what was heard of it, in the order in which it came, with all
/// deadlines that fell due in between. It knows no clock and no store, and so the same history
/// gives the same findings, which are those of the day itself.
final class Replay {
  /// So many boots are known at once; older ones say nothing any more.
  private static final int BOOTS = 64;

  private final Rules rules;
  private final DetectionProperties properties;
  private final Absences absences;
  private final Around around;
  private final DeviceRef device;
  private final Sink sink;
  private final Reorder reorder;
  private final Map<String, Long> newest =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > BOOTS;
        }
      };
  private DeviceState state = DeviceState.NEW;
  private Instant seenAt = Instant.MIN;
  private Instant silence = Instant.MAX;
  private Instant will = Instant.MAX;
  private Instant next = Instant.MAX;

  Replay(
      Rules rules,
      DetectionProperties properties,
      Absences absences,
      Around around,
      DeviceRef device,
      Sink sink) {
    this.rules = rules;
    this.properties = properties;
    this.absences = absences;
    this.around = around;
    this.device = device;
    this.sink = sink;
    this.reorder = new Reorder(properties.reorder());
  }

  /// What was known around it at a moment.
  interface Around {
    Surroundings of(DeviceState state, Instant at);
  }

  /// Who listens.
  interface Sink {

    void found(Instant at, Opinion opinion);

    /// It went, came back, or moved to another access point.
    default void moved(Instant at, DeviceState before, DeviceState after) {}
  }

  DeviceState state() {
    return state;
  }

  /// Goes on with this.
  void hears(Heard heard) {
    var at = heard.receivedAt();
    until(at);
    switch (heard) {
      case Heard.Said(var observation) -> said(observation, at);
      case Heard.Contradicted contradicted -> fold(Batch.contradicted(contradicted.conflict()), at);
      case Heard.Knocked knocked -> {
        var course = course(state, null, at);
        course.probed(at, knocked.outcome());
        take(course, at);
      }
    }
  }

  private void said(Observation observation, Instant at) {
    seenAt = at.isAfter(seenAt) ? at : seenAt;
    var stamp = observation.stamp();
    var fresh =
        observation instanceof Severed || stamp.seq() > newest.getOrDefault(stamp.boot(), -1L);
    if (!(observation instanceof Severed)) {
      newest.merge(stamp.boot(), stamp.seq(), Math::max);
    }
    fold(Batch.said(observation, !fresh), at);
  }

  private void fold(Batch one, Instant at) {
    var order = reorder.of(device.nr(), absences::since);
    var course = order.fold(state, one, (from, reached) -> course(from, reached, at));
    reorder.keep(device.nr(), order);
    take(course, at);
  }

  private Course course(DeviceState from, @Nullable Instant reached, Instant now) {
    return new Course(rules, device, as -> around.of(as, now), from, reached);
  }

  private void take(Course course, Instant at) {
    var before = state;
    state = course.state();
    course.said().forEach(opinion -> sink.found(at, opinion));
    var severed = state.severed();
    if (severed != null && !severed.equals(before.severed())) {
      will = severed.at().plus(rules.willGrace());
    }
    if (state.online() && !(before.online() && before.patience().equals(state.patience()))) {
      silence = at.plus(state.patience());
    }
    next = earliest();
    if (!state.equals(before)) {
      sink.moved(at, before, state);
    }
  }

  /// What time alone shows before this moment.
  void until(Instant end) {
    while (next.isBefore(end)) {
      var due = next;
      var now = absences.watching(due);
      if (!now.isBefore(end)) {
        return;
      }
      var kind = due.equals(silence) ? Kind.SILENCE : due.equals(will) ? Kind.WILL : Kind.LOOK;
      if (!isAwaited(kind)) {
        set(kind, Instant.MAX);
        continue;
      }
      var proof = new Proof(rules.willGrace(), properties.warmUp(), () -> absences.since(now));
      var at = proof.notBefore(kind, state, seenAt, due, now);
      if (at.isAfter(now)) {
        set(kind, at);
        continue;
      }
      var course = course(state, null, now);
      Overdue.settle(kind, state, seenAt, at, course);
      set(kind, Instant.MAX);
      take(course, now);
    }
  }

  private boolean isAwaited(Kind kind) {
    return switch (kind) {
      case SILENCE -> state.online();
      case WILL -> state.severed() != null;
      case LOOK -> state.look() != null;
    };
  }

  private void set(Kind kind, Instant at) {
    switch (kind) {
      case SILENCE -> silence = at;
      case WILL -> will = at;
      case LOOK -> state = Overdue.waiting(state, at);
    }
    next = earliest();
  }

  private Instant earliest() {
    var first = silence.isBefore(will) ? silence : will;
    var look = state.look();
    return look == null || first.isBefore(look) ? first : look;
  }
}
