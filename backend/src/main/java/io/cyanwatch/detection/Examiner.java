package io.cyanwatch.detection;

import io.cyanwatch.detection.Deadlines.Deadline;
import io.cyanwatch.detection.Groups.Place;
import io.cyanwatch.detection.Judgement.Opinion;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Timeline;
import io.cyanwatch.timeline.Watch;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Folds, judges, keeps what changed and says what it found.
@Component
class Examiner implements Detection {
  private final Timeline timeline;
  private final DeviceStates states;
  private final Deadlines deadlines;
  private final Rules rules;
  private final Shadows shadows;
  private final Groups groups;
  private final Vicinity vicinity;
  private final Firmwares firmwares;
  private final Headcount headcount;
  private final DetectionProperties properties;
  private final Watch watch;
  private final ApplicationEventPublisher events;
  private final Reorder reorder;

  Examiner(
      Timeline timeline,
      DeviceStates states,
      Deadlines deadlines,
      Rules rules,
      Shadows shadows,
      Groups groups,
      Vicinity vicinity,
      Firmwares firmwares,
      Headcount headcount,
      DetectionProperties properties,
      Watch watch,
      ApplicationEventPublisher events) {
    this.timeline = timeline;
    this.states = states;
    this.deadlines = deadlines;
    this.rules = rules;
    this.shadows = shadows;
    this.groups = groups;
    this.vicinity = vicinity;
    this.firmwares = firmwares;
    this.headcount = headcount;
    this.properties = properties;
    this.watch = watch;
    this.events = events;
    this.reorder = new Reorder(properties.reorder());
  }

  /// A device that went on.
  record Folded(DeviceRef device, DeviceState before, Course course) {}

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void examine(Timeline.Appended appended, Instant now) {
    var batches = new LinkedHashMap<DeviceRef, Batch>();
    appended.late().forEach(o -> batch(batches, o.stamp().device()).add(o, true));
    appended.fresh().forEach(o -> batch(batches, o.stamp().device()).add(o, false));
    appended.conflicts().forEach(c -> batch(batches, c.device()).conflicts().add(c));
    if (batches.isEmpty()) {
      return;
    }
    var before = states.of(batches.keySet(), now);
    var folded = new ArrayList<Folded>();
    var keeps = new ArrayList<Runnable>();
    var look = vicinity.look(now);
    batches.forEach(
        (device, batch) -> {
          var state = Objects.requireNonNull(before.get(device.nr()), "every device is locked");
          var seenAt = appended.seenBefore().getOrDefault(device.nr(), Instant.EPOCH);
          var order = reorder.of(device.nr(), watch::since);
          for (var part : order.parts(batch)) {
            var from = overdue(device, state, seenAt, part.began(), look, folded);
            var course = order.fold(from, part, courses(device, look));
            folded.add(new Folded(device, from, course));
            state = course.state();
            seenAt = part.isSpoken() ? later(seenAt, part.ended()) : seenAt;
          }
          var after = state;
          keeps.add(() -> reorder.keep(device.nr(), order));
          keeps.add(() -> lived(device, batch, after));
        });
    apply(folded, look, now);
    afterCommit(() -> keeps.forEach(Runnable::run));
  }

  /// @return how it stands once it has been judged
  private DeviceState overdue(
      DeviceRef device,
      DeviceState state,
      Instant seenAt,
      Instant until,
      Vicinity.Look look,
      List<Folded> folded) {
    var late = settle(device, state, seenAt, until, look);
    late.ifPresent(course -> folded.add(new Folded(device, state, course)));
    return late.map(Course::state).orElse(state);
  }

  private static Instant later(Instant a, Instant b) {
    return b.isAfter(a) ? b : a;
  }

  /// What had come due before this moment, and nobody has looked at.
  private Optional<Course> settle(
      DeviceRef device, DeviceState state, Instant seenAt, Instant until, Vicinity.Look look) {
    // As we watched at that moment: we may have gone since.
    var overdue =
        new Overdue(new Proof(rules.willGrace(), properties.warmUp(), () -> watch.since(until)));
    var course = overdue.settle(state, seenAt, until, as -> course(device, as, look));
    course.ifPresent(it -> deadlines.forget(device.nr(), Deadlines.settled(state, it.state())));
    return course;
  }

  private static Batch batch(Map<DeviceRef, Batch> batches, DeviceRef device) {
    return batches.computeIfAbsent(device, _ -> Batch.empty());
  }

  private Order.Courses courses(DeviceRef device, Vicinity.Look look) {
    return (state, reached) ->
        new Course(rules, device, as -> look.around(device, as), state, reached);
  }

