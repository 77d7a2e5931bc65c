package io.cyanwatch.timeline;

import io.cyanwatch.timeline.Observation.Severed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;

/// The order in which a batch is taken in: by device, boot and sequence. Boots with a counter in
/// front are ordered by it, others by who came first.
final class BatchOrder {
  private static final long BEHIND_ALL_COUNTED = 1L << 32;

  private static final Comparator<Ranked> IN_ORDER =
      Comparator.<Ranked>comparingLong(r -> r.observation().stamp().device().nr())
          .thenComparingLong(Ranked::rank)
          .thenComparing(r -> r.observation().stamp().boot())
          // A will ends its connection: it comes after whatever the connection carried.
          .thenComparing(r -> r.observation() instanceof Severed)
          .thenComparingLong(r -> r.observation().stamp().seq());

  private BatchOrder() {}

  private record Ranked(Observation observation, long rank) {}

  static List<Observation> of(Collection<Observation> observations) {
    var ranks = new HashMap<String, Long>();
    var ranked = new ArrayList<Ranked>(observations.size());
    for (var observation : observations) {
      var boot = observation.stamp().boot();
      ranked.add(new Ranked(observation, ranks.computeIfAbsent(boot, b -> rank(b, ranks.size()))));
    }
    ranked.sort(IN_ORDER);
    return ranked.stream().map(Ranked::observation).toList();
  }

  private static long rank(String boot, int arrival) {
    var counter = BootCounter.of(boot);
    return counter < 0 ? BEHIND_ALL_COUNTED + arrival : counter;
  }
}
