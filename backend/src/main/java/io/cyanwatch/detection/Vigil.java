package io.cyanwatch.detection;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import io.cyanwatch.detection.Deadlines.Deadline;
import io.cyanwatch.detection.Deadlines.Kind;
import io.cyanwatch.detection.Deadlines.Postponed;
import io.cyanwatch.detection.Examiner.Folded;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.fleet.Fleet;
import io.cyanwatch.link.LinkChanged;
import io.cyanwatch.timeline.Timeline;
import io.cyanwatch.timeline.Watch;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Looks at devices whose time has come although they say nothing.
@Component
class Vigil {
  private static final int AT_ONCE = 1_000;

  /// Whatever is due is looked at now, not at the next turn; but a turn ends.
  private static final int MOST = 100;

  /// Whoever tells of our return waits for this.
  private static final int MOST_AS_WE_GO = 10;

  private final Deadlines deadlines;
  private final DeviceStates states;
  private final Examiner examiner;
  private final Fleet fleet;
  private final Timeline timeline;
  private final Watch watch;
  private final Groups groups;
  private final Rules rules;
  private final DetectionProperties properties;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private final DistributionSummary lateness;

  Vigil(
      Deadlines deadlines,
      DeviceStates states,
      Examiner examiner,
      Fleet fleet,
      Timeline timeline,
      Watch watch,
      Groups groups,
      Rules rules,
      DetectionProperties properties,
      TransactionTemplate transaction,
      Clock clock,
      MeterRegistry meters) {
    this.deadlines = deadlines;
    this.states = states;
    this.examiner = examiner;
    this.fleet = fleet;
    this.timeline = timeline;
    this.watch = watch;
    this.groups = groups;
    this.rules = rules;
    this.properties = properties;
    this.transaction = transaction;
    this.clock = clock;
    this.lateness =
        DistributionSummary.builder("cyanwatch.detection.lateness")
            .baseUnit("seconds")
            .publishPercentiles(0.5, 0.99)
            .register(meters);
  }

  @Scheduled(fixedDelayString = "PT0.5S", initialDelayString = "PT1S")
  void lookAtThoseDue() {
    look(clock::instant, MOST);
  }

  /// What had come due when we went was heard of to the end: afterwards it would have to wait until
  /// we have listened for long enough again.
  @EventListener
  public void on(LinkChanged change) {
    if (!change.connected()) {
      look(() -> change.at().minus(1, ChronoUnit.MICROS), MOST_AS_WE_GO);
    }
  }

  private void look(Supplier<Instant> time, int most) {
    for (var turn = 0; turn < most; turn++) {
      var now = time.get();
      var watching = watch.since(now);
      if (watching.isEmpty()) {
        return; // We hear nobody ourselves: time proves nothing.
      }
      if (!Boolean.TRUE.equals(transaction.execute(_ -> lookAtSome(now, watching)))) {
        return;
      }
    }
  }

  /// @return whether there may be more
  private boolean lookAtSome(Instant now, Optional<Instant> watching) {
    examiner.tidy(now);
    var all = deadlines.due(now, AT_ONCE);
    if (all.isEmpty()) {
      return false;
    }
    var postponed = spoke(all, now);
    deadlines.postpone(postponed);
    var due = new ArrayList<>(all);
    due.removeAll(postponed.stream().map(Postponed::deadline).collect(toSet()));
    if (due.isEmpty()) {
      return all.size() == AT_ONCE;
    }
    var seen = timeline.holdFree(due.stream().map(Deadline::device).distinct().toList());
    var locked = states.of(seen.keySet());
    var mine = due.stream().filter(deadline -> locked.containsKey(deadline.device())).toList();
    mine.forEach(d -> lateness.record(Duration.between(d.dueAt(), now).toMillis() / 1000.0));
    deadlines.done(mine);
    look(
        mine,
        locked,
        seen,
        now,
        new Overdue(new Proof(rules.willGrace(), properties.warmUp(), () -> watching)));
    // What others hold they look at; it is not waited for.
    return all.size() == AT_ONCE && !(mine.isEmpty() && postponed.isEmpty());
  }

  /// Most silences are none: the device spoke meanwhile, and nothing else needs to be known of it.
  private List<Postponed> spoke(List<Deadline> due, Instant now) {
    var silences = due.stream().filter(d -> d.patience() != null).toList();
    var seen = timeline.seen(silences.stream().map(Deadline::device).toList());
    var spoke = new ArrayList<Postponed>();
    for (var deadline : silences) {
      var seenAt = seen.get(deadline.device());
      var patience = deadline.patience();
      if (seenAt != null && patience != null && seenAt.plus(patience).isAfter(now)) {
        spoke.add(new Postponed(deadline, seenAt.plus(patience)));
      }
    }
    return spoke;
  }

  /// In a transaction of its own: an access point that cannot be judged stops no device.
  @Scheduled(fixedDelayString = "PT0.5S", initialDelayString = "PT1S")
  void lookAtGroups() {
    if (watch.since().isPresent()) {
      groups.judgeThoseDue(clock.instant());
    }
  }

  private void look(
      List<Deadline> due,
      Map<Long, DeviceState> locked,
      Map<Long, Instant> seen,
      Instant now,
      Overdue overdue) {
    var refs = refs(locked.keySet());
    var around = examiner.look(now);
    var work = new ArrayList<Folded>();
    var moved = new ArrayList<Deadline>();
    due.stream()
        .collect(groupingBy(Deadline::device, LinkedHashMap::new, toList()))
        .forEach(
            (device, its) -> {
              var ref = refs.get(device);
              if (ref == null) {
                return; // It left the registry.
              }
              var known = Objects.requireNonNull(locked.get(device), "every device is locked");
              var from = awaiting(known, its);
              var seenAt = seen.getOrDefault(device, now);
              // What is due at this very moment is due.
              var course =
                  overdue.settle(
                      from, seenAt, now.plusNanos(1), as -> examiner.course(ref, as, around));
              course.ifPresent(it -> work.add(new Folded(ref, known, it)));
              var state = course.map(Course::state).orElse(from);
              for (var deadline : its) {
                var end = overdue.end(deadline.kind(), state, seenAt, now);
                if (end.isBefore(Instant.MAX)) {
                  moved.add(deadline.movedTo(end, state.patience()));
                }
              }
            });
    deadlines.set(moved);
    examiner.apply(work, around, now);
  }

  /// A version before this one did not keep in the state when to look.
  private static DeviceState awaiting(DeviceState state, List<Deadline> its) {
    return state.look() != null
        ? state
        : its.stream()
            .filter(deadline -> deadline.kind() == Kind.LOOK)
            .findFirst()
            .map(deadline -> Overdue.waiting(state, deadline.dueAt()))
            .orElse(state);
  }

  private Map<Long, DeviceRef> refs(Set<Long> devices) {
    var byNr = new HashMap<Long, DeviceRef>();
    fleet.resolve(states.ids(devices).values()).values().forEach(ref -> byNr.put(ref.nr(), ref));
    return byNr;
  }
}
