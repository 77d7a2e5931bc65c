package io.cyanwatch.detection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cyanwatch.detection.DeviceState.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How steady its link is: how often it broke and came back lately, each time two edges; and what
/// was lost although it held.
///
/// @param breaks when each ended, oldest first
/// @param connAtBeat the connection at the last heartbeat
/// @param signs what shows of the break at hand so far
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Unrest(List<Trace> breaks, long connAtBeat, Losses losses, @Nullable Signs signs) {
  static final Unrest NONE = new Unrest(List.of(), 0, Losses.NONE, null);

  /// One break shows in up to three ways, one after the other: nobody heard of the device, its WiFi
  /// came up again, its connection is another. A session may survive a short break; what comes
  /// later than this is of another.
  private static final Duration TOGETHER = Duration.ofMinutes(5);

  static final int KEPT = 12;
  static final Duration SPAN = Duration.ofHours(1);

  Unrest {
    breaks = List.copyOf(Absent.or(breaks, List.of()));
    losses = Absent.or(losses, Losses.NONE);
  }

  /// How often each way showed.
  ///
  /// @param at when one of them showed last
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  record Signs(long absences, long ups, long connections, Instant at) {
    private long breaks() {
      return Math.max(absences, Math.max(ups, connections));
    }
  }

  /// It is heard again, after an absence that nobody announced or on another connection.
  Unrest returned(Trace end, boolean absent, long connections) {
    return shown(end, absent ? 1 : 0, 0, connections);
  }

  /// Its WiFi came up so often since the last heartbeat.
  Unrest ups(Trace end, long times) {
    return shown(end, 0, Math.max(0, times), 0);
  }

  private Unrest shown(Trace end, long absences, long ups, long connections) {
    if (absences + ups + connections == 0) {
      return this;
    }
    var lately = signs != null && !end.at().isAfter(signs.at.plus(TOGETHER));
    var before = lately && signs != null ? signs : new Signs(0, 0, 0, end.at());
    var after =
        new Signs(
            before.absences + absences,
            before.ups + ups,
            before.connections + connections,
            end.at());
    return broke(end, after.breaks() - before.breaks(), after);
  }

  private Unrest broke(Trace end, long times, Signs after) {
    var all = new ArrayList<>(breaks);
    all.removeIf(known -> Duration.between(known.at(), end.at()).compareTo(SPAN) > 0);
    for (var i = 0; i < Math.min(times, KEPT); i++) {
      all.add(end);
    }
    var kept = all.subList(Math.max(0, all.size() - KEPT), all.size());
    return new Unrest(kept, connAtBeat, losses, after);
  }

  /// The first heartbeat on another connection has told all that there is to tell of the break.
  Unrest beat(long conn) {
    return conn == connAtBeat ? this : new Unrest(breaks, conn, losses, null);
  }

  Unrest with(Losses losses) {
    return losses.equals(this.losses) ? this : new Unrest(breaks, connAtBeat, losses, signs);
  }
}
