package io.cyanwatch.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.timeline.Observation.Beat;
import io.cyanwatch.timeline.Observation.Edge;
import io.cyanwatch.timeline.Timelines.Entry;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.dataformat.cbor.CBORMapper;

/// Nobody can tell from what they read whether an hour is hot, compacted, or a bit of both.
@CyanwatchTest
class CompactionTests {
  private static final AtomicLong NUMBERS = new AtomicLong(910_000_000);
  private static final CBORMapper CBOR = new CBORMapper();

  @Autowired Timeline timeline;
  @Autowired Timelines timelines;
  @Autowired Compaction compaction;
  @Autowired Slice slice;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcClient jdbc;

  private final DeviceRef device = Heartbeats.device(NUMBERS.incrementAndGet());
  private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.HOURS);
  private final Instant start = now.minus(Duration.ofHours(30));
  private final Instant end = now.minus(Duration.ofHours(24));

  @Test
  void whatIsCompactedIsReadAsBefore() {
    append(beats(0, 400));
    var before = records();
    var drawnBefore = timelines.draw(device.nr(), start, end, 600);

    compact();

    assertThat(hot()).isZero();
    assertThat(records()).hasSize(400).isEqualTo(before);
    assertThat(timelines.draw(device.nr(), start, end, 600)).isEqualTo(drawnBefore);
  }

  @Test
  void recordsComeBackAsTheyWereSentHoweverTheyMixAndWhenever() {
    for (var seed = 0; seed < 5; seed++) {
      var mixed = Heartbeats.device(NUMBERS.incrementAndGet());
      var random = new Random(seed);
      var all = new ArrayList<>(beats(mixed, 0, 300));
      var bodies = new TreeMap<Long, Object>();
      all.forEach(o -> bodies.put(o.stamp().seq(), CBOR.readValue(((Beat) o).body(), Map.class)));
      Collections.shuffle(all, random);
      for (var from = 0; from < all.size(); from += 60) {
        append(all.subList(from, from + 60));
        if (random.nextBoolean()) {
          compact();
        }
      }

      var read = new TreeMap<Long, Object>();
      timelines.records(mixed.nr(), start, end, entry -> read.put(entry.seq(), entry.body()));

      assertThat(read).isEqualTo(bodies);
    }
  }

  @Test
  void aLateDifferenceFindsItsFrameInTheBlock() {
    append(beats(0, 2));
    compact();
    append(beats(2, 3));

    assertThat(hot()).isEqualTo(1);
    assertThat(records()).extracting(Entry::seq).containsExactly(0L, 1L, 2L);
    assertThat(timelines.newestHealth(device.nr()).orElseThrow().seq()).isEqualTo(2);

    compact();

    assertThat(hot()).isZero();
    assertThat(records()).extracting(Entry::seq).containsExactly(0L, 1L, 2L);
  }

  @Test
  void aSliceThatIsNotCommittedHasNotHappened() {
    append(beats(0, 100));
    var before = records();

    transaction.executeWithoutResult(
        status -> {
          var nr = device.nr();
          var done = slice.compact(new Slice.Range(nr, nr, Timestamp.from(now)));
          assertThat(done.records()).isEqualTo(100);
          status.setRollbackOnly();
        });

    assertThat(hot()).isEqualTo(100);
    assertThat(records()).isEqualTo(before);
  }

  @Test
  void theHourThatHasNotEndedLongEnoughStaysHot() {
    append(beats(0, 121));
    var edge = start.plus(Duration.ofHours(2));

    compact(edge.minusMillis(1));
    assertThat(hot()).isEqualTo(121);

    compact(edge);
    assertThat(hot()).isEqualTo(1);
  }

  @Test
  void curvesAreTheLeastTheMeanAndTheMostOfEachBin() {
    append(beats(0, 700));
    compact(start.plus(Duration.ofHours(4)));
    append(beats(700, 720));

    for (var points : List.of(1, 7, 100, 600)) {
      var drawn = timelines.draw(device.nr(), start, end, points);
      assertThat(drawn.gauges()).isEqualTo(bruteForce(points));
    }
  }

  @Test
  void summariesOutliveTheRecords() {
    append(beats(0, 720));
    compact();
    var drawn = timelines.draw(device.nr(), start, end, 6);
    jdbc.sql("delete from timeline.block where device = :device")
        .param("device", device.nr())
        .update();

    var without = timelines.draw(device.nr(), start, end, 6);

    assertThat(records()).isEmpty();
    assertThat(without.gauges()).isEqualTo(drawn.gauges());
    assertThat(without.lanes()).isEqualTo(drawn.lanes());
  }

  @Test
  void theNewestHeartbeatsAreFoundWhereverTheyAre() {
    var hot = Heartbeats.device(NUMBERS.incrementAndGet());
    var never = Heartbeats.device(NUMBERS.incrementAndGet());
    append(beats(0, 50));
    compact();
    append(beats(hot, 0, 60));

    var newest = timelines.newestHealth(List.of(device.nr(), hot.nr(), never.nr()));

    assertThat(newest).containsOnlyKeys(device.nr(), hot.nr());
    assertThat(newest).extractingByKey(device.nr()).extracting(Entry::seq).isEqualTo(49L);
    assertThat(newest).extractingByKey(hot.nr()).extracting(Entry::seq).isEqualTo(59L);
    assertThat(newest).containsEntry(hot.nr(), timelines.newestHealth(hot.nr()).orElseThrow());
  }

  @Test
  void eventsStandBetweenHeartbeatsInTheOrderOfTime() {
    append(beats(0, 3));
    var stamp = ((Beat) beats(1, 2).getFirst()).stamp();
    var between = stamp.at().plusSeconds(5);
    var edged =
        new Observation.Stamp(
            device, stamp.boot(), 99, 3, stamp.up(), between, between, Duration.ZERO, between);
    var detail = Map.of("event", "wifi_down", "detail", Map.of("reason", 200));
    append(List.of(new Edge(edged, "wifi_down", Map.of(), CBOR.writeValueAsBytes(detail))));
    compact();

    assertThat(records()).extracting(Entry::seq).containsExactly(0L, 1L, 99L, 2L);
    assertThat(timelines.draw(device.nr(), start, end, 600).events().getFirst().detail())
        .isEqualTo(Map.of("reason", 200));
  }

  /// What the draw must say: bins begin at `from`; wide ones are whole hours.
  private Map<String, List<List<Object>>> bruteForce(int points) {
    var least = Duration.between(start, end).toMillis() / points + 1;
    var width = least < 1_200_000 ? least : Math.ceilDiv(least, Sample.HOUR) * Sample.HOUR;
    var curves = new TreeMap<String, List<List<Object>>>();
    for (var gauge : Gauge.values()) {
      var bins = new TreeMap<Long, List<Long>>();
      for (var entry : records()) {
        var path = gauge.path().split("\\.", -1);
        var value = Bodies.part(entry.body(), path[0]).getOrDefault(path[1], 0);
        var bin = (entry.atEstimated().toEpochMilli() - start.toEpochMilli()) / width;
        bins.computeIfAbsent(bin, _ -> new ArrayList<>()).add(((Number) value).longValue());
      }
      var curve = new ArrayList<List<Object>>();
      bins.forEach((bin, values) -> curve.add(point(start.plusMillis(bin * width), values)));
      curves.put(gauge.key(), curve);
    }
    return curves;
  }

  private static List<Object> point(Instant at, Collection<Long> values) {
    var all = values.stream().mapToLong(Long::longValue).summaryStatistics();
    return List.of(at, all.getMin(), Math.round(all.getAverage() * 10) / 10.0, all.getMax());
  }

  private List<Observation> beats(int from, int to) {
    return beats(device, from, to);
  }

  /// A heartbeat every half minute, always the same for the same number.
  private List<Observation> beats(DeviceRef of, int from, int to) {
    var maker = new Heartbeats(of, true);
    var beats = new ArrayList<Observation>();
    for (var n = 0; n < to; n++) {
      var beat = maker.beat(start.minusSeconds(60), n, start.plusSeconds(30L * n));
      if (n >= from) {
        beats.add(beat);
      }
    }
    return beats;
  }

  private void append(List<Observation> observations) {
    transaction.executeWithoutResult(_ -> timeline.append(observations));
  }

  private void compact() {
    compact(now);
  }

  /// @param at when it is done; an hour that ended an hour before is closed
  private void compact(Instant at) {
    compaction.restart();
    while (!compaction.run(at, Duration.ofMinutes(1))) {
      Thread.onSpinWait();
    }
  }

  private long hot() {
    return jdbc.sql("select count(*) from timeline.beat where device = :device")
        .param("device", device.nr())
        .query(Long.class)
        .single();
  }

  private List<Entry> records() {
    var entries = new ArrayList<Entry>();
    timelines.records(device.nr(), start, end, entries::add);
    return entries;
  }
}
