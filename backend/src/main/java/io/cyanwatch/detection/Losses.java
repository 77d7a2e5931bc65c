package io.cyanwatch.detection;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;

/// How many records of a device are lost on their way while its connection holds. Heartbeats of QoS
/// 0 may be; then two that are missing are no sign that it is gone.
///
/// @param slot the five minutes that were counted last
/// @param heard so many heartbeats came since the first loss, older ones by half
/// @param missed so many did not, older ones by half
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
record Losses(long slot, double heard, double missed) {
  static final Losses NONE = new Losses(0, 0, 0);

  /// Whoever loses nothing is missed after so many.
  static final int USUAL = 2;

  private static final int MOST = 8;

  /// It is taken for gone by chance once in so many heartbeats: in a month at 30 s.
  private static final double ONCE_IN = 100_000;

  /// A first loss may be that of one in eleven.
  private static final double PRIOR = 10;

  private static final long SLOT_SECONDS = 300;
  private static final double MEMORY = 240;
  private static final double FORGOTTEN = 0.25;

  /// @param records that were jumped over
  Losses missed(long records, Instant at) {
    return new Losses(missed == 0 ? slot(at) : slot, heard, missed + Math.min(records, MOST));
  }

  /// Changes once in five minutes, and only for whoever lost something.
  Losses beat(Instant at, Duration interval) {
    var now = slot(at);
    if (missed == 0 || now <= slot) {
      return this;
    }
    var came = heard + (double) (now - slot) * SLOT_SECONDS / Math.max(1, interval.toSeconds());
    var halves = Math.floor(came / MEMORY);
    var part = Math.pow(0.5, halves);
    return missed * part < FORGOTTEN ? NONE : new Losses(now, came * part, missed * part);
  }

  /// So many heartbeats in a row may be missing.
  int bearable() {
    if (missed == 0) {
      return USUAL;
    }
    var part = Math.min(0.5, missed / (missed + heard + PRIOR));
    return (int) Math.clamp(Math.ceil(-Math.log(ONCE_IN) / Math.log(part)), USUAL, MOST);
  }

  private static long slot(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), SLOT_SECONDS);
  }
}
