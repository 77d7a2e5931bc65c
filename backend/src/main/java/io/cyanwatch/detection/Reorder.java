package io.cyanwatch.detection;

import io.cyanwatch.detection.Order.Gap;
import io.cyanwatch.detection.Order.Memory;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Folds records as if they had come in order, although some overtake others: while one is missing,
/// it remembers how the device stood before, and folds again when it comes.
final class Reorder {
  private static final int DEVICES = 200_000;

  /// So many records are remembered of all devices together; what comes then is folded as it comes.
  static final int MOST = 50_000;

  private final Duration window;
  private final Map<Long, Memory> last = new ConcurrentHashMap<>();
  private final Map<Long, Gap> gaps = new ConcurrentHashMap<>();
  private final AtomicInteger remembered = new AtomicInteger();

  Reorder(Duration window) {
    this.window = window;
  }

  /// What is remembered of a device.
  ///
  /// @param watching since when we were watching at a moment, without a break
  Order of(long device, Function<Instant, Optional<Instant>> watching) {
    var memory = last.getOrDefault(device, Memory.NONE);
    return new Order(window, watching, memory, gaps.get(device));
  }

  /// Once what it follows from is durable.
  void keep(long device, Order order) {
    var newest = order.memory();
    var gap = order.gap();
    if (newest.last() != null && (last.size() < DEVICES || last.containsKey(device))) {
      last.put(device, newest);
    }
    if (gap == null && !gaps.containsKey(device)) {
      return;
    }
    gaps.compute(
        device,
        (_, before) -> {
          var most = MOST - remembered.get() + count(before);
          var kept = gap == null || count(gap) > most ? null : gap;
          remembered.addAndGet(count(kept) - count(before));
          return kept;
        });
  }

  private static int count(@Nullable Gap gap) {
    return gap == null ? 0 : gap.since().size();
  }

  int remembered() {
    return remembered.get();
  }

  /// Lets go of gaps that nothing can heal any more, unless we are behind with what has come.
  void forget(Instant now) {
    var until = now.minus(window);
    for (var device : gaps.keySet()) {
      gaps.computeIfPresent(
          device,
          (_, gap) -> {
            var over = !until.isBefore(gap.until());
            remembered.addAndGet(over ? -count(gap) : 0);
            return over ? null : gap;
          });
    }
  }
}
