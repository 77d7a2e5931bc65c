package io.cyanwatch.detection;

import static io.cyanwatch.detection.States.boot;
import static io.cyanwatch.detection.States.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.timeline.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReorderTests {
  private static final Instant NOW = States.at(100_000);

  @Property(tries = 300)
  void disorderInsideTheWindowChangesNothing(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int count) {
    var life = life(new Random(seed), count);
    var shuffled = new ArrayList<>(life);
    Collections.shuffle(shuffled, new Random(seed + 1));

    assertThat(receive(shuffled)).isEqualTo(receive(life));
  }

  /// So it does not matter how often somebody looks.
  @Property(tries = 300)
  void judgingTwiceAtAMomentIsJudgingOnce(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int count) {
    var course = Lives.course(DeviceState.NEW, null);
    for (var record : life(new Random(seed), count)) {
      course.newest(record);
      var once = States.butForTheLook(course.state());
      var said = course.said().size();

      course.look(record.stamp().at());

      assertThat(States.butForTheLook(course.state())).isEqualTo(once);
      assertThat(course.said().stream().skip(said).map(Lives::told))
          .isSubsetOf(course.said().stream().limit(said).map(Lives::told).toList());
    }
  }

  @Test
  void whatIsRememberedIsBoundedOverAllDevices() {
    var reorder = new Reorder(Duration.ofSeconds(30));
    for (var device = 0; device < Reorder.MOST + 10; device++) {
      var order = reorder.of(device, Lives.WATCHING);
      var one = beat(0, "listening");
      order.fold(
          DeviceState.NEW, Batch.said(one.with(received(one.stamp(), NOW)), false), Lives::course);
      reorder.keep(device, order);
    }
    assertThat(reorder.remembered()).isEqualTo(Reorder.MOST);

    reorder.forget(NOW.plusSeconds(59));
    assertThat(reorder.remembered()).isEqualTo(Reorder.MOST);
    reorder.forget(NOW.plusSeconds(60));

    assertThat(reorder.remembered()).isZero();
  }

  @Test
  void aRecordThatComesInTimeIsPutInItsPlace() {
    assertThat(downSinceWhenLateBy(29)).isEqualTo(States.at(20));
  }

  @Test
  void aRecordThatComesAfterTheWindowLeavesThePresentAlone() {
    assertThat(downSinceWhenLateBy(30)).isEqualTo(States.at(30));
  }

  @Test
  void aRecordThatIsMissingOnAConnectionIsALossOfTheDevice() {
    assertThat(lossesWhenWatchingSince(NOW)).isNotEqualTo(Losses.NONE);
  }

  @Test
  void whatCameWhileWeWereAwayIsNoLossOfTheDevice() {
    assertThat(lossesWhenWatchingSince(NOW.plusMillis(1))).isEqualTo(Losses.NONE);
  }

  private static Losses lossesWhenWatchingSince(Instant since) {
    var reorder = new Reorder(Duration.ofSeconds(30));
    var state = step(reorder, DeviceState.NEW, beat(0, "listening"), false, NOW);
    var order = reorder.of(1, _ -> Optional.of(since));
    var after = beat(2, "listening");
    var came = Batch.said(after.with(received(after.stamp(), NOW.plusSeconds(20))), false);
    return order.fold(state, came, Lives::course).state().unrest().losses();
  }

  private static @Nullable Instant downSinceWhenLateBy(long seconds) {
    var reorder = new Reorder(Duration.ofSeconds(30));
    var state = step(reorder, DeviceState.NEW, beat(0, "listening"), false, NOW);
    state = step(reorder, state, beat(2, "down"), false, NOW);
    state = step(reorder, state, beat(1, "down"), true, NOW.plusSeconds(seconds));
    var since = state.listener().downSince();
    return since == null ? null : since.at();
  }

  private static DeviceState step(
      Reorder reorder, DeviceState state, Observation record, boolean late, Instant received) {
    var order = reorder.of(1, Lives.WATCHING);
    var came = record.with(received(record.stamp(), received));
    var course = order.fold(state, Batch.said(came, late), Lives::course);
    reorder.keep(1, order);
    return States.butForTheLook(course.state());
  }

  private static Observation beat(long seq, String listener) {
    return new Beats().listener(listener).at(stamp(boot(1), seq, 10 + seq * 10, 1));
  }

  /// As the timeline would hand them over: fresh if nothing newer of their boot is stored.
  private static DeviceState receive(List<Observation> records) {
    var reorder = new Reorder(Duration.ofSeconds(30));
    var state = DeviceState.NEW;
    Map<String, Long> newest = new HashMap<>();
    for (var record : records) {
      var stamp = record.stamp();
      var fresh = stamp.seq() > newest.getOrDefault(stamp.boot(), -1L);
      newest.merge(stamp.boot(), stamp.seq(), Math::max);
      state = step(reorder, state, record, !fresh, NOW);
    }
    return state;
  }

  private static Observation.Stamp received(Observation.Stamp s, Instant at) {
    return new Observation.Stamp(
        s.device(), s.boot(), s.seq(), s.conn(), s.up(), s.clock(), s.at(), s.error(), at);
  }

  /// A device that goes through everything that changes its state, over several boots.
  static List<Observation> life(Random random, int count) {
    var life = new ArrayList<Observation>();
    var boot = 1;
    var seq = 0L;
    var conn = 1L;
    for (var i = 0; i < count; i++) {
      if (i > 0 && random.nextInt(6) == 0) {
        boot++;
        seq = 0;
        conn = 1;
      }
      var stamp = stamp(boot(boot), seq, 10L + i * 10L, conn);
      life.add(
          seq == 0
              ? States.born(
                  stamp,
                  random.nextBoolean() ? "panic" : "power_on",
                  random.nextBoolean(),
                  0,
                  "deviceos 0.6.0",
                  crumb(random))
              : any(random).at(stamp));
      conn += random.nextInt(5) == 0 ? 1 : 0;
      seq++;
    }
    return life;
  }

  /// What a boot leaves behind for the next one, if anything.
  static Map<String, Object> crumb(Random random) {
    return random.nextInt(3) == 0
        ? Map.of()
        : Map.of(
            "phase",
            random.nextBoolean() ? "cloud_connected" : "cloud_handshake",
            "mark",
            random.nextBoolean() ? "accept" : "listener_stop",
            "up",
            random.nextInt(900_000),
            "since_rx",
            (long) random.nextInt(400_000),
            "clients",
            random.nextInt(5),
            "heap_min",
            random.nextInt(40_000));
  }

  static Beats any(Random random) {
    var probes = 1 + random.nextInt(6);
    return new Beats()
        .probes(probes, random.nextInt(probes + 1))
        .listener(random.nextInt(3) == 0 ? "down" : "listening")
        .cloud(random.nextInt(3) > 0)
        .wifi(random.nextInt(4) > 0)
        .ups(1 + random.nextInt(3))
        .downs(random.nextInt(3))
        .generation(1 + random.nextInt(2))
        .accepts(random.nextInt(20))
        .idle(random.nextInt(2000))
        .open(random.nextInt(6), 5)
        .rejected(random.nextInt(10))
        .channel(random.nextInt(8) == 0 ? 11 : 1)
        .memory(random.nextInt(60_000), random.nextInt(9_000), random.nextInt(30_000))
        .phase(random.nextBoolean() ? "cloud_connected" : "cloud_connecting");
  }
}
