package io.cyanwatch.detection;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that the rules know of one device, folded from its own records. A heartbeat that says
/// nothing
/// new leaves it equal to what it was.
///
/// @param conn the newest connection of `boot`
/// @param heard when it was first heard; null for never
/// @param lost how and since when it is gone; null while it is here
/// @param cloudLost since when this boot, which had the vendor's cloud, has it no more
/// @param severed a will that waits for its grace to end
/// @param boots the newest boots, oldest first
record DeviceState(
    @Nullable String boot,
    long conn,
    Duration interval,
    @Nullable Instant heard,
    @Nullable Lost lost,
    @Nullable Severance severed,
    List<BootMark> boots,
    @Nullable String hardware,
    @Nullable String os,
    @Nullable String phase,
    @Nullable Boolean wifiReady,
    @Nullable String accessPoint,
    @Nullable String ssid,
    @Nullable Boolean cloudUp,
    @Nullable Instant cloudLost,
    Listener listener) {

  /// So many boots are remembered.
  static final int BOOTS = 24;

  static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);

  static final DeviceState NEW =
      new DeviceState(
          null,
          0,
          DEFAULT_INTERVAL,
          null,
          null,
          null,
          List.of(),
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          Listener.UNKNOWN);

  DeviceState {
    boots = List.copyOf(boots);
  }

  /// @param cause `will`, `silence` or `bye`
  record Lost(Instant since, String cause) {}

  record Severance(Instant at, long conn) {}

  /// @param at when the boot began
  record BootMark(
      String boot, Instant at, String reset, @Nullable Long data, boolean expected, int early) {}

  /// What is known of the listener, from inside and from outside.
  ///
  /// @param reported what the device says of it
  /// @param downSince since when it says that it is not listening
  /// @param upsAtStart the WiFi up-edges counted when this generation was first seen
  /// @param ups the WiFi up-edges counted last
  /// @param suspected set while it may be deaf
  /// @param dead set while it is proven deaf
  /// @param selfProbes null on devices that do not probe themselves
  /// @param outside the newest probes from outside, oldest first
  record Listener(
      @Nullable String reported,
      @Nullable Instant downSince,
      @Nullable Long generation,
      @Nullable Long upsAtStart,
      @Nullable Long ups,
      @Nullable Mark suspected,
      @Nullable Mark dead,
      @Nullable SelfProbes selfProbes,
      List<ProbeMark> outside) {

    static final Listener UNKNOWN =
        new Listener(null, null, null, null, null, null, null, null, List.of());

    Listener {
      outside = List.copyOf(outside);
    }
  }

  /// What was counted when a doubt arose, to see whether it is dispelled.
  ///
  /// @param restarted whether the listener was started again since
  record Mark(Instant at, long generation, long accepts, String why, boolean restarted) {}

  /// Changes only when a self-probe fails, or first succeeds after failures.
  ///
  /// @param fails counted since boot
  /// @param goodAtFail good ones counted when the last failure was
  record SelfProbes(long fails, long goodAtFail, long failsInRow) {}

  /// A probe from outside.
  record ProbeMark(Instant at, String outcome) {}

  /// `online`, `offline` or `unknown`.
  String presence() {
    if (heard == null) {
      return "unknown";
    }
    return lost == null ? "online" : "offline";
  }

  boolean online() {
    return heard != null && lost == null;
  }

  /// `listening`, `suspect`, `dead` or `unknown`.
  String listenerVerdict() {
    if (listener.dead() != null) {
      return "dead";
    }
    if (listener.suspected() != null) {
      return "suspect";
    }
    return "listening".equals(listener.reported()) ? "listening" : "unknown";
  }

  /// How long it may be silent.
  Duration patience() {
    return interval.multipliedBy(5).dividedBy(2);
  }
}
