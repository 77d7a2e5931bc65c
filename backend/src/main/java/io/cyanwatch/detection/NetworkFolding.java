package io.cyanwatch.detection;

import io.cyanwatch.detection.DeviceState.Absence;
import io.cyanwatch.detection.DeviceState.Trace;
import io.cyanwatch.timeline.Observation.Beat;
import io.cyanwatch.timeline.Observation.Born;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The part of the fold that is about WiFi and the vendor's cloud.
final class NetworkFolding {
  private @Nullable String phase;
  private @Nullable Trace phaseSince;
  private @Nullable Boolean wifiReady;
  private @Nullable String accessPoint;
  private @Nullable String ssid;
  private @Nullable Integer channel;
  private @Nullable Trace moved;
  private @Nullable String ip;
  private @Nullable Long downs;
  private @Nullable Boolean cloudUp;
  private boolean cloudEver;
  private @Nullable Trace cloudLost;

  NetworkFolding(Network from) {
    phase = from.phase();
    phaseSince = from.phaseSince();
    wifiReady = from.wifiReady();
    accessPoint = from.accessPoint();
    ssid = from.ssid();
    channel = from.channel();
    moved = from.moved();
    ip = from.ip();
    downs = from.downs();
    cloudUp = from.cloudUp();
    cloudEver = from.cloudEver();
    cloudLost = from.cloudLost();
  }

  Network state() {
    return new Network(
        phase,
        phaseSince,
        wifiReady,
        accessPoint,
        ssid,
        channel,
        moved,
        ip,
        downs,
        cloudUp,
        cloudEver,
        cloudLost);
  }

  @Nullable Long downs() {
    return downs;
  }

  /// A new boot knows nothing yet. A cloud that was lost stays lost until it is seen up.
  void reboot() {
    phase = null;
    phaseSince = null;
    wifiReady = null;
    ip = null;
    downs = null;
    cloudUp = null;
  }

  void born(Born born) {
    if (accessPoint == null || isInferred(accessPoint)) {
      var inferred = inferred(born);
      accessPoint = inferred == null ? accessPoint : inferred;
    }
  }

  /// Where a device is that does not name its access point. The same private address is a gateway
  /// in every second house; which house, the site says, else the public address.
  private static @Nullable String inferred(Born born) {
    if (born.gateway() == null) {
      return born.publicIp() == null ? null : "ip:" + born.publicIp();
    }
    var site = born.stamp().device().site();
    var house = site.isEmpty() && born.publicIp() != null ? born.publicIp() : site;
    return "gw:" + born.gateway() + (house.isEmpty() ? "" : "@" + house);
  }

  private static boolean isInferred(String accessPoint) {
    return accessPoint.startsWith("gw:") || accessPoint.startsWith("ip:");
  }

  void beat(Beat beat) {
    var trace = Trace.of(beat.stamp());
    if (!Objects.equals(phase, beat.phase())) {
      phase = beat.phase();
      phaseSince = trace;
    }
    wifiReady = beat.wifiReady();
    ssid = beat.ssid();
    ip = beat.ip();
    downs = beat.vitals().downs();
    move(beat, trace);
    cloud(beat, trace);
  }

  private void move(Beat beat, Trace trace) {
    var toAnother = beat.bssid() != null && !beat.bssid().equals(accessPoint);
    var hopped =
        channel != null
            && beat.vitals().channel() != null
            && !channel.equals(beat.vitals().channel());
    if (hopped || (toAnother && accessPoint != null && !isInferred(accessPoint))) {
      moved = trace;
    }
    accessPoint = beat.bssid() == null ? accessPoint : beat.bssid();
    channel = beat.vitals().channel();
  }

  /// The device says so before its next heartbeat does.
  void cloudUp() {
    cloudEver = true;
    cloudLost = null;
    cloudUp = true;
  }

  /// A device that never had the cloud has not lost it.
  private void cloud(Beat beat, Trace trace) {
    if (Boolean.TRUE.equals(beat.cloudUp())) {
      cloudEver = true;
    }
    if (!Boolean.FALSE.equals(beat.cloudUp())) {
      cloudLost = null;
    } else if (cloudEver && cloudLost == null) {
      cloudLost = trace;
    }
    cloudUp = beat.cloudUp();
  }

  /// The counters tell afterwards what an absence was.
  static @Nullable Absence explained(@Nullable Absence absence, @Nullable String boot, Beat beat) {
    if (absence == null || absence.signature() != null || absence.boot() == null) {
      return absence;
    }
    var downs = beat.vitals().downs();
    if (!absence.boot().equals(boot) || absence.downs() == null || downs == null) {
      return absence;
    }
    var signature = downs > absence.downs() ? Signature.F8 : Signature.F9;
    return new Absence(absence.from(), absence.to(), absence.boot(), absence.downs(), signature);
  }
}
