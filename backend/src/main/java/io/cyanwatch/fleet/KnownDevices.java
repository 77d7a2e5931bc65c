package io.cyanwatch.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers for a while which ids are registered and which are not, within a bound. What another
/// backend changes is seen when the memory ends.
///
/// There are two generations: a full one becomes the old one, and whoever is asked for moves on
/// into
/// the young one.
final class KnownDevices {
  private final Duration registeredFor;
  private final Duration unknownFor;
  private final int generation;
  private volatile Map<String, Known> young = new ConcurrentHashMap<>();
  private volatile Map<String, Known> old = new ConcurrentHashMap<>();

  KnownDevices(Duration registeredFor, Duration unknownFor, int generation) {
    this.registeredFor = registeredFor;
    this.unknownFor = unknownFor;
    this.generation = generation;
  }

  /// @param device empty when the id is not registered
  record Known(Optional<DeviceRef> device, Instant until) {}

  /// What we know about the id; empty when we must ask.
  Optional<Known> recall(String id, Instant now) {
    var known = young.get(id);
    if (known == null) {
      known = old.get(id);
      if (known != null) {
        put(id, known);
      }
    }
    return Optional.ofNullable(known).filter(it -> now.isBefore(it.until()));
  }

  void registered(DeviceRef device, Instant now) {
    put(device.id(), new Known(Optional.of(device), now.plus(registeredFor)));
  }

  void unknown(String id, Instant now) {
    put(id, new Known(Optional.empty(), now.plus(unknownFor)));
  }

  void forget(String id) {
    young.remove(id);
    old.remove(id);
  }

  int size() {
    return young.size() + old.size();
  }

  private void put(String id, Known known) {
    if (young.size() >= generation) {
      turn();
    }
    young.put(id, known);
  }

  private synchronized void turn() {
    if (young.size() >= generation) {
      old = young;
      young = new ConcurrentHashMap<>();
    }
  }
}
