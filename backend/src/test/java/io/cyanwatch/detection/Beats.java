package io.cyanwatch.detection;

import io.cyanwatch.timeline.Gauge;
import io.cyanwatch.timeline.Observation.Beat;
import io.cyanwatch.timeline.Observation.Stamp;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A heartbeat in the making: well, unless told otherwise.
final class Beats {
  private String phase = "cloud_connected";
  private boolean wifi = true;
  private @Nullable String bssid = "aa:bb:cc:00:00:01";
  private @Nullable String ip = "10.0.0.9";
  private @Nullable Long ups = 1L;
  private boolean cloud = true;
  private @Nullable String listener = "listening";
  private @Nullable Long generation = 1L;
  private @Nullable Long accepts = 10L;
  private @Nullable Long probes;
  private @Nullable Long probeFails;
  private Map<Gauge, Long> gauges = Map.of();
  private @Nullable Integer channel;
  private @Nullable Long downs;
  private @Nullable Long idle;
  private @Nullable Long fails;
  private @Nullable Long error;
  private @Nullable Integer open;
  private @Nullable Integer most;
  private long rejected;
  private long idleTimeouts;
  private long headerTimeouts;
  private long stalls;
  private long stallMillis;
  private @Nullable Long requests;

  Beats phase(String value) {
    phase = value;
    return this;
  }

  Beats wifi(boolean value) {
    wifi = value;
    return this;
  }

  Beats cloud(boolean value) {
    cloud = value;
    return this;
  }

  Beats bssid(@Nullable String value) {
    bssid = value;
    return this;
  }

  Beats ip(@Nullable String value) {
    ip = value;
    return this;
  }

  Beats ups(long value) {
    ups = value;
    return this;
  }

  Beats listener(@Nullable String value) {
    listener = value;
    return this;
  }

  Beats generation(long value) {
    generation = value;
    return this;
  }

  Beats accepts(long value) {
    accepts = value;
    return this;
  }

  Beats probes(long all, long failed) {
    probes = all;
    probeFails = failed;
    return this;
  }

  Beats channel(int value) {
    channel = value;
    return this;
  }

  Beats downs(long value) {
    downs = value;
    return this;
  }

  Beats idle(long value) {
    idle = value;
    return this;
  }

  Beats fails(long times, long code) {
    fails = times;
    error = code;
    return this;
  }

  Beats open(int now, int room) {
    open = now;
    most = room;
    return this;
  }

  Beats rejected(long value) {
    rejected = value;
    return this;
  }

  Beats idleTimeouts(long value) {
    idleTimeouts = value;
    return this;
  }

  Beats headerTimeouts(long value) {
    headerTimeouts = value;
    return this;
  }

  Beats stalls(long times, long millis) {
    stalls = times;
    stallMillis = millis;
    return this;
  }

  Beats requests(long value) {
    requests = value;
    return this;
  }

  Beats memory(long free, long least, long block) {
    gauges = Map.of(Gauge.HEAP_FREE, free, Gauge.HEAP_MIN, least, Gauge.HEAP_BLOCK, block);
    return this;
  }

  Beat at(Stamp stamp) {
    var vitals =
        new io.cyanwatch.timeline.Vitals(
            channel,
            downs,
            idle,
            fails,
            error,
            open,
            most,
            rejected,
            idleTimeouts,
            headerTimeouts,
            stalls,
            stallMillis,
            null,
            requests,
            null);
    return new Beat(
        stamp,
        phase,
        wifi,
        "hall-ap-1",
        bssid,
        ip,
        ups,
        cloud,
        listener,
        generation,
        accepts,
        probes,
        probeFails,
        gauges,
        vitals,
        new byte[0]);
  }
}
