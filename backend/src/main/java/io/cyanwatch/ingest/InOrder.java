package io.cyanwatch.ingest;

import io.cyanwatch.link.Delivery;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.IdentityHashMap;

/// Acknowledges deliveries in the order in which they came, whichever shard finishes first: the
/// broker may insist on it. Those of a connection that is over hold up nobody.
final class InOrder {
  private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();

  /// Those that wait, and whether they are done.
  private final IdentityHashMap<Delivery, Boolean> state = new IdentityHashMap<>();

  synchronized void arrived(Delivery delivery) {
    waiting.addLast(delivery);
    state.put(delivery, false);
  }

  /// These are durable, or refused for good.
  synchronized void done(Collection<Delivery> deliveries) {
    deliveries.forEach(delivery -> state.replace(delivery, true));
    for (var head = waiting.peekFirst();
        head != null && (isDone(head) || head.orphaned());
        head = waiting.peekFirst()) {
      waiting.removeFirst();
      state.remove(head);
      head.acknowledge();
    }
  }

  /// The newest one is not taken after all; it stays with the broker.
  synchronized void refused(Delivery delivery) {
    if (state.remove(delivery) != null) {
      waiting.removeLastOccurrence(delivery);
    }
  }

  private boolean isDone(Delivery delivery) {
    return Boolean.TRUE.equals(state.get(delivery));
  }

  synchronized int pending() {
    return waiting.size();
  }
}
