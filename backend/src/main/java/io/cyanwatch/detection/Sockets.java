package io.cyanwatch.detection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cyanwatch.detection.DeviceState.Trace;
import io.cyanwatch.timeline.Observation.Beat;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Whether the table of clients is full, and whether WiFi sessions leave sockets behind.
///
/// @param full null while there is room
/// @param session the WiFi session at hand
/// @param least the fewest clients open in each of the sessions before, oldest first
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Sockets(@Nullable Full full, @Nullable Session session, List<Integer> least) {
  static final int SESSIONS = 4;

  /// So many heartbeats in a row are counted.
  static final int BEATS = 10;

  static final Sockets NONE = new Sockets(null, null, List.of());

  Sockets {
    least = List.copyOf(Absent.or(least, List.of()));
  }

  /// A full table, and what was counted when we last looked.
  ///
  /// @param beats heartbeats in a row during which somebody waited and nobody was served
  /// @param grown by how much each counter grew since it became full
  record Full(Trace since, int places, int beats, Counts at, Counts grown, @Nullable Trace last) {}

  record Counts(
      long accepts,
      long requests,
      long rejected,
      long idle,
      long header,
      long stalls,
      long stallMillis) {

    static Counts of(Beat beat) {
      var v = beat.vitals();
      return new Counts(
          or0(beat.accepts()),
          or0(v.requests()),
          or0(v.rejected()),
          or0(v.idleTimeouts()),
          or0(v.headerTimeouts()),
          or0(v.stalls()),
          or0(v.stallMillis()));
    }

    Counts minus(Counts o) {
      return new Counts(
          accepts - o.accepts,
          requests - o.requests,
          rejected - o.rejected,
          idle - o.idle,
          header - o.header,
          stalls - o.stalls,
          stallMillis - o.stallMillis);
    }

    private static long or0(@Nullable Long value) {
      return value == null ? 0 : value;
    }
  }

  /// @param began the record that first showed it
  record Session(long ups, int least, @Nullable Trace began) {}

  Sockets beat(Beat beat) {
    var open = beat.vitals().open();
    var most = beat.vitals().most();
    if (open == null) {
      return this;
    }
    var sessions = sessions(beat, open);
    if (most == null || most <= 0 || open < most) {
      return new Sockets(null, sessions.session, sessions.least);
    }
    return new Sockets(filled(beat, most), sessions.session, sessions.least);
  }

  /// Nobody is served while somebody waits: a busy table is full, too, but it serves.
  private Full filled(Beat beat, int most) {
    var trace = Trace.of(beat.stamp());
    var counts = Counts.of(beat);
    if (full == null) {
      return new Full(trace, most, 0, counts, counts.minus(counts), null);
    }
    var by = counts.minus(full.at);
    var served = by.requests > 0 || (by.accepts > 0 && beat.vitals().requests() == null);
    if (served) {
      return new Full(trace, most, 0, counts, counts.minus(counts), null);
    }
    var waiting = by.rejected > 0 || by.idle > 0 || by.header > 0 || by.stalls > 0;
    if (!waiting) {
      return full;
    }
    var g = full.grown;
    var grown = counts.minus(full.at.minus(g)); // what it was at first is `at - grown`
    return new Full(full.since, most, Math.min(full.beats + 1, BEATS), counts, grown, trace);
  }

  private Sockets sessions(Beat beat, int open) {
    var ups = beat.wifiUps();
    if (ups == null) {
      return this;
    }
    if (session == null || session.ups > ups) {
      return new Sockets(full, new Session(ups, open, Trace.of(beat.stamp())), least);
    }
    if (session.ups == ups) {
      var fewer = Math.min(session.least, open);
      return fewer == session.least
          ? this
          : new Sockets(full, new Session(ups, fewer, session.began), least);
    }
    var past = new ArrayList<>(least);
    past.add(session.least);
    return new Sockets(
        full,
        new Session(ups, open, Trace.of(beat.stamp())),
        past.subList(Math.max(0, past.size() - SESSIONS), past.size()));
  }

  /// A boot begins with an empty table.
  Sockets reboot() {
    return NONE;
  }

  /// Whether each session left at least one socket more behind than the one before.
  boolean leaks() {
    if (least.size() < SESSIONS) {
      return false;
    }
    for (var i = 1; i < least.size(); i++) {
      if (least.get(i) <= least.get(i - 1)) {
        return false;
      }
    }
    return session == null || session.least > Objects.requireNonNull(least.getLast());
  }
}
