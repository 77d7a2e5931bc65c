package io.cyanwatch.detection;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The states of the devices that were heard last, as they were committed. What another backend
/// changed meanwhile has another revision in the database, and is read there.
final class StateMemory {
  private final LinkedHashMap<Long, Known> known = new LinkedHashMap<>(1024, 0.75f, true);
  private final int most;

  /// @param most devices
  StateMemory(int most) {
    this.most = most;
  }

  /// @param revision counts the changes of the state
  record Known(long revision, DeviceState state) {}

  /// Moves into `found` what is known under the revision asked for.
  ///
  /// @param revisions by device; what is found is taken out of it
  synchronized void recall(Map<Long, Long> revisions, Map<Long, DeviceState> found) {
    revisions
        .entrySet()
        .removeIf(
            one -> {
              var state = recall(one.getKey(), one.getValue());
              if (state != null) {
                found.put(one.getKey(), state);
              }
              return state != null;
            });
  }

  private @Nullable DeviceState recall(long device, long revision) {
    var one = known.get(device);
    return one != null && one.revision() == revision ? one.state() : null;
  }

  /// These are committed.
  synchronized void remember(Map<Long, Known> fresh) {
    fresh.forEach(
        (device, one) -> known.merge(device, one, (a, b) -> b.revision() > a.revision() ? b : a));
    var surplus = known.size() - most;
    for (var oldest = known.keySet().iterator(); surplus > 0; surplus--) {
      oldest.next();
      oldest.remove();
    }
  }
}
