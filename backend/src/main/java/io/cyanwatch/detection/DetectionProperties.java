package io.cyanwatch.detection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The thresholds of the rules at the start; people change them later by `PUT /api/v1/rules`.
///
/// @param willGrace how long a will waits for the device to come back
/// @param warmUp nobody is declared silent before we have watched for so long
/// @param loopBoots so many unexpected boots within `loopWindow` are a reboot loop
/// @param loopBootsSlow so many within `loopWindowSlow` are one, too
/// @param loopEarly so many unexpected boots in a row with under a minute of uptime are one, too
/// @param loopCleared it is over after so much uptime
/// @param listenerDown a listener may be away for so long
/// @param probeGap two refused probes prove a dead listener when they are so far apart
/// @param uplinkDevices so many devices of an access point must be lost
/// @param uplinkShare and so great a part of them
/// @param uplinkWindow within so long
/// @param uplinkBack it is over when so great a part is back
/// @param reorder a record that was overtaken is put in its place if it comes within so long
/// @param states of so many devices the state is remembered, and not read with each of their
/// records
@ConfigurationProperties("cyanwatch.detection")
record DetectionProperties(
    @DefaultValue("5s") Duration willGrace,
    @DefaultValue("90s") Duration warmUp,
    @DefaultValue("3") int loopBoots,
    @DefaultValue("10m") Duration loopWindow,
    @DefaultValue("5") int loopBootsSlow,
    @DefaultValue("1h") Duration loopWindowSlow,
    @DefaultValue("3") int loopEarly,
    @DefaultValue("30m") Duration loopCleared,
    @DefaultValue("30s") Duration listenerDown,
    @DefaultValue("5s") Duration probeGap,
    @DefaultValue("3") int uplinkDevices,
    @DefaultValue("0.5") double uplinkShare,
    @DefaultValue("120s") Duration uplinkWindow,
    @DefaultValue("0.8") double uplinkBack,
    @DefaultValue("30s") Duration reorder,
    @DefaultValue("120000") int states) {

  DetectionProperties {
    if (loopBoots < 2) {
      throw new IllegalArgumentException(
          "cyanwatch.detection.loop-boots: a loop takes at least 2 boots, was " + loopBoots);
    }
    if (uplinkShare <= 0 || uplinkShare > 1 || uplinkBack <= 0 || uplinkBack > 1) {
      throw new IllegalArgumentException(
          "cyanwatch.detection.uplink-share and uplink-back are parts of one, above 0 and at most 1");
    }
  }
}
