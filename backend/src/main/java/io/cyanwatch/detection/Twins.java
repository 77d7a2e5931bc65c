package io.cyanwatch.detection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cyanwatch.detection.DeviceState.Trace;
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

  Twins {
    turns = List.copyOf(DeviceState.or(turns, List.of()));
  }

  /// @param began when it first spoke
  /// @param conn its newest connection when it was met or last took its turn
  record Voice(String boot, Instant began, long conn) {}

  /// A boot that ended cannot connect again. What it said while it lived may come late.
  ///
  /// @param surely the record was made after this moment, whatever its clock is worth
  Twins spoke(Trace trace, long conn, Instant surely) {
    var boot = trace.boot();
    if (speaker == null) {
      return new Twins(new Voice(boot, trace.at(), conn), null, turns);
    }
    if (boot.equals(speaker.boot)) {
      return this;
    }
    if (surely.isBefore(speaker.began)) {
      return this;
    }
    if (before == null || !boot.equals(before.boot)) {
      return new Twins(new Voice(boot, trace.at(), conn), speaker, turns);
    }
    return conn > before.conn
        ? new Twins(new Voice(boot, trace.at(), conn), speaker, and(trace, 1))
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
