package io.cyanwatch.simulator.testbed;

import io.cyanwatch.simulator.testbed.Fault.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// What is pulled when. The same seed always gives the same faults.
final class Schedule {
  /// Nothing happens this long before the end, so that the last fault can be got over.
  static final long CALM_MS = 15_000;

  private static final Span QUIET = new Span(6_000, 12_000);
  private static final Span UPLINK = new Span(5_000, 25_000);
  private static final Span RADIO = new Span(4_000, 12_000);
  private static final Span LEASE = new Span(300, 1_500);
  private static final List<Turn> TURNS =
      List.of(
          new Turn(Kind.RADIO, false),
          new Turn(Kind.UPLINK, false),
          new Turn(Kind.RADIO, true),
          new Turn(Kind.UPLINK, false),
          new Turn(Kind.LEASE, true));

  private Schedule() {}

  private record Turn(Kind kind, boolean moves) {}

  /// @param from milliseconds, inclusive
  /// @param to milliseconds, exclusive
  private record Span(long from, long to) {
    long any(Random random) {
      return from + random.nextLong(to - from);
    }
  }

  static List<Fault> of(long seed, long lengthMs) {
    var random = new Random(seed);
    var faults = new ArrayList<Fault>();
    var now = QUIET.any(random);
    while (true) {
      var fault = fault(TURNS.get(faults.size() % TURNS.size()), now, random);
      if (fault.overMs() + CALM_MS > lengthMs) {
        return List.copyOf(faults);
      }
      faults.add(fault);
      now = fault.overMs() + QUIET.any(random);
    }
  }

  private static Fault fault(Turn turn, long now, Random random) {
    return switch (turn.kind()) {
      case UPLINK -> new Fault(Kind.UPLINK, now, UPLINK.any(random), 0, false);
      case RADIO -> new Fault(Kind.RADIO, now, RADIO.any(random), LEASE.any(random), turn.moves());
      case LEASE -> new Fault(Kind.LEASE, now, 0, 0, true);
    };
  }
}
