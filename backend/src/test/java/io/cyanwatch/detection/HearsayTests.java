package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.timeline.Heard;
import io.cyanwatch.timeline.Heard.Contradicted;
import io.cyanwatch.timeline.Heard.Knocked;
import io.cyanwatch.timeline.Heard.Said;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Observation.Severed;
import io.cyanwatch.timeline.Observation.Stamp;
import io.cyanwatch.timeline.Timeline.Conflict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// Of records that overtake each other, come twice, contradict each other, and of those who knock
/// at the door in between.
class HearsayTests {
  private static final List<String> OUTCOMES = List.of("open", "refused", "refused", "timeout");

  @Property(tries = 500)
  void historyInTheOrderInWhichItCameFindsWhatWasFoundOnTheDay(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 50) int count) {
    var random = new Random(seed);
    var heard = disturbed(arriving(Lives.eventful(random, count), random), random);

    var day = new Day();
    day.hear(batches(twice(heard, random), random));
    day.end();

    assertThat(day.log.lines()).isEqualTo(replayed(heard).lines());
  }

  /// Whatever the disorder had shown for a while: these are the incidents that stand.
  @Property(tries = 500)
  void whatStandsAfterDisorderIsWhatStandsWithoutIt(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 40) int count) {
    var random = new Random(seed);
    var life = ReorderTests.life(random, count);
    var arriving = new ArrayList<Heard>();
    arriving.add(new Said(life.getFirst()));
    arriving.addAll(arriving(life.subList(1, life.size()), random));
    var inOrder = new ArrayList<>(life.stream().<Heard>map(Said::new).toList());
    // Whatever is on its way has come by then.
    var last = life.getLast().stamp();
    var end = Lives.millis(last.at()) + 60_000;
    var next = Lives.stamp(counter(last), last.seq() + 1, last.conn(), 0, end, end);
    var after = new Said(ReorderTests.any(random).at(next));
    arriving.add(after);
    inOrder.add(after);

    var day = new Day();
    day.hear(batches(twice(arriving, random), random));
    var log = new Lives.Log();
    var replay = Lives.replay(log);
    inOrder.forEach(replay::hears);

    assertThat(standing(day.log)).isEqualTo(standing(log));
  }

  /// A will comes after what it ended, though both come in the same millisecond.
  @Test
  void aWillThatCameWithTheLastRecordCounts() {
    var beat = new Said(new Beats().at(Lives.stamp(1, 0, 1, 10_000, 10_000, 10_000)));
    var last = new Said(new Beats().at(Lives.stamp(1, 1, 1, 40_000, 40_000, 40_000)));
    var will = new Said(new Severed(Lives.stamp(1, -1, 1, 0, 40_000, 40_000)));
    for (var batches :
        List.of(
            List.<List<Heard>>of(List.of(beat), List.of(will, last)),
            List.<List<Heard>>of(List.of(beat), List.of(last), List.of(will)))) {
      var day = new Day();
      day.hear(batches);
      day.end();

      assertThat(day.log.lines()).hasSize(1);
      assertThat(day.log.lines().getFirst()).contains("offline FAULT", "\"cause\":\"will\"");
      assertThat(day.log.lines()).isEqualTo(replayed(List.of(beat, last, will)).lines());
    }
  }

  /// An absence of which others have heard stays what it was, though records from before it come
  /// after it; and one that was explained long ago is not explained again.
  @Test
  void anAbsenceInsideAGapStays() {
    var first = new Said(new Beats().downs(0).at(Lives.stamp(1, 0, 1, 10_000, 10_000, 10_000)));
    var will = new Said(new Severed(Lives.stamp(1, -1, 1, 0, 12_000, 12_000)));
    var back = new Said(new Beats().downs(0).at(Lives.stamp(1, 1, 2, 60_000, 60_000, 60_000)));
    var jump = new Said(new Beats().downs(0).at(Lives.stamp(1, 3, 2, 80_000, 80_000, 80_000)));
    var again = new Said(new Severed(Lives.stamp(1, -1, 2, 0, 81_000, 81_000)));
    var home = new Said(new Beats().downs(1).at(Lives.stamp(1, 5, 3, 95_000, 95_000, 95_000)));
    var late = new Said(new Beats().downs(0).at(Lives.stamp(1, 2, 2, 70_000, 70_000, 96_000)));
    var heard = List.<Heard>of(first, will, back, jump, again, home, late);

    var log = new Lives.Log();
    var replay = Lives.replay(log);
    heard.forEach(replay::hears);
    var told = log.lines().stream().filter(line -> line.contains("hindsight")).toList();

    assertThat(replay.state().absence())
        .satisfies(it -> assertThat(it).extracting("from").isEqualTo(States.at(81)));
    assertThat(told).hasSize(2);
    assertThat(told.getFirst()).contains("2026-01-01T00:00:12Z", "F9");
    assertThat(told.getLast()).contains("2026-01-01T00:01:21Z", "F8");
  }

  private static int counter(Stamp stamp) {
    return Integer.parseInt(stamp.boot().substring(0, 8), 16);
  }

  /// What each kind's last word is, if it is a fault.
  private static Map<String, String> standing(Lives.Log log) {
    var standing = new TreeMap<String, String>();
    for (var line : log.lines()) {
      var kind = line.substring(0, line.indexOf(' '));
      if (line.startsWith(kind + " FAULT")) {
        standing.put(kind, line);
      } else if (line.startsWith(kind + " clear")) {
        standing.remove(kind);
      }
    }
    return standing;
  }

  private static Lives.Log replayed(List<Heard> heard) {
    var log = new Lives.Log();
    var replay = Lives.replay(log);
    heard.forEach(replay::hears);
    replay.until(heard.getLast().receivedAt().plusSeconds(7200));
    return log;
  }

  /// Each with a delay of its own, less than the window; a will comes after what it ended.
  private static List<Heard> arriving(List<Observation> life, Random random) {
    var arriving = new ArrayList<Heard>();
    for (var record : life) {
      var stamp = record.stamp();
      var received = Lives.millis(stamp.receivedAt());
      var slow = record instanceof Severed ? 0 : random.nextInt(14_000);
      arriving.add(said(record, received + (random.nextInt(3) == 0 ? slow : 0)));
    }
    return apart(arriving);
  }

  private static Said said(Observation record, long received) {
    var s = record.stamp();
    var at = States.START.plusMillis(received);
    var made = record instanceof Severed ? at : s.at();
    return new Said(
        record.with(
            new Stamp(
                s.device(), s.boot(), s.seq(), s.conn(), s.up(), s.clock(), made, s.error(), at)));
  }

  /// Some knock at the door, and some records come with another content.
  private static List<Heard> disturbed(List<Heard> heard, Random random) {
    var all = new ArrayList<Heard>();
    for (var one : heard) {
      all.add(one);
      var after = one.receivedAt().plusMillis(random.nextInt(20_000));
      if (random.nextInt(8) == 0) {
        all.add(new Knocked(after, OUTCOMES.get(random.nextInt(OUTCOMES.size()))));
      } else if (random.nextInt(25) == 0 && one instanceof Said(var record)) {
        var s = record.stamp();
        all.add(
            new Contradicted(new Conflict(s.device(), s.boot(), s.seq(), s.conn(), s.up(), after)));
      }
    }
    return apart(all);
  }

  /// What others saw comes in a millisecond of its own.
  private static List<Heard> apart(List<Heard> all) {
    all.sort(Heard.AS_IT_CAME);
    var apart = new ArrayList<Heard>();
    var last = Long.MIN_VALUE;
    var said = true;
    for (var one : all) {
      var after = said && one instanceof Said ? last : last + 1;
      said = one instanceof Said;
      last = Math.max(after, Lives.millis(one.receivedAt()));
      var at = States.START.plusMillis(last);
      apart.add(
          switch (one) {
            case Said(var record) -> said(record, last);
            case Knocked(var _, var outcome) -> new Knocked(at, outcome);
            case Contradicted(var c) ->
                new Contradicted(new Conflict(c.device(), c.boot(), c.seq(), c.conn(), c.up(), at));
          });
    }
    apart.sort(Heard.AS_IT_CAME);
    return apart;
  }

  /// Some come again, at once or later.
  private static List<Heard> twice(List<Heard> heard, Random random) {
    var all = new ArrayList<Heard>();
    for (var one : heard) {
      all.add(one);
      var again = all.get(random.nextInt(all.size()));
      if (random.nextInt(3) == 0 && again instanceof Said(var record)) {
        all.add(said(record, Lives.millis(one.receivedAt())));
      }
    }
    return all;
  }

  /// A batch gathers for some milliseconds. Who knocks comes alone; a contradiction is noticed when
  /// a batch is taken in.
  private static List<List<Heard>> batches(List<Heard> heard, Random random) {
    var batches = new ArrayList<List<Heard>>();
    var closed = true;
    for (var one : heard) {
      if (closed
          || one instanceof Knocked
          || random.nextInt(3) == 0
          || Duration.between(batches.getLast().getFirst().receivedAt(), one.receivedAt())
                  .toMillis()
              > 15) {
        batches.add(new ArrayList<>());
      }
      batches.getLast().add(one);
      closed = !(one instanceof Said);
    }
    return batches;
  }
}
