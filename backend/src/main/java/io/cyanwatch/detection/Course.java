package io.cyanwatch.detection;

import io.cyanwatch.detection.Judgement.Opinion;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Observation.Severed;
import io.cyanwatch.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A device's way through what is heard of it, record by record. What changes it is judged as of
/// the moment at which it was made, and what time alone would show between two records is looked at
/// in between. So it does not matter how records came together, nor how late: only what they say.
final class Course {
  /// More of what was kept may be on its way.
  private static final Duration MORE = Duration.ofSeconds(5);

  private final Rules rules;
  private final DeviceRef device;
  private final Function<DeviceState, Surroundings> around;
  private final List<Opinion> said = new ArrayList<>();
  private final List<Opinion> shadowed = new ArrayList<>();
  private DeviceState state;
  private @Nullable Instant reached;
  private Duration behind = Duration.ZERO;

  /// @param reached when the newest record before was made; null when that is not known
  Course(
      Rules rules,
      DeviceRef device,
      Function<DeviceState, Surroundings> around,
      DeviceState from,
      @Nullable Instant reached) {
    this.rules = rules;
    this.device = device;
    this.around = around;
    this.state = from;
    this.reached = reached;
  }

  DeviceState state() {
    return state;
  }

  @Nullable Instant reached() {
    return reached;
  }

  /// What others hear, in this order.
  List<Opinion> said() {
    return said;
  }

  List<Opinion> shadowed() {
    return shadowed;
  }

  /// Takes in what is newer than all else of its boot, as it came.
  void newest(Observation observation) {
    newest(observation, folding -> folding.newest(observation));
  }

  /// Takes in what was heard before, in the order in which it was said.
  void told(Observation observation) {
    newest(observation, folding -> folding.told(observation));
  }

  /// Before this record, the newest, so many others of its connection are missing.
  void missed(long records, Observation newest) {
    var at = at(Anchor.made(state, newest.stamp()));
    step(folding -> folding.missed(records, at), at, false);
  }

  /// Who spoke, in the order in which it came to us.
  void heard(List<Observation> arrivals) {
    for (var observation : arrivals) {
      var stamp = observation.stamp();
      step(folding -> folding.heard(stamp), reachedOr(stamp.receivedAt()), false);
    }
  }

  private void newest(Observation observation, Consumer<Folding> what) {
    var stamp = observation.stamp();
    if (observation instanceof Severed) {
      step(what, reachedOr(stamp.receivedAt()), false);
      return;
    }
    var made = Anchor.made(state, stamp);
    var late = Duration.between(made, stamp.receivedAt());
    advance(made);
    reached = at(made);
    behind = late.isNegative() ? Duration.ZERO : late;
    step(what, at(made), false);
  }

  /// Takes in what came too late to be put in its place.
  void late(Observation observation) {
    step(folding -> folding.late(observation), at(Anchor.made(state, observation.stamp())), false);
  }

  void conflicted(Timeline.Conflict conflict) {
    step(folding -> folding.conflicted(conflict), reachedOr(conflict.at()), false);
  }

  /// Its grace is over, or it was silent for too long.
  void lose(Instant since, String cause, Instant at) {
    step(folding -> folding.lose(since, cause), at, true);
  }

  void probed(Instant at, String outcome) {
    step(folding -> folding.probed(at, outcome), at, true);
  }

  /// Judges it as it is.
  void look(Instant at) {
    step(_ -> {}, at, true);
  }

  /// Proves nothing before then.
  void lookAt(Instant at) {
    state = Overdue.waiting(state, at);
  }

  /// The look that it waited for.
  void lookAsAsked(Instant at) {
    step(folding -> folding.look(null), at, true);
  }

  /// What time alone shows until then.
  void advance(Instant until) {
    if (reached == null) {
      return;
    }
    var at = reached;
    for (var next = rules.next(state, at); ; next = rules.next(state, at)) {
      if (next.isEmpty() || next.get().isAfter(until)) {
        return;
      }
      at = next.get();
      look(at);
    }
  }

  /// What time alone has shown by now, although the newest record is older.
  private void present(Instant now) {
    look(reachedOr(now));
    advance(now.minus(behind));
  }

