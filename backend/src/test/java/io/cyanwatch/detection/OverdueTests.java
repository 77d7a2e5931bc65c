package io.cyanwatch.detection;

import static io.cyanwatch.detection.States.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.detection.Deadlines.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is judged before a device that speaks again is listened to. Its silence ends after 75 s, a
/// will's grace after 5 s, our own warm-up after 90 s.
class OverdueTests {
  private final List<String> said = new ArrayList<>();

  @Test
  void whoeverSpeaksWithinItsPatienceAndHasNothingToBeLookedAtIsNotJudged() {
    assertThat(settled(well(), 10, 85, watchingSince(-1_000))).isEmpty();
    assertThat(settled(waiting(well(), 50), 10, 50, watchingSince(-1_000))).isEmpty();
  }

  @Test
  void aSilenceThatIsOverCountsAsOfItsEnd() {
    var after = settled(well(), 10, 86, watchingSince(-1_000)).orElseThrow();

    assertThat(after.lost()).isEqualTo(new DeviceState.Lost(at(10), "silence"));
    assertThat(said).containsExactly("offline");
  }

  @Test
  void aLookThatIsDueIsTakenAndAWillWhoseGraceLastsStays() {
    var severed = waiting(new States().boots(1, 0, "power_on", true).isSevered(1, 10, 1), 12);

    var after = settled(severed, 10, 15, watchingSince(-1_000)).orElseThrow();

    assertThat(after.severed()).isNotNull();
    assertThat(after.look()).isNotEqualTo(at(12));
    assertThat(Deadlines.settled(severed, after)).containsExactly(Kind.LOOK);
  }

  @Test
  void aWillWhoseGraceIsOverIsSettledAndForgotten() {
    var severed = new States().boots(1, 0, "power_on", true).isSevered(1, 10, 1).state();

    var after = settled(severed, 10, 16, watchingSince(-1_000)).orElseThrow();

    assertThat(after.lost()).isEqualTo(new DeviceState.Lost(at(10), "will"));
    assertThat(Deadlines.settled(severed, after)).contains(Kind.WILL);
  }

  @Test
  void whileNobodyListensALookProvesNothingAndStays() {
    var state = waiting(well(), 20);

    assertThat(settled(state, 10, 60, Optional.empty())).isEmpty();
  }

  @Test
  void aLookFromBeforeOurAbsenceWaitsForTheEndOfTheWarmUpWhateverComesFirst() {
    var state = waiting(well(), 20);

    var after = settled(state, 10, 60, watchingSince(50)).orElseThrow();
    assertThat(after.look()).isEqualTo(at(140));
    assertThat(said).isEmpty();

    assertThat(settled(after, 60, 100, watchingSince(50))).isEmpty();
  }

  private static DeviceState well() {
    return new States().boots(1, 0, "power_on", true).beats(1, 10).state();
  }

  private static DeviceState waiting(DeviceState state, long second) {
    return Overdue.waiting(state, at(second));
  }

  private static DeviceState waiting(States device, long second) {
    return waiting(device.state(), second);
  }

  private static Optional<Instant> watchingSince(long second) {
    return Optional.of(at(second));
  }

  private Optional<DeviceState> settled(
      DeviceState state, long seen, long until, Optional<Instant> watching) {
    said.clear();
    var course =
        new Overdue(
                new Proof(Lives.AS_SHIPPED.willGrace(), Lives.AS_SHIPPED.warmUp(), () -> watching))
            .settle(state, at(seen), at(until), as -> Lives.course(as, null));
    course.ifPresent(it -> it.said().forEach(opinion -> said.add(opinion.kind())));
    return course.map(Course::state);
  }
}
