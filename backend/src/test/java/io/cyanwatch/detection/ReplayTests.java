package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.timeline.Heard;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Timelines.Unwatched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ReplayTests {

  @Property(tries = 500)
  void historyFindsWhatWasFoundOnTheDay(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 60) int count) {
    var life = Lives.eventful(new Random(seed), count);

    var day = new Day();
    day.live(batches(twice(life, new Random(seed + 1)), new Random(seed + 2)));
    day.end();

    var again = replayed(life).lines();
    for (var n = 0; n < again.size(); n++) {
      assertThat(day.log.lines().size() > n ? day.log.lines().get(n) : "").isEqualTo(again.get(n));
    }
    assertThat(day.log.lines()).hasSameSizeAs(again);
  }

  @Property(tries = 500)
  void disorderInsideTheWindowAndRepetitionsFindTheSame(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 40) int count) {
    var random = new Random(seed);
    var life = ReorderTests.life(random, count);
    var arriving = new ArrayList<>(delayed(life.subList(1, life.size()), random));
    arriving.addFirst(life.getFirst());
    // Whatever is on its way has come by then.
    var last = life.getLast().stamp();
    var end = Lives.millis(last.at()) + 60_000;
    var after = new Beats().at(Lives.stamp(900, 0, 1, 0, end, end));
    arriving.add(after);
    var inOrder = new ArrayList<>(life);
    inOrder.add(after);

    var day = new Day();
    day.live(batches(twice(arriving, random), random));
    var replay = Lives.replay(new Lives.Log());
    inOrder.forEach(o -> replay.hears(new Heard.Said(o)));

    assertThat(json(States.butForTheLook(day.state)))
        .isEqualTo(json(States.butForTheLook(replay.state())));
  }

  /// A life in which several boots lie in one batch, received at the same millisecond.
  @Test
  void bootsThatCameAtOnceCameOneAfterTheOther() {
    historyFindsWhatWasFoundOnTheDay(-21237L, 34);
  }

  @Test
  void theSameHistoryTwiceGivesTheSameBytes() {
    var life = Lives.eventful(new Random(7), 500);

    assertThat(replayed(life).lines()).hasSizeGreaterThan(50).isEqualTo(replayed(life).lines());
  }

  @Test
  void silenceBeganWithTheLastRecordHoweverLateWeLookedAtIt() {
    var log = replayed(List.of(beat(0, 0), beat(1, 30_000)));

    assertThat(log.lines()).hasSize(1);
    assertThat(log.lines().getFirst()).contains("offline FAULT", "2026-01-01T00:00:30Z");
  }

  @Test
  void whoPromisesToSpeakMoreOftenIsMissedSooner() {
    var log = new Lives.Log();
    var replay = replay(Absences.NONE, log);
    replay.hears(new Heard.Said(beat(0, 0)));
    replay.hears(new Heard.Said(hurried(1, 10_000)));

    replay.until(States.at(22));
    assertThat(log.lines()).isEmpty();
    replay.until(States.at(23));
    assertThat(log.lines()).hasSize(1);
  }

  /// A second birth of the boot, with an interval of five seconds.
  private static Observation hurried(long seq, long at) {
    return States.born(Lives.stamp(1, seq, 1, at, at, at), Duration.ofSeconds(5));
  }

  @Test
  void nobodyIsSilentWhileWeAreAway() {
    var absence = new Unwatched(States.at(10), States.at(3_000), "backend");
    var log = new Lives.Log();
    var replay = replay(new Absences(List.of(absence)), log);

    replay.hears(new Heard.Said(beat(0, 0)));
    replay.until(States.at(3_089));
    assertThat(log.lines()).isEmpty();

    replay.until(States.at(3_092));
    assertThat(log.lines()).hasSize(1);
  }

  @Test
  void twoRefusedKnocksFromOutsideAreToldAgain() {
    var log = new Lives.Log();
    var replay = replay(Absences.NONE, log);

    replay.hears(new Heard.Said(beat(0, 0)));
    replay.hears(new Heard.Knocked(States.at(5), "refused"));
    replay.hears(new Heard.Knocked(States.at(11), "refused"));

    assertThat(log.lines()).hasSize(1);
    assertThat(log.lines().getFirst()).startsWith("dead_listener FAULT");
  }

  @Test
  void aListenerThatWasDownForTenSecondsInAnOutageIsNotProvenDeadBecauseWeHearOfItLate() {
    var down = new Beats().listener("down").at(Lives.stamp(1, 1, 1, 0, 100_000, 500_000));
    var up = new Beats().generation(2).at(Lives.stamp(1, 2, 1, 0, 110_000, 500_005));
    var log = new Lives.Log();
    var replay = replay(Absences.NONE, log);

    for (var record : List.of(beat(0, 60_000), down, up)) {
      replay.hears(new Heard.Said(record));
    }

    assertThat(log.lines()).noneMatch(line -> line.startsWith("dead_listener"));
  }

  @Test
  void whatItKeptWhileItWasApartFromUsToldNobodyOfItsCloudHoweverFastItsClock() {
    var log = new Lives.Log();
    var replay = replay(Absences.NONE, log);
    for (var up = 0; up <= 300; up += 30) {
      replay.hears(new Heard.Said(new Beats().cloud(true).at(fast(up, up))));
    }
    for (var up = 330; up <= 1500; up += 30) {
      replay.hears(new Heard.Said(new Beats().cloud(false).at(fast(up, 1510))));
    }
    replay.hears(new Heard.Said(new Beats().cloud(false).at(fast(1530, 1530))));
    assertThat(log.lines()).noneMatch(line -> line.startsWith("cloud_only"));

    for (var up = 1560; up <= 1830; up += 30) {
      replay.hears(new Heard.Said(new Beats().cloud(false).at(fast(up, up))));
    }
    assertThat(log.lines()).anyMatch(line -> line.startsWith("cloud_only FAULT"));
  }

  /// From a device whose clock is 18 minutes ahead.
  private static Observation.Stamp fast(long up, long received) {
    var clock = States.at(up + 1080);
    return new Observation.Stamp(
        States.DEVICE,
        States.boot(1),
        up / 30,
        1,
        Duration.ofSeconds(up),
        clock,
        clock,
        Duration.ofSeconds(1),
        States.at(received));
  }

  private static String json(DeviceState state) {
    return new StateJson(JsonMapper.shared()).write(state);
  }

  private static Observation beat(long seq, long at) {
    return new Beats().at(Lives.stamp(1, seq, 1, at, at, at));
  }

  private static Lives.Log replayed(List<Observation> life) {
    var log = new Lives.Log();
    var replay = replay(Absences.NONE, log);
    life.forEach(o -> replay.hears(new Heard.Said(o)));
    replay.until(life.getLast().stamp().receivedAt().plusSeconds(7200));
    return log;
  }

  private static Replay replay(Absences absences, Lives.Log log) {
    return new Replay(
        Lives.RULES, Lives.AS_SHIPPED, absences, (_, _) -> Surroundings.NONE, States.DEVICE, log);
  }

  /// Each with a delay of its own, less than the window.
  private static List<Observation> delayed(List<Observation> life, Random random) {
    return life.stream()
        .map(
            o -> {
              var s = o.stamp();
              var made = Lives.millis(s.at());
              return o.with(
                  new Observation.Stamp(
                      s.device(),
                      s.boot(),
                      s.seq(),
                      s.conn(),
                      s.up(),
                      s.clock(),
                      s.at(),
                      s.error(),
                      States.START.plusMillis(made + random.nextInt(14_000))));
            })
        .sorted(Comparator.comparing(o -> o.stamp().receivedAt()))
        .toList();
  }

  /// Some come again, at once or later.
  private static List<Observation> twice(List<Observation> life, Random random) {
    var all = new ArrayList<Observation>();
    for (var record : life) {
      all.add(record);
      if (random.nextInt(3) == 0) {
        all.add(all.get(random.nextInt(all.size())));
      }
    }
    return all;
  }

  /// A batch gathers for some milliseconds.
  private static boolean apart(List<Observation> batch, Observation record) {
    var since = batch.getFirst().stamp().receivedAt();
    return record.stamp().receivedAt().isAfter(since.plusMillis(15));
  }

  private static List<List<Observation>> batches(List<Observation> life, Random random) {
    var batches = new ArrayList<List<Observation>>();
    for (var record : life) {
      if (batches.isEmpty() || random.nextInt(3) == 0 || apart(batches.getLast(), record)) {
        batches.add(new ArrayList<>());
      }
      batches.getLast().add(record);
    }
    return batches;
  }
}
