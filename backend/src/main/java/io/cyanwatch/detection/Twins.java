package io.cyanwatch.detection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cyanwatch.detection.DeviceState.Trace;
import io.cyanwatch.timeline.Observation.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether two devices speak under one name. The broker lets only one of them be connected, and so
/// each that comes back does so on a new connection.
///
/// @param speaker who spoke last
/// @param before who spoke before
/// @param turns when a boot came back after another had begun, oldest first
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Twins(@Nullable Voice speaker, @Nullable Voice before, List<Trace> turns) {
  static final Twins NONE = new Twins(null, null, List.of());

  /// A conflict is proof by itself: it counts for as many turns.
  static final int PROOF = 3;

  private static final int KEPT = 6;
  private static final Duration GRAIN = Duration.ofSeconds(2);

  Twins {
    turns = List.copyOf(DeviceState.or(turns, List.of()));
  }

  /// @param began when it first spoke
  /// @param conn its newest connection when it was met or last took its turn
  /// @param origin when the boot itself began, by our clock, as nearly as receipts tell; null when
  /// that is not known
  record Voice(String boot, Instant began, long conn, @Nullable Instant origin) {

    /// Learns from another record of it, if that came with less delay.
    Voice and(@Nullable Instant met) {
      return met == null || (origin != null && !met.isBefore(origin.minus(GRAIN)))
          ? this
          : new Voice(boot, began, conn, met);
    }
  }

  /// A boot that ended cannot connect again. What it said while it lived may come late: it counts
  /// only if it was made after the other began, by the device's clock or by what receipts tell.
  Twins spoke(Stamp stamp) {
    var trace = Trace.of(stamp);
    var boot = stamp.boot();
    var conn = stamp.conn();
    var surely = stamp.at().minus(stamp.error());
    // Without a clock, receipts have dated it already.
    var met = stamp.clock() == null ? null : stamp.receivedAt().minus(stamp.up());
    if (speaker == null) {
      return new Twins(new Voice(boot, trace.at(), conn, met), null, turns);
    }
    if (boot.equals(speaker.boot)) {
      var known = speaker.and(met);
      return known.equals(speaker) ? this : new Twins(known, before, turns);
    }
    var again = before != null && boot.equals(before.boot) ? before.and(met) : null;
    var made =
        again == null || again.origin == null ? surely : again.origin.plus(stamp.up()).minus(GRAIN);
    if (made.isBefore(speaker.began) && surely.isBefore(speaker.began)) {
      return this;
    }
    if (again == null) {
      return new Twins(new Voice(boot, trace.at(), conn, met), speaker, turns);
    }
    return conn > again.conn
        ? new Twins(new Voice(boot, trace.at(), conn, again.origin), speaker, and(trace, 1))
        : this;
  }

  /// The same place in a boot was used for two different records.
  Twins conflicted(Trace trace) {
    return new Twins(speaker, before, and(trace, PROOF));
  }

  private List<Trace> and(Trace trace, int times) {
    var all = new ArrayList<>(turns);
    for (var i = 0; i < times; i++) {
      all.add(trace);
    }
    return all.subList(Math.max(0, all.size() - KEPT), all.size());
  }
}
