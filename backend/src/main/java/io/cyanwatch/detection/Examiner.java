package io.cyanwatch.detection;

import io.cyanwatch.detection.Deadlines.Deadline;
import io.cyanwatch.detection.Deadlines.Kind;
import io.cyanwatch.detection.Judgement.Opinion;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Folds, judges, keeps what changed and says what it found.
@Component
class Examiner implements Detection {
  private static final Duration SECOND_LOOK = Duration.ofSeconds(3);

  private final DeviceStates states;
  private final Deadlines deadlines;
  private final Rules rules;
  private final AccessPoints accessPoints;
  private final DetectionProperties properties;
  private final ApplicationEventPublisher events;

  Examiner(
      DeviceStates states,
      Deadlines deadlines,
      Rules rules,
      AccessPoints accessPoints,
      DetectionProperties properties,
      ApplicationEventPublisher events) {
    this.states = states;
    this.deadlines = deadlines;
    this.rules = rules;
    this.accessPoints = accessPoints;
    this.properties = properties;
    this.events = events;
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void examine(Timeline.Appended appended, Instant now) {
    var work = new LinkedHashMap<DeviceRef, List<Consumer<Folding>>>();
    for (Observation late : appended.late()) {
      work.computeIfAbsent(late.stamp().device(), _ -> new ArrayList<>()).add(f -> f.late(late));
    }
    for (Observation fresh : appended.fresh()) {
      work.computeIfAbsent(fresh.stamp().device(), _ -> new ArrayList<>())
          .add(f -> f.newest(fresh));
    }
    if (!work.isEmpty()) {
      apply(work, states.lock(work.keySet(), now), Set.of(), now);
    }
  }

  @Override
  @Transactional
  public void probed(DeviceRef device, String outcome, Instant at) {
    var locked = states.lock(List.of(device), at);
    List<Consumer<Folding>> work = List.of(folding -> folding.probed(at, outcome));
    apply(Map.of(device, work), locked, Set.of(), at);
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
                    state.accessPoint()));
  }

  /// @param always devices that are judged although their state did not change: their time has come
  void apply(
      Map<DeviceRef, List<Consumer<Folding>>> work,
      Map<Long, DeviceState> before,
      Set<Long> always,
      Instant now) {
    var changed = new LinkedHashMap<Long, DeviceState>();
    var opinions = new ArrayList<Opinion>();
    var due = new ArrayList<Deadline>();
    var touched = new LinkedHashSet<DeviceRef>();
    for (var entry : work.entrySet()) {
      var device = entry.getKey();
      var old = Objects.requireNonNull(before.get(device.nr()), "every device is locked");
      var folding = new Folding(old);
      entry.getValue().forEach(step -> step.accept(folding));
      var folded = folding.state();
      if (folded.equals(old) && !always.contains(device.nr())) {
        continue;
      }
      var found = rules.judge(Subject.of(device, folded.accessPoint()), folded, now);
      opinions.addAll(found);
      remember(found, folding, now);
      var after = folding.state();
      if (!after.equals(old)) {
        changed.put(device.nr(), after);
        due.addAll(deadlinesOf(device.nr(), old, after, now));
        announce(device, old, after, now);
      }
      if (!sameUplink(old, after) || always.contains(device.nr())) {
        touched.add(device);
      }
    }
    if (!changed.isEmpty()) {
      states.save(changed, now);
    }
    deadlines.set(due);
    opinions.addAll(accessPoints.judge(touched, now));
    if (!opinions.isEmpty()) {
      events.publishEvent(new Judgement(now, opinions));
    }
  }

  /// A doubt and a proof are part of the state: what dispels them is counted from here.
  private static void remember(List<Opinion> opinions, Folding folding, Instant now) {
    for (var opinion : opinions) {
      if (opinion.verdict() instanceof Verdict.Fault fault) {
        var listener = folding.state().listener();
        if (opinion.kind().equals("dead_listener") && listener.dead() == null) {
          folding.declareDead(now, why(fault));
        } else if (opinion.kind().equals("listener_suspect") && listener.suspected() == null) {
          folding.suspect(now, fault.summary());
        }
      }
    }
  }

  private static String why(Verdict.Fault fault) {
    return fault.evidence().get("facts") instanceof Map<?, ?> facts
        ? String.valueOf(facts.get("why"))
        : fault.summary();
  }

  private List<Deadline> deadlinesOf(long device, DeviceState old, DeviceState after, Instant now) {
    var due = new ArrayList<Deadline>();
    var severed = after.severed();
    if (severed != null && !severed.equals(old.severed())) {
      due.add(new Deadline(device, Kind.WILL, severed.at().plus(properties.willGrace())));
    }
    var heard = after.heard();
    if (after.online() && !old.online() && heard != null) {
      // It looks at when the device was last heard, and moves itself.
      due.add(new Deadline(device, Kind.SILENCE, heard.plus(after.patience())));
    }
    var down = after.listener().downSince();
    if (down != null && !down.equals(old.listener().downSince())) {
      due.add(
          new Deadline(device, Kind.LISTENER, down.plus(properties.listenerDown()).plusMillis(1)));
    }
    if (!after.boots().equals(old.boots())) {
      var last = after.boots().getLast().at();
      due.add(new Deadline(device, Kind.LOOP, last.plus(properties.loopCleared())));
    }
    if (!sameUplink(old, after)) {
      // Others of its access point may be changing at this very moment in another transaction.
      due.add(new Deadline(device, Kind.UPLINK, now.plus(SECOND_LOOK)));
    }
    return due;
  }

  private static boolean sameUplink(DeviceState old, DeviceState after) {
    return Objects.equals(old.lost(), after.lost())
        && Objects.equals(old.cloudLost(), after.cloudLost())
        && Objects.equals(old.accessPoint(), after.accessPoint());
  }

  private void announce(DeviceRef device, DeviceState old, DeviceState after, Instant now) {
    if (!old.presence().equals(after.presence())
        || !old.listenerVerdict().equals(after.listenerVerdict())
        || !Objects.equals(old.phase(), after.phase())
        || !Objects.equals(old.boot(), after.boot())) {
      events.publishEvent(
          new PresenceChanged(
              device, after.presence(), after.phase(), after.listenerVerdict(), now));
    }
  }
}