  /// For devices whose time has come.
  Course course(DeviceRef device, DeviceState state, Vicinity.Look look) {
    return courses(device, look).from(state, null);
  }

  Vicinity.Look look(Instant now) {
    return vicinity.look(now);
  }

  private void lived(DeviceRef device, Batch batch, DeviceState state) {
    var beats = 0;
    for (var observation : batch.fresh()) {
      if (observation instanceof Observation.Beat beat) {
        beats++;
        var idle = beat.vitals().idle();
        if (idle != null && idle <= state.interval().toSeconds()) {
          vicinity.visited(device, Anchor.made(state, beat.stamp()).minusSeconds(idle));
        }
      }
    }
    if (beats > 0) {
      firmwares.lived(state.about(), state.interval().multipliedBy(beats));
    }
  }

  private static void afterCommit(Runnable what) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            what.run();
          }
        });
  }

  @Override
  @Transactional
  public void probed(DeviceRef device, String outcome, Instant when) {
    var at = when.truncatedTo(ChronoUnit.MILLIS);
    var seenAt = timeline.hold(List.of(device.nr())).getOrDefault(device.nr(), Instant.EPOCH);
    var state = Objects.requireNonNull(states.of(List.of(device), at).get(device.nr()));
    var look = vicinity.look(at);
    var course =
        settle(device, state, seenAt, at, look).orElseGet(() -> course(device, state, look));
    course.probed(at, outcome);
    timeline.knocked(device, outcome, at);
    apply(List.of(new Folded(device, state, course)), look, at);
  }

  @Override
  public Optional<Standing> standing(long device) {
    return states
        .find(device)
        .map(
            state ->
                new Standing(
                    state.presence(),
                    state.boot(),
                    state.listener().generation(),
                    state.listenerVerdict(),
                    state.network().accessPoint()));
  }

  /// Forgets what it remembers in memory only.
  void tidy(Instant now) {
    reorder.forget(now);
  }

  void apply(List<Folded> all, Vicinity.Look look, Instant now) {
    var found =
        new Found(
            new TreeMap<>(BY_NR),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    all.forEach(one -> judge(one, look, now, found));
    if (!found.changed.isEmpty()) {
      states.save(found.changed, now);
    }
    deadlines.set(found.due);
    shadows.add(found.shadowed, now);
    groups.ask(found.touched, now);
    if (!found.opinions.isEmpty()) {
      events.publishEvent(new Judgement(now, found.opinions));
    }
  }

  private static final java.util.Comparator<DeviceRef> BY_NR =
      java.util.Comparator.comparingLong(DeviceRef::nr);

  private record Found(
      TreeMap<DeviceRef, DeviceState> changed,
      List<Opinion> opinions,
      List<Opinion> shadowed,
      List<Deadline> due,
      List<Place> touched) {}

  private void judge(Folded one, Vicinity.Look look, Instant now, Found found) {
    var device = one.device();
    var course = one.course();
    var after = course.state();
    found.opinions.addAll(course.said());
    found.shadowed.addAll(course.shadowed());
    if (after.equals(one.before())) {
      return;
    }
    var around = look.around(device, after);
    afterCommit(() -> Marks.count(firmwares, device, one.before(), after, around));
    var settled = Deadlines.settled(one.before(), after);
    if (found.changed.put(device, after) != null && !settled.isEmpty()) {
      // What an earlier part of the batch awaited came.
      found.due.removeIf(due -> due.device() == device.nr() && settled.contains(due.kind()));
    }
    announce(device, one.before(), after, now);
    if (!after.presence().equals(one.before().presence())) {
      afterCommit(() -> headcount.moved(one.before().presence(), after.presence()));
    }
    found.due.addAll(Deadlines.of(device.nr(), one.before(), after, rules.willGrace(), now));
    if (!sameUplink(one.before(), after)) {
      found.touched.add(place(device, one.before()));
      found.touched.add(place(device, after));
    }
  }

  private static Place place(DeviceRef device, DeviceState state) {
    return new Place(device, Absent.or(state.network().accessPoint(), ""));
  }

  private static boolean sameUplink(DeviceState old, DeviceState after) {
    return Objects.equals(old.unexplainedSince(), after.unexplainedSince())
        && Objects.equals(old.network().accessPoint(), after.network().accessPoint());
  }

  private void announce(DeviceRef device, DeviceState old, DeviceState after, Instant now) {
    if (!old.presence().equals(after.presence())
        || !old.listenerVerdict().equals(after.listenerVerdict())
        || !Objects.equals(old.network().phase(), after.network().phase())
        || !Objects.equals(old.boot(), after.boot())) {
      events.publishEvent(
          new PresenceChanged(
              device, after.presence(), after.network().phase(), after.listenerVerdict(), now));
    }
  }
}
