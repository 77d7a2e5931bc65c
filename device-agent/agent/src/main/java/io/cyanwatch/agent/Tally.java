package io.cyanwatch.agent;

import io.cyanwatch.protocol.Health;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the web server counts since the boot; safe from any thread. It always holds:
///
/// - accepts = open + the sum of all [End]s
/// - requests = ok + client errors + server errors
/// - requests = answered in whole + truncated + being answered
///
/// Whoever is turned away is counted as rejected, and nowhere else; our own probe nowhere at all.
final class Tally {
  final Incidents incidents = new Incidents();
  final AtomicLong accepts = new AtomicLong();
  final AtomicLong lastAccept = new AtomicLong();
  final AtomicLong rejected = new AtomicLong();
  final AtomicLong headerTimeouts = new AtomicLong();
  final AtomicLong silences = new AtomicLong();
  final AtomicLong shortages = new AtomicLong();
  final AtomicLong truncated = new AtomicLong();
  final AtomicLong stalls = new AtomicLong();
  final AtomicLong stallMs = new AtomicLong();
  private final Map<End, AtomicLong> ends = new EnumMap<>(End.class);
  private final AtomicLong ok = new AtomicLong();
  private final AtomicLong clientErrors = new AtomicLong();
  private final AtomicLong serverErrors = new AtomicLong();
  private final AtomicLong worst = new AtomicLong();
  private final AtomicInteger peak = new AtomicInteger();

  Tally() {
    for (var end : End.values()) {
      ends.put(end, new AtomicLong());
    }
  }

  /// @param now in milliseconds
  /// @param open clients, with this one
  void accepted(long now, int open) {
    accepts.incrementAndGet();
    lastAccept.set(now);
    peak.accumulateAndGet(open, Math::max);
  }

  void answering(int status) {
    switch (status / 100) {
      case 4 -> clientErrors.incrementAndGet();
      case 5 -> serverErrors.incrementAndGet();
      default -> ok.incrementAndGet();
    }
  }

  /// @param ms from the whole request to the last byte that the system took
  void answered(long ms) {
    worst.accumulateAndGet(ms, Math::max);
  }

  void ended(End how) {
    counter(how).incrementAndGet();
  }

  long ends(End... which) {
    return Stream.of(which).mapToLong(it -> counter(it).get()).sum();
  }

  /// @param oldest age in milliseconds, if any is open
  Health.Clients clients(int open, int max, @Nullable Long oldest) {
    return new Health.Clients(
        open,
        max,
        peak.get(),
        rejected.get(),
        silences.get() + ends(End.OVERDUE),
        headerTimeouts.get(),
        ends(End.RESET),
        stalls.get(),
        stallMs.get(),
        oldest);
  }

  /// The slowest request counts for one heartbeat.
  Health.Http http() {
    var counted = new long[] {ok.get(), clientErrors.get(), serverErrors.get()};
    return new Health.Http(
        counted[0] + counted[1] + counted[2],
        counted[0],
        counted[1],
        counted[2],
        truncated.get(),
        worst.getAndSet(0));
  }

  /// @param which deadline closed a client: `idle`, `header` or `total`
  void timeout(String peer, String which, long ms) {
    incidents.saw("client_timeout", Map.of("peer", peer, "kind", which, "ms", ms));
  }

  /// A client took nothing of its answer for its whole deadline.
  void stalled(String peer, long ms) {
    incidents.saw("write_stalled", Map.of("peer", peer, "ms", ms));
  }

  private AtomicLong counter(End how) {
    return Objects.requireNonNull(ends.get(how));
  }
}
