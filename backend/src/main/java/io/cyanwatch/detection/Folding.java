package io.cyanwatch.detection;

import io.cyanwatch.detection.DeviceState.BootMark;
import io.cyanwatch.detection.DeviceState.Lost;
import io.cyanwatch.detection.DeviceState.Severance;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Observation.Beat;
import io.cyanwatch.timeline.Observation.Born;
import io.cyanwatch.timeline.Observation.Left;
import io.cyanwatch.timeline.Observation.Severed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Folds observations into a device's state. Order within a boot is given; time comes only from
/// them.
final class Folding {
  private static final Pattern COUNTED = Pattern.compile("[0-9a-f]{8}-.*");

  private @Nullable String boot;
  private long conn;
  private Duration interval;
  private @Nullable Instant heard;
  private @Nullable Lost lost;
  private @Nullable Severance severed;
  private List<BootMark> boots;
  private @Nullable String hardware;
  private @Nullable String os;
  private @Nullable String phase;
  private @Nullable Boolean wifiReady;
  private @Nullable String accessPoint;
  private @Nullable String ssid;
  private @Nullable Boolean cloudUp;
  private @Nullable Instant cloudLost;
  private final ListenerFolding listener;

  Folding(DeviceState from) {
    boot = from.boot();
    conn = from.conn();
    interval = from.interval();
    heard = from.heard();
    lost = from.lost();
    severed = from.severed();
    boots = from.boots();
    hardware = from.hardware();
    os = from.os();
    phase = from.phase();
    wifiReady = from.wifiReady();
    accessPoint = from.accessPoint();
    ssid = from.ssid();
    cloudUp = from.cloudUp();
    cloudLost = from.cloudLost();
    listener = new ListenerFolding(from.listener());
  }

  DeviceState state() {
    return new DeviceState(
        boot,
        conn,
        interval,
        heard,
        lost,
        severed,
        boots,
        hardware,
        os,
        phase,
        wifiReady,
        accessPoint,
        ssid,
        cloudUp,
        cloudLost,
        listener.state());
  }

  /// Takes in what is newer than all else of its boot.
  void newest(Observation observation) {
    var stamp = observation.stamp();
    if (isOlder(stamp.boot())) {
      late(observation);
      return;
    }
    if (observation instanceof Severed) {
      sever(stamp);
      return;
    }
    arrive(stamp);
    switch (observation) {
      case Born born -> born(born);
      case Beat beat -> beat(beat);
      case Left left -> leave(left);
      case Observation.Edge _, Observation.Answered _, Observation.Probed _, Severed _ -> {}
    }
  }

  /// Takes in what came late: it amends the past and leaves the present alone.
  void late(Observation observation) {
    if (observation instanceof Born born) {
      mark(born);
    }
  }

  private void sever(Observation.Stamp stamp) {
    if (stamp.boot().equals(boot) && stamp.conn() >= conn && lost == null) {
      severed = new Severance(stamp.receivedAt(), stamp.conn());
    }
  }

  private void arrive(Observation.Stamp stamp) {
    if (!stamp.boot().equals(boot)) {
      boot = stamp.boot();
      conn = 0;
      wifiReady = null;
      cloudUp = null;
      cloudLost = null;
      phase = null;
      listener.reboot();
    }
    conn = Math.max(conn, stamp.conn());
    lost = null;
    severed = null;
    if (heard == null) {
      heard = stamp.receivedAt();
    }
  }

  private void born(Born born) {
    mark(born);
    interval = born.interval();
    hardware = born.hardware();
    os = born.os();
    if (accessPoint == null && born.gateway() != null) {
      accessPoint = "gw:" + born.gateway();
    }
  }

  private void mark(Born born) {
    var stamp = born.stamp();
    if (boots.stream().anyMatch(known -> known.boot().equals(stamp.boot()))) {
      return;
    }
    var all = new ArrayList<>(boots);
    all.add(
        new BootMark(
            stamp.boot(),
            stamp.at().minus(stamp.up()),
            born.reset(),
            born.resetData(),
            born.expected(),
            born.early()));
    all.sort(Comparator.comparing(BootMark::at).thenComparing(BootMark::boot));
    boots = all.subList(Math.max(0, all.size() - DeviceState.BOOTS), all.size());
  }

  private void beat(Beat beat) {
    phase = beat.phase();
    wifiReady = beat.wifiReady();
    ssid = beat.ssid();
    if (beat.bssid() != null) {
      accessPoint = beat.bssid();
    }
    cloud(beat);
    listener.beat(beat);
  }

  /// A boot that never had the cloud has not lost it.
  private void cloud(Beat beat) {
    if (!Boolean.FALSE.equals(beat.cloudUp())) {
      cloudLost = null;
    } else if (Boolean.TRUE.equals(cloudUp)) {
      cloudLost = beat.stamp().at();
    }
    cloudUp = beat.cloudUp();
  }

  private void leave(Left left) {
    lost = new Lost(left.stamp().at(), "bye");
  }

  /// Its grace is over, or it was silent for too long.
  void lose(Instant since, String cause) {
    lost = new Lost(since, cause);
    severed = null;
  }

  void probed(Instant at, String outcome) {
    listener.probed(at, outcome);
  }

  void suspect(Instant at, String why) {
    listener.suspect(at, why);
  }

  void declareDead(Instant at, String why) {
    listener.declareDead(at, why);
  }

  /// Boots with a counter in front are ordered by it; others by the order in which they came.
  private boolean isOlder(String other) {
    return boot != null
        && COUNTED.matcher(boot).matches()
        && COUNTED.matcher(other).matches()
        && other.substring(0, 8).compareTo(boot.substring(0, 8)) < 0;
  }
}
