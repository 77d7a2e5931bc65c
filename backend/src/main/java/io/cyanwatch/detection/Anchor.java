package io.cyanwatch.detection;

import io.cyanwatch.timeline.Observation.Stamp;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When the boot at hand began by our clock, as nearly as receipts tell. A device's own clock may
/// be minutes off and is believed on its timeline; but what is compared with our time, or with its
/// neighbours' records, must be of our time.
///
/// @param began the latest moment that fits all receipts so far
/// @param since when that was last learned
/// @param sure whether a later record fitted as well: nothing was held back on its way
record Anchor(Instant began, Instant since, boolean sure) {
  /// So far off may be a clock that is right.
  private static final Duration TOLERANCE = Duration.ofSeconds(30);

  private static final Duration GRAIN = Duration.ofSeconds(1);
  private static final Duration REANCHOR = Duration.ofHours(1);

  /// What is held back comes at once, however much uptime lies between.
  private static final Duration APART = Duration.ofSeconds(5);

  /// Crystals of such boards are good to a hundred parts in a million.
  private static final long DRIFT = 10_000;

  static Anchor of(Stamp stamp) {
    return new Anchor(met(stamp), stamp.receivedAt(), false);
  }

  /// @param known of this boot; null while nothing told of it
  static Anchor after(@Nullable Anchor known, @Nullable String boot, Stamp stamp) {
    return known == null || !stamp.boot().equals(boot) ? of(stamp) : known.and(stamp);
  }

  /// Learns from the next record of the boot.
  Anchor and(Stamp stamp) {
    var met = met(stamp);
    if (met.isBefore(began.minus(GRAIN))) {
      return new Anchor(met, stamp.receivedAt(), sure);
    }
    var passed = Duration.between(since, stamp.receivedAt());
    if (passed.compareTo(REANCHOR) >= 0) {
      var most = began.plus(passed.dividedBy(DRIFT));
      return new Anchor(met.isBefore(most) ? met : most, stamp.receivedAt(), true);
    }
    var fits = !met.isAfter(began.plus(GRAIN)) && passed.compareTo(APART) >= 0;
    return sure || !fits ? this : new Anchor(began, since, true);
  }

  /// When this record, the next of its device, was made by our clock.
  static Instant made(DeviceState before, Stamp stamp) {
    return stamp.clock() == null || before.twins().isPast(stamp.boot(), before.boot())
        ? stamp.at()
        : after(before.anchor(), before.boot(), stamp).ours(stamp).at();
  }

  /// Dated by our clock, where the device's is off.
  Stamp ours(Stamp stamp) {
    if (stamp.clock() == null || !stamp.at().equals(stamp.clock())) {
      return stamp; // Dated by its uptime.
    }
    var ours = began.plus(stamp.up());
    var ahead = stamp.at().isAfter(ours.plus(TOLERANCE));
    var behind = sure && stamp.at().isBefore(ours.minus(TOLERANCE));
    return ahead || behind ? stamp.at(ours, stamp.error()) : stamp;
  }

  private static Instant met(Stamp stamp) {
    return stamp.receivedAt().minus(stamp.up());
  }
}
