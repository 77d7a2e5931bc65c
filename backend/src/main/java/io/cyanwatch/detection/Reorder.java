package io.cyanwatch.detection;

import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Observation.Severed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Folds records as if they had come in order, although some overtake others: while one is missing,
/// it remembers how the device stood before, and folds again when it comes.
final class Reorder {
  private static final int DEVICES = 200_000;
  private static final int LONGEST = 256;

  /// So many records are remembered of all devices together; what comes then is folded as it comes.
  static final int MOST = 50_000;

  private final Duration window;
  private final Map<Long, Last> last = new ConcurrentHashMap<>();
  private final Map<Long, Gap> gaps = new ConcurrentHashMap<>();
  private final AtomicInteger remembered = new AtomicInteger();

  Reorder(Duration window) {
    this.window = window;
  }

  /// The newest record that was folded.
  private record Last(String boot, long seq) {}

  /// @param base how the device stood before the gap
  /// @param since all that came after it
  private record Gap(DeviceState base, List<Observation> since, Instant until) {}

  /// @param keep what to remember of it, once it is durable
  record Step(Folding folding, Runnable keep) {}

  Step fold(
      long device,
      DeviceState state,
      List<Observation> fresh,
      List<Observation> late,
      Instant now) {
    var open =
        Optional.ofNullable(gaps.get(device)).filter(gap -> now.isBefore(gap.until)).orElse(null);
    var known = last.get(device);
    var records = new ArrayList<>(late.stream().filter(Reorder::recorded).toList());
    fresh.stream().filter(Reorder::recorded).forEach(records::add);
    var disorder = !late.isEmpty() || records.stream().anyMatch(o -> behind(o, known));
    var folding =
        open != null && disorder && state.lost() == null
            ? Folding.again(open.base, state, merged(open.since, records))
            : begins(known, state, records)
                ? Folding.again(state, state, merged(List.of(), records))
                : inTurn(state, fresh, late);
    fresh.stream().filter(o -> o instanceof Severed).forEach(folding::newest);
    var gap = gap(open, known, state, records, now);
    var newest = newest(known, records);
    return new Step(folding, () -> keep(device, newest, gap));
  }

  private static Folding inTurn(
      DeviceState state, List<Observation> fresh, List<Observation> late) {
    var folding = new Folding(state);
    late.forEach(folding::late);
    merged(List.of(), fresh.stream().filter(Reorder::recorded).toList()).forEach(folding::newest);
    return folding;
  }

  /// Of a device that was never heard nobody knows what is missing.
  private static boolean begins(
      @Nullable Last known, DeviceState before, List<Observation> records) {
    return known == null && before.boot() == null && !records.isEmpty();
  }

  private static boolean recorded(Observation observation) {
    return !(observation instanceof Severed);
  }

  private static boolean behind(Observation record, @Nullable Last known) {
    return known != null && Folding.older(record.stamp().boot(), known.boot);
  }

  private @Nullable Gap gap(
      @Nullable Gap open,
      @Nullable Last known,
      DeviceState before,
      List<Observation> records,
      Instant now) {
    if (open != null) {
      var all = merged(open.since, records);
      return all.size() > LONGEST ? null : new Gap(open.base, all, open.until);
    }
    return begins(known, before, records) || (known != null && leavesGap(known, records))
        ? new Gap(before, merged(List.of(), records), now.plus(window))
        : null;
  }

  /// A new boot leaves one, too: the old one may have more to say.
  private static boolean leavesGap(Last known, List<Observation> records) {
    var at = known;
    for (var record : merged(List.of(), records)) {
      var stamp = record.stamp();
      if (!stamp.boot().equals(at.boot) || stamp.seq() > at.seq + 1) {
        return true;
      }
      at = new Last(stamp.boot(), Math.max(at.seq, stamp.seq()));
    }
    return false;
  }

  private static @Nullable Last newest(@Nullable Last known, List<Observation> records) {
    var newest = known;
    for (var record : merged(List.of(), records)) {
      var stamp = record.stamp();
      var ahead =
          newest == null
              || (stamp.boot().equals(newest.boot)
                  ? stamp.seq() > newest.seq
                  : !Folding.older(stamp.boot(), newest.boot));
      newest = ahead ? new Last(stamp.boot(), stamp.seq()) : newest;
    }
    return newest;
  }

  /// By boot and sequence; boots that do not count themselves stay in the order in which they came.
  private static List<Observation> merged(List<Observation> a, List<Observation> b) {
    var arrival = new ArrayList<String>();
    var all = new ArrayList<Observation>(a);
    all.addAll(b);
    if (all.size() < 2) {
      return all;
    }
    all.forEach(
        o -> {
          if (!arrival.contains(o.stamp().boot())) {
            arrival.add(o.stamp().boot());
          }
        });
    arrival.sort((x, y) -> Folding.older(x, y) ? -1 : Folding.older(y, x) ? 1 : 0);
    all.sort(
        Comparator.<Observation>comparingInt(o -> arrival.indexOf(o.stamp().boot()))
            .thenComparingLong(o -> o.stamp().seq()));
    return all;
  }

  private void keep(long device, @Nullable Last newest, @Nullable Gap gap) {
    if (newest != null && (last.size() < DEVICES || last.containsKey(device))) {
      last.put(device, newest);
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
    return gap == null ? 0 : gap.since.size();
  }

  int remembered() {
    return remembered.get();
  }

  /// Lets go of gaps that nothing can heal any more.
  void forget(Instant now) {
    for (var device : gaps.keySet()) {
      gaps.computeIfPresent(
          device,
          (_, gap) -> {
            var over = !now.isBefore(gap.until);
            remembered.addAndGet(over ? -count(gap) : 0);
            return over ? null : gap;
          });
    }
  }
}
