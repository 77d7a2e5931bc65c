package io.cyanwatch.detection;

import io.cyanwatch.detection.Deadlines.Deadline;
import io.cyanwatch.detection.Deadlines.Kind;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.fleet.Fleet;
import io.cyanwatch.timeline.Timeline;
import io.cyanwatch.timeline.Watch;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Looks at devices whose time has come although they say nothing.
@Component
class Vigil {
  private static final int AT_ONCE = 500;

  private final Deadlines deadlines;
  private final DeviceStates states;
  private final Examiner examiner;
  private final Fleet fleet;
  private final Timeline timeline;
  private final Watch watch;
  private final DetectionProperties properties;
  private final Clock clock;
  private final DistributionSummary lateness;

  Vigil(
      Deadlines deadlines,
      DeviceStates states,
      Examiner examiner,
      Fleet fleet,
      Timeline timeline,
      Watch watch,
      DetectionProperties properties,
      Clock clock,
      MeterRegistry meters) {
    this.deadlines = deadlines;
    this.states = states;
    this.examiner = examiner;
    this.fleet = fleet;
    this.timeline = timeline;
    this.watch = watch;
    this.properties = properties;
    this.clock = clock;
    this.lateness =
        DistributionSummary.builder("cyanwatch.detection.lateness")
            .baseUnit("seconds")
            .publishPercentiles(0.5, 0.99)
            .register(meters);
  }

  @Scheduled(fixedDelayString = "PT0.5S", initialDelayString = "PT1S")
  @Transactional
  void lookAtThoseDue() {
    var now = clock.instant();
    var due = deadlines.due(now, AT_ONCE);
    if (due.isEmpty()) {
      return;
    }
    var locked = states.lockFree(due.stream().map(Deadline::device).distinct().toList());
    var mine = due.stream().filter(deadline -> locked.containsKey(deadline.device())).toList();
    mine.forEach(d -> lateness.record(Duration.between(d.dueAt(), now).toMillis() / 1000.0));
    deadlines.done(mine);
    look(mine, locked, now);
  }

  private void look(List<Deadline> due, Map<Long, DeviceState> locked, Instant now) {
    var refs = refs(locked.keySet());
    var seen = timeline.seenAt(locked.keySet());
    var work = new HashMap<DeviceRef, List<Consumer<Folding>>>();
    var moved = new ArrayList<Deadline>();
    for (var deadline : due) {
      var ref = refs.get(deadline.device());
      if (ref == null) {
        continue; // It left the registry.
      }
      var state = Objects.requireNonNull(locked.get(deadline.device()), "every device is locked");
      var steps = work.computeIfAbsent(ref, _ -> new ArrayList<>());
      switch (deadline.kind()) {
        case SILENCE ->
            silence(deadline, state, seen.getOrDefault(ref.nr(), now), now, steps, moved);
        case WILL -> will(state, now, steps);
        case LISTENER, LOOP, UPLINK -> {}
      }
    }
    deadlines.set(moved);
    examiner.apply(work, locked, new HashSet<>(locked.keySet()), now);
  }

  private Map<Long, DeviceRef> refs(Set<Long> devices) {
    var byNr = new HashMap<Long, DeviceRef>();
    fleet.resolve(states.ids(devices).values()).values().forEach(ref -> byNr.put(ref.nr(), ref));
    return byNr;
  }

  private void silence(
      Deadline deadline,
      DeviceState state,
      Instant seenAt,
      Instant now,
      List<Consumer<Folding>> steps,
      List<Deadline> moved) {
    if (!state.online()) {
      return;
    }
    var end = later(seenAt.plus(state.patience()), endOfWarmUp(state, now));
    if (end.isAfter(now)) {
      moved.add(new Deadline(deadline.device(), Kind.SILENCE, end));
    } else {
      steps.add(folding -> folding.lose(seenAt, "silence"));
    }
  }

  /// Before this moment silence proves nothing: we have not listened for long enough ourselves.
  private Instant endOfWarmUp(DeviceState state, Instant now) {
    var needed = state.patience();
    var warmUp = needed.compareTo(properties.warmUp()) > 0 ? needed : properties.warmUp();
    return watch.since().map(since -> since.plus(warmUp)).orElse(now.plusSeconds(30));
  }

  private void will(DeviceState state, Instant now, List<Consumer<Folding>> steps) {
    var severed = state.severed();
    if (severed != null && !severed.at().plus(properties.willGrace()).isAfter(now)) {
      steps.add(folding -> folding.lose(severed.at(), "will"));
    }
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
