package io.cyanwatch.ingest;

import io.cyanwatch.link.Delivery;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.IdentityHashMap;

/// Acknowledges deliveries in the order in which they came, whichever shard finishes first: the
/// broker may insist on it.
final class InOrder {
  private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
  private final IdentityHashMap<Delivery, Boolean> done = new IdentityHashMap<>();

  synchronized void arrived(Delivery delivery) {
    waiting.addLast(delivery);
  }

  /// These are durable, or refused for good.
  synchronized void done(Collection<Delivery> deliveries) {
    deliveries.forEach(delivery -> done.put(delivery, true));
    for (var head = waiting.peekFirst();
        head != null && done.remove(head) != null;
        head = waiting.peekFirst()) {
      waiting.removeFirst().acknowledge();
    }
  }

  synchronized int pending() {
    return waiting.size();
  }
}
