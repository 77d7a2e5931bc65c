package io.cyanwatch.detection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cyanwatch.detection.DeviceState.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How steady its link is: how often it broke and came back lately, each time two edges; and what
/// was lost although it held.
///
/// @param breaks when each ended, oldest first
/// @param connAtBeat the connection at the last heartbeat: WiFi edges beyond new connections count
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Unrest(List<Trace> breaks, long connAtBeat, Losses losses) {
  static final Unrest NONE = new Unrest(List.of(), 0, Losses.NONE);
  static final int KEPT = 12;
  static final Duration SPAN = Duration.ofHours(1);

  Unrest {
    breaks = List.copyOf(DeviceState.or(breaks, List.of()));
    losses = DeviceState.or(losses, Losses.NONE);
  }

  Unrest broke(Trace end, long times) {
    if (times <= 0) {
      return this;
    }
    var all = new ArrayList<>(breaks);
    all.removeIf(known -> Duration.between(known.at(), end.at()).compareTo(SPAN) > 0);
    for (var i = 0; i < Math.min(times, KEPT); i++) {
      all.add(end);
    }
    return new Unrest(all.subList(Math.max(0, all.size() - KEPT), all.size()), connAtBeat, losses);
  }

  Unrest beat(long conn) {
    return conn == connAtBeat ? this : new Unrest(breaks, conn, losses);
  }

  Unrest with(Losses losses) {
    return losses.equals(this.losses) ? this : new Unrest(breaks, connAtBeat, losses);
  }
}