  /// These records, in their order, take the place of what came since `state` was otherwise.
  void again(DeviceState base, List<Observation> ordered, Instant now) {
    var folding = Folding.again(base, state, ordered);
    settle(folding, at(Anchor.made(state, ordered.getLast().stamp())), false);
    var newer = Withheld.newer(base, state, said, shadowed);
    said.removeIf(o -> Withheld.isFault(o) && newer.contains(o.kind()));
    shadowed.removeIf(o -> Withheld.isFault(o) && newer.contains(Rules.shadow(o.kind())));
    withhold(newer, now);
  }

  private void withhold(Set<String> newer, Instant now) {
    state = Withheld.until(now.plus(MORE), newer, state);
  }

  /// This course began before `judged`, which others have heard of: what they hear now is only how
  /// things stand otherwise.
  ///
  /// @param base how the device stood when it began
  void insteadOf(DeviceState judged, DeviceState base, Instant now) {
    var told = List.copyOf(said);
    var shown = List.copyOf(shadowed);
    said.clear();
    shadowed.clear();
    present(now);
    var newer = Withheld.newer(base, state, said, shadowed);
    var all = Stream.concat(told.stream(), said.stream()).toList();
    var allShown = Stream.concat(shown.stream(), shadowed.stream()).toList();
    said.clear();
    shadowed.clear();
    all.stream().filter(o -> o.verdict() instanceof Verdict.Hindsight).forEach(said::add);
    var keys = new TreeSet<>(judged.holds().keySet());
    keys.addAll(state.holds().keySet());
    keys.removeAll(newer);
    for (var key : keys) {
      var shadow = Rules.isShadow(key);
      instead(judged, key, shadow ? allShown : all).ifPresent((shadow ? shadowed : said)::add);
    }
    withhold(newer, now);
  }

  private Optional<Opinion> instead(DeviceState judged, String key, List<Opinion> heard) {
    var kind = Rules.kind(key);
    if (!state.holds(key) && !judged.holds(key)) {
      return Optional.empty();
    }
    var last =
        heard.stream()
            .filter(o -> o.kind().equals(kind) && !(o.verdict() instanceof Verdict.Hindsight))
            .reduce((_, b) -> b);
    if (last.isPresent() || state.holds(key)) {
      return last;
    }
    var why = "In their right order its records do not show it.";
    return Optional.of(new Opinion(subject(state), kind, new Verdict.Clear(why)));
  }

  /// What others noticed is no news of what the device itself has reached.
  private Instant reachedOr(Instant noticed) {
    return reached == null ? noticed : reached;
  }

  private Instant at(Instant made) {
    return reached == null || made.isAfter(reached) ? made : reached;
  }

  private void step(Consumer<Folding> what, Instant at, boolean judge) {
    var folding = new Folding(state);
    what.accept(folding);
    settle(folding, at, judge);
  }

  private void settle(Folding folding, Instant at, boolean judge) {
    var folded = folding.state();
    if (!judge && folded.equals(state)) {
      return;
    }
    var before = state;
    var subject = subject(folded);
    var surroundings = around.apply(folded);
    var findings = rules.judge(subject, folded, surroundings, at);
    // What one rule has proven counts for all others at once.
    while (Marks.remember(findings.said(), folding, at)) {
      findings = rules.judge(subject, folding.state(), surroundings, at);
    }
    Withheld.tell(findings, () -> rules.judge(subject(before), before, around.apply(before), at));
    folding.hold(findings.holds());
    Rules.earlier(findings.due(), rules.due(folding.state(), at))
        .ifPresent(due -> folding.look(due.plus(behind)));
    state = folding.state();
    said.addAll(findings.said());
    shadowed.addAll(findings.shadowed());
    Marks.hindsight(subject, before, state).ifPresent(said::add);
  }

  private Subject subject(DeviceState as) {
    return Subject.of(device, as.network().accessPoint());
  }

  /// Whether both know the same of what nobody can put in order: who knocked, and when it was gone.
  static boolean sameWitness(DeviceState a, DeviceState b) {
    return a.listener().outside().equals(b.listener().outside())
        && Objects.equals(a.absence(), b.absence())
        && Objects.equals(a.severed(), b.severed())
        && Objects.equals(a.lost(), b.lost());
  }
}
