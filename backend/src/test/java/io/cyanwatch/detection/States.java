package io.cyanwatch.detection;

import io.cyanwatch.detection.DeviceState.Hold;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Observation.Born;
import io.cyanwatch.timeline.Observation.Left;
import io.cyanwatch.timeline.Observation.Severed;
import io.cyanwatch.timeline.Observation.Stamp;
import io.cyanwatch.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A device that lives through observations, for tests. Seconds count from [#START].
final class States {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final DeviceRef DEVICE = new DeviceRef(1, "press-1", "hall");

  private final Folding folding = new Folding(DeviceState.NEW);
  private long seq;

  static Instant at(long second) {
    return START.plusSeconds(second);
  }

  DeviceState state() {
    return folding.state();
  }

  Folding folding() {
    return folding;
  }

  /// When to look again, and what others have not heard of yet, goes by when it was heard, not by
  /// what it said.
  static DeviceState butForTheLook(DeviceState state) {
    var folding = new Folding(state);
    folding.look(null);
    var holds = new TreeMap<>(state.holds());
    holds.replaceAll((_, hold) -> new Hold(hold.since(), hold.open(), hold.clearing()));
    folding.hold(holds);
    return folding.state();
  }

  /// A boot that began at this second and introduces itself at once.
  States boots(int counter, long second, String reset, boolean expected) {
    return boots(counter, second, reset, expected, 0);
  }

  States boots(int counter, long second, String reset, boolean expected, int early) {
    folding.newest(born(counter, second, reset, expected, early));
    return this;
  }

  Born born(int counter, long second, String reset, boolean expected, int early) {
    return born(
        stamp(boot(counter), second, 1), reset, expected, early, "deviceos 0.6.0", Map.of());
  }

  static Born born(
      Stamp stamp, String reset, boolean expected, int early, String os, Map<String, Object> last) {
    return born(stamp, reset, expected, early, Duration.ofSeconds(30), os, last);
  }

  /// The same boot, with another number of its panic.
  static Born with(Born born, @Nullable Long data) {
    return new Born(
        born.stamp(),
        born.reset(),
        data,
        born.expected(),
        born.early(),
        born.interval(),
        born.hardware(),
        born.firmware(),
        born.os(),
        born.ip(),
        born.port(),
        born.gateway(),
        born.caps(),
        born.last(),
        born.done(),
        born.body());
  }

  /// Of a healthy device that speaks so often.
  static Born born(Stamp stamp, Duration interval) {
    return born(stamp, "power_on", true, 0, interval, "deviceos 1.5.2", Map.of());
  }

  private static Born born(
      Stamp stamp,
      String reset,
      boolean expected,
      int early,
      Duration interval,
      String os,
      Map<String, Object> last) {
    return new Born(
        stamp,
        reset,
        reset.equals("panic") ? 1L : null,
        expected,
        early,
        interval,
        "photon",
        "1.0.0",
        os,
        null,
        null,
        "10.0.0.1",
        List.of(),
        last,
        Optional.empty(),
        new byte[0]);
  }

  /// A heartbeat of a device that is well.
  States beats(int counter, long second) {
    return beats(counter, second, "listening", 1, 1, 10);
  }

  States beats(
      int counter,
      long second,
      @Nullable String listener,
      long generation,
      long ups,
      long accepts) {
    var beat = new Beats().listener(listener).generation(generation).ups(ups).accepts(accepts);
    return beats(counter, second, beat);
  }

  States beats(int counter, long second, Beats beat) {
    return beats(counter, second, 1, beat);
  }

  States beats(int counter, long second, long conn, Beats beat) {
    folding.newest(beat.at(stamp(boot(counter), second, conn)));
    return this;
  }

  States tells(int counter, long second, String event) {
    var stamp = stamp(boot(counter), second, 1);
    folding.newest(new Observation.Edge(stamp, event, Map.of(), new byte[0]));
    return this;
  }

  /// A heartbeat that was kept until a later second.
  States keeps(int counter, long second, long received, String listener) {
    var made = stamp(boot(counter), second, 1);
    var stamp =
        new Stamp(
            DEVICE,
            made.boot(),
            made.seq(),
            2,
            Duration.ZERO,
            null,
            at(second),
            Duration.ZERO,
            at(received));
    folding.newest(new Beats().listener(listener).at(stamp));
    return this;
  }

  States losesCloud(int counter, long second) {
    return beats(counter, second, new Beats().cloud(false));
  }

  States saysGoodbye(int counter, long second) {
    folding.newest(new Left(stamp(boot(counter), second, 1), "sleep", new byte[0]));
    return this;
  }

  States isSevered(int counter, long second, long conn) {
    folding.newest(new Severed(stamp(boot(counter), second, conn)));
    return this;
  }

  States isProbed(long second, String outcome) {
    folding.probed(at(second), outcome);
    return this;
  }

  void takes(Observation observation) {
    folding.newest(observation);
  }

  void conflicts(Stamp stamp) {
    folding.conflicted(
        new Timeline.Conflict(
            stamp.device(), stamp.boot(), stamp.seq(), stamp.conn(), stamp.up(), stamp.at()));
  }

  static String boot(int counter) {
    return "%08x-00c0ffee".formatted(counter);
  }

  Stamp stamp(String boot, long second, long conn) {
    return stamp(boot, seq++, second, conn);
  }

  static Stamp stamp(String boot, long seq, long second, long conn) {
    return new Stamp(
        DEVICE, boot, seq, conn, Duration.ZERO, null, at(second), Duration.ZERO, at(second));
  }
}
