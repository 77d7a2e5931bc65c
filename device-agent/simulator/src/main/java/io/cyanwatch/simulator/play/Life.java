package io.cyanwatch.simulator.play;

import io.cyanwatch.simulator.device.Condition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What one device went through.
final class Life {
  static final long NEVER = Long.MIN_VALUE;

  private static final long TEN_MINUTES = 600_000;
  private static final long HALF_HOUR = 1_800_000;
  private static final long HOUR = 3_600_000;

  private final Map<Fault, Long> since = new EnumMap<>(Fault.class);
  private final List<Mark> resets = new ArrayList<>();
  private final List<Mark> edges = new ArrayList<>();
  private String boot = "";
  private long edgesKnown;
  private boolean seen;
  private boolean clouded;
  private boolean excused;

  private record Mark(long at, String what) {}

  /// Several of a kind in a row.
  record Run(long from, long to, String cause) {}

  boolean seen() {
    return seen;
  }

  /// Whether it ever had its vendor's cloud.
  boolean clouded() {
    return clouded;
  }

  /// Whether it said goodbye, and nothing since.
  boolean excused() {
    return excused;
  }

  void look(Condition condition, boolean flows, boolean sheltered, long now) {
    if (!condition.boot().equals(boot)) {
      if (!boot.isEmpty() && !condition.reset().expected() && !sheltered) {
        resets.add(new Mark(now, condition.reset().name().toLowerCase(Locale.ROOT)));
      }
      boot = condition.boot();
      edgesKnown = 0;
    }
    var counted = Math.max(0, condition.wifiEdges() - 1);
    for (; edgesKnown < counted; edgesKnown++) {
      if (!sheltered) {
        edges.add(new Mark(now, "edge"));
      }
    }
    excused = !flows && (excused || condition.away());
    seen |= flows;
    clouded |= condition.cloudUp();
  }

  long since(Fault fault) {
    return since.getOrDefault(fault, NEVER);
  }

  /// @return since when it held, if it has just ceased to; else [#NEVER]
  long track(Fault fault, boolean holds, long now) {
    if (holds) {
      since.putIfAbsent(fault, now);
      return NEVER;
    }
    var from = since.remove(fault);
    return from == null ? NEVER : from;
  }

  List<Run> loops() {
    var dense = dense(resets, 3, TEN_MINUTES);
    dense.or(dense(resets, 5, HOUR));
    return runs(resets, dense, HOUR);
  }

  List<Run> flaps() {
    return runs(edges, dense(edges, 7, HALF_HOUR), HALF_HOUR);
  }

  /// The marks that belong to `count` or more within a window.
  private static BitSet dense(List<Mark> marks, int count, long window) {
    var dense = new BitSet();
    for (var last = count - 1; last < marks.size(); last++) {
      if (marks.get(last).at() - marks.get(last - count + 1).at() <= window) {
        dense.set(last - count + 1, last + 1);
      }
    }
    return dense;
  }

  private static List<Run> runs(List<Mark> marks, BitSet dense, long apart) {
    var runs = new ArrayList<Run>();
    for (var i = dense.nextSetBit(0); i >= 0; i = dense.nextSetBit(i + 1)) {
      var mark = marks.get(i);
      var last = runs.isEmpty() ? null : runs.getLast();
      if (last != null && mark.at() - last.to() <= apart) {
        runs.set(runs.size() - 1, new Run(last.from(), mark.at(), last.cause()));
      } else {
        runs.add(new Run(mark.at(), mark.at(), mark.what()));
      }
    }
    return runs;
  }
}
