package io.cyanwatch.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is stored of one device: the row that its writer locks.
///
/// @param seenAt when we last received anything new; epoch when never
/// @param boots oldest first, in the order in which we met them
record Cursor(long device, Instant seenAt, List<Boot> boots) {
  /// So many boots stay in the row; older ones move to `timeline.boot`.
  static final int KEPT = 8;

  Cursor {
    boots = List.copyOf(boots);
  }

  Optional<Boot> boot(String boot) {
    return boots.stream().filter(known -> known.boot().equals(boot)).findFirst();
  }

  Cursor seen(Instant at) {
    return at.isAfter(seenAt) ? new Cursor(device, at, boots) : this;
  }

  /// With this boot put in its place, by number.
  Cursor with(Boot boot) {
    var others = new ArrayList<Boot>();
    for (var known : boots) {
      if (known.nr() < boot.nr()) {
        others.add(known);
      }
    }
    others.add(boot);
    for (var known : boots) {
      if (known.nr() > boot.nr()) {
        others.add(known);
      }
    }
    return new Cursor(device, seenAt, others);
  }

  /// One boot: which records of it are stored, and how its uptime maps to our clock.
  ///
  /// @param offset the least (received − uptime) met so far, in milliseconds since 1970
  /// @param anchored the uptime in milliseconds at which `offset` was last taken
  /// @param severed the newest connection whose will is stored; -1 for none
  record Boot(
      int nr, String boot, long conn, SeqSet seqs, long offset, long anchored, long severed) {
    private static final Duration REANCHOR = Duration.ofHours(1);
    private static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);

    /// Crystals of such boards are good to a hundred parts in a million.
    private static final long DRIFT_PER_MILLION = 100;

    /// How far a message may have travelled.
    private static final long JITTER_MILLIS = 250;

    static Boot met(int nr, Observation.Stamp stamp) {
      return new Boot(nr, stamp.boot(), stamp.conn(), SeqSet.EMPTY, Long.MAX_VALUE, 0, -1);
    }

    /// Whether this observation is stored already.
    boolean has(Observation observation) {
      var stamp = observation.stamp();
      return observation instanceof Observation.Severed
          ? stamp.conn() <= severed
          : seqs.contains(stamp.seq());
    }

    /// Whether something newer of this boot is stored.
    boolean isPast(Observation observation) {
      var stamp = observation.stamp();
      return observation instanceof Observation.Severed
          ? stamp.conn() < conn
          : stamp.seq() < seqs.max();
    }

    /// Takes note of a will, which has no sequence number and no uptime.
    Boot severed(Observation.Severed will) {
      var at = Math.max(severed, will.stamp().conn());
      return new Boot(nr, boot, Math.max(conn, at), seqs, offset, anchored, at);
    }

    /// Takes note of a record.
    Boot with(Observation.Stamp stamp) {
      var up = stamp.up().toMillis();
      var candidate = stamp.receivedAt().toEpochMilli() - up;
      var stale = up - anchored > REANCHOR.toMillis();
      var nearer = candidate < offset || stale;
      return new Boot(
          nr,
          boot,
          Math.max(conn, stamp.conn()),
          seqs.with(stamp.seq()),
          nearer ? candidate : offset,
          nearer ? up : anchored,
          severed);
    }

    /// When the record was made, by the device's clock if that is sane, else by its uptime.
    Observation.Stamp dated(Observation.Stamp stamp) {
      var clock = stamp.clock();
      if (clock != null && sane(clock, stamp.receivedAt())) {
        return stamp.at(clock, Duration.ofMillis(JITTER_MILLIS));
      }
      var up = stamp.up().toMillis();
      var at = Math.min(offset + up, stamp.receivedAt().toEpochMilli());
      var drift = Math.abs(up - anchored) * DRIFT_PER_MILLION / 1_000_000;
      return stamp.at(Instant.ofEpochMilli(at), Duration.ofMillis(JITTER_MILLIS + drift));
    }

    private static boolean sane(Instant clock, Instant receivedAt) {
      return Duration.between(clock, receivedAt).abs().compareTo(CLOCK_TOLERANCE) <= 0;
    }
  }
}
