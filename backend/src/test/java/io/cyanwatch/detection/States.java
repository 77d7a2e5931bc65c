package io.cyanwatch.detection;

import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Observation.Beat;
import io.cyanwatch.timeline.Observation.Born;
import io.cyanwatch.timeline.Observation.Left;
import io.cyanwatch.timeline.Observation.Severed;
import io.cyanwatch.timeline.Observation.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A device that lives through observations, for tests. Seconds count from [#START].
final class States {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final DeviceRef DEVICE = new DeviceRef(1, "press-1", "hall");

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

  /// A boot that began at this second and introduces itself at once.
  States boots(int counter, long second, String reset, boolean expected) {
    return boots(counter, second, reset, expected, 0);
  }

  States boots(int counter, long second, String reset, boolean expected, int early) {
    folding.newest(born(counter, second, reset, expected, early));
    return this;
  }

  Born born(int counter, long second, String reset, boolean expected, int early) {
    return new Born(
        stamp(boot(counter), second, 1),
        reset,
        null,
        expected,
        early,
        Duration.ofSeconds(30),
        "photon",
        "1.0.0",
        "deviceos 0.6.0",
        null,
        null,
        "10.0.0.1",
        List.of(),
        Map.of(),
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
    folding.newest(beat(counter, second, true, true, listener, generation, ups, accepts));
    return this;
  }

  States losesCloud(int counter, long second) {
    folding.newest(beat(counter, second, true, false, "listening", 1, 1, 10));
    return this;
  }

  private Beat beat(
      int counter,
      long second,
      boolean wifi,
      boolean cloud,
      @Nullable String listener,
      long generation,
      long ups,
      long accepts) {
    return new Beat(
        stamp(boot(counter), second, 1),
        "cloud_connected",
        wifi,
        "hall-ap-1",
        "aa:bb:cc:00:00:01",
        "10.0.0.9",
        ups,
        cloud,
        listener,
        generation,
        accepts,
        null,
        null,
        Map.of(),
        new byte[0]);
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

  static String boot(int counter) {
    return "%08x-00c0ffee".formatted(counter);
  }

  private Stamp stamp(String boot, long second, long conn) {
    return new Stamp(
        DEVICE, boot, seq++, conn, Duration.ZERO, null, at(second), Duration.ZERO, at(second));
  }
}
