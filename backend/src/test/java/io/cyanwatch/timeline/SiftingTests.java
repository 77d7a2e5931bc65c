package io.cyanwatch.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.timeline.Observation.Born;
import io.cyanwatch.timeline.Observation.Edge;
import io.cyanwatch.timeline.Observation.Lost;
import io.cyanwatch.timeline.Observation.Stamp;
import io.cyanwatch.timeline.Sifting.Sifted;
import io.cyanwatch.timeline.Timeline.Durable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SiftingTests {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final DeviceRef DEVICE = new DeviceRef(7, "d", "");

  private final Map<Long, Cursor> cursors =
      new HashMap<>(Map.of(7L, new Cursor(7, Instant.EPOCH, 0, List.of())));

  @Test
  void theSameNumberWithSomethingElseIsAConflictOnce() {
    sift(record("b", 1, 11));

    assertThat(sift(record("b", 1, 11)).conflicts()).isEmpty();
    var other = sift(record("b", 1, 12), record("b", 1, 12));
    assertThat(other.conflicts()).hasSize(1);
    assertThat(other.conflicts().getFirst().conflict().seq()).isEqualTo(1);
    assertThat(other.accepted()).isEmpty();
    assertThat(other.duplicates()).isEqualTo(2);
    assertThat(sift(record("b", 1, 13)).conflicts()).isEmpty();
  }

  @Test
  void twoDifferentRecordsUnderOneNumberInOneBatchAreAConflict() {
    var sifted = sift(record("b", 1, 11), record("b", 1, 12));

    assertThat(sifted.accepted()).hasSize(1);
    assertThat(sifted.conflicts()).hasSize(1);
  }

  @Test
  void anOldNumberOnAConnectionThatWasOpenedLaterIsAConflict() {
    sift(records("b", 0, 40));
    sift(on(2, 41), on(2, 42));

    assertThat(sift(on(2, 41), on(1, 8)).conflicts()).isEmpty();
    assertThat(sift(on(2, 8)).conflicts()).hasSize(1);
    assertThat(sift(on(2, 9)).conflicts()).as("said once is enough").isEmpty();
    sift(on(3, 43));
    assertThat(sift(on(4, 10)).conflicts()).hasSize(1);
  }

  @Test
  void whoOvertookTheBirthOfItsConnectionIsNoConflict() {
    sift(records("b", 0, 40));
    sift(on(2, 42));
    sift(on(2, 41));

    assertThat(sift(on(2, 41)).conflicts()).isEmpty();
  }

  @Test
  void whatIsJumpedOverIsAHole() {
    sift(records("b", 0, 3));

    assertThat(holes(sift(records("b", 6, 8)))).containsExactly("1:4-5");
  }

  @Test
  void anArrayInAnyOrderLeavesNoHole() {
    sift(records("b", 0, 3));

    assertThat(holes(sift(record("b", 6, 1), record("b", 4, 1), record("b", 5, 1)))).isEmpty();
  }

  @Test
  void ofTheFirstBootWeMeetNothingIsExpectedBeforeUs() {
    assertThat(holes(sift(record("b", 500, 1)))).isEmpty();
  }

  @Test
  void ofALaterBootTheBeginningIsExpected() {
    sift(record("00000001-a", 0, 1));

    assertThat(holes(sift(record("00000002-b", 2, 1)))).containsExactly("2:0-1");
  }

  @Test
  void aDeviceThatAsksHearsHowFarItsBootIsComplete() {
    sift(birth("b", 0));
    assertThat(sift(records("b", 1, 4)).durable()).containsExactly(new Durable(DEVICE, "b", 4));

    assertThat(sift(record("b", 6, 1)).durable()).containsExactly(new Durable(DEVICE, "b", 4));

    assertThat(sift(record("b", 5, 1)).durable()).containsExactly(new Durable(DEVICE, "b", 6));
  }

  @Test
  void whatTheDeviceLostIsNotWaitedFor() {
    sift(birth("b", 0));

    var sifted = sift(losing("b", 5, new Lost(1, 4)));

    assertThat(sifted.durable()).containsExactly(new Durable(DEVICE, "b", 5));
    assertThat(boot("b").missing(1, 4).isEmpty()).isTrue();
  }

  @Test
  void aDuplicateIsAcknowledgedAgain() {
    sift(birth("b", 0));

    assertThat(sift(birth("b", 0)).durable()).containsExactly(new Durable(DEVICE, "b", 0));
  }

  @Test
  void aDeviceThatDoesNotAskHearsNothing() {
    assertThat(sift(records("b", 0, 4)).durable()).isEmpty();
  }

  @Test
  void withoutTheBeginningNothingIsComplete() {
    sift(birth("b", 3));

    assertThat(sift(record("b", 4, 1)).durable()).isEmpty();
  }

  @Test
  void bootsWithACounterAreTakenInByIt() {
    var sifted = sift(record("00000002-b", 0, 1), record("00000001-a", 0, 1));

    assertThat(sifted.accepted())
        .extracting(one -> one.observation().stamp().boot())
        .containsExactly("00000001-a", "00000002-b");
  }

  @Test
  void otherBootsAreTakenInAsTheyCame() {
    var sifted = sift(record("zz", 0, 1), record("aa", 0, 1));

    assertThat(sifted.accepted())
        .extracting(one -> one.observation().stamp().boot())
        .containsExactly("zz", "aa");
  }

  @Test
  void aBatchOfDuplicatesChangesNoRow() {
    sift(records("b", 0, 4));

    assertThat(sift(records("b", 0, 4)).cursors()).isEmpty();
  }

  @Test
  void anArrayIsDatedByTheLeastDelayedOfItsRecords() {
    var old = stamp("b", 0, Duration.ofSeconds(10), 1, List.of());
    var young = stamp("b", 1, Duration.ofSeconds(100), 1, List.of());

    var sifted = sift(edge(old), edge(young));

    assertThat(sifted.accepted().getFirst().observation().stamp().at())
        .isEqualTo(NOW.minusSeconds(90));
  }

  private Sifted sift(Observation... observations) {
    var sifted = new Sifting(cursors, Map.of()).sift(Arrays.asList(observations), stamp -> stamp);
    sifted.cursors().forEach(cursor -> cursors.put(cursor.device(), cursor));
    return sifted;
  }

  private Cursor.Boot boot(String boot) {
    return Optional.ofNullable(cursors.get(7L)).flatMap(c -> c.boot(boot)).orElseThrow();
  }

  private static List<String> holes(Sifted sifted) {
    return sifted.holes().stream().map(h -> h.boot() + ":" + h.from() + "-" + h.to()).toList();
  }

  private static Observation[] records(String boot, long from, long to) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(seq -> record(boot, seq, 1))
        .toArray(Observation[]::new);
  }

  private static Observation record(String boot, long seq, int digest) {
    return edge(stamp(boot, seq, Duration.ofSeconds(seq), digest, List.of()));
  }

  private static Observation on(long conn, long seq) {
    var up = Duration.ofSeconds(seq);
    var stamp = new Stamp(DEVICE, "b", seq, conn, up, null, NOW, Duration.ZERO, NOW, 1, List.of());
    return edge(stamp);
  }

  private static Observation losing(String boot, long seq, Lost lost) {
    return edge(stamp(boot, seq, Duration.ofSeconds(seq), 1, List.of(lost)));
  }

  private static Edge edge(Stamp stamp) {
    return new Edge(stamp, "log", Map.of(), new byte[0]);
  }

  private static Born birth(String boot, long seq) {
    return new Born(
        stamp(boot, seq, Duration.ofSeconds(seq), 1, List.of()),
        "power_on",
        null,
        true,
        0,
        Duration.ofSeconds(30),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        new ArrayList<>(),
        Map.of(),
        Optional.empty(),
        true,
        new byte[0]);
  }

  private static Stamp stamp(String boot, long seq, Duration up, int digest, List<Lost> lost) {
    return new Stamp(DEVICE, boot, seq, 1, up, null, NOW, Duration.ZERO, NOW, digest, lost);
  }
}
