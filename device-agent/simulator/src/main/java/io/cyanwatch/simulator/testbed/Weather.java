package io.cyanwatch.simulator.testbed;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What the network was like when, as the rig really did it. Times are milliseconds since 1970.
final class Weather {
  private static final long OPEN = Long.MAX_VALUE;

  private final long settleMs;
  /// In order, and none overlaps another; in between all was up.
  private final List<Span> spans = new ArrayList<>();

  /// @param settleMs how long after a return of the link a device may still fail
  Weather(long settleMs) {
    this.settleMs = settleMs;
  }

  /// @param to exclusive
  private record Span(Phase phase, long from, long to) {
    Span until(long end) {
      return new Span(phase, from, Math.min(to, end));
    }

    long within(long start, long end) {
      return Math.max(0, Math.min(to, end) - Math.max(from, start));
    }
  }

  void uplinkPulled(long now) {
    begin(Phase.UPLINK_PULLED, now, OPEN);
  }

  void uplinkBack(long now) {
    end(now);
  }

  void radioPulled(long now) {
    begin(Phase.RADIO_PULLED, now, OPEN);
  }

  /// The link is up and the address is there.
  void linkBack(long now) {
    begin(Phase.SETTLING, now, now + settleMs);
  }

  /// The worst that something which lasted from `start` to `end` went through.
  Phase during(long start, long end) {
    var worst = Phase.ALL_UP;
    for (var span : spans.reversed()) {
      if (span.to() <= start) {
        break;
      }
      if (span.from() <= end && span.phase().compareTo(worst) > 0) {
        worst = span.phase();
      }
    }
    return worst;
  }

  /// Milliseconds in each phase.
  Map<Phase, Long> lengths(long start, long end) {
    var lengths = new EnumMap<Phase, Long>(Phase.class);
    for (var phase : Phase.values()) {
      lengths.put(phase, 0L);
    }
    lengths.put(Phase.ALL_UP, end - start);
    for (var span : spans) {
      var length = span.within(start, end);
      lengths.merge(span.phase(), length, Long::sum);
      lengths.merge(Phase.ALL_UP, -length, Long::sum);
    }
    return lengths;
  }

  private void begin(Phase phase, long from, long to) {
    end(from);
    spans.add(new Span(phase, from, to));
  }

  private void end(long now) {
    if (!spans.isEmpty()) {
      spans.add(spans.removeLast().until(now));
    }
  }
}
