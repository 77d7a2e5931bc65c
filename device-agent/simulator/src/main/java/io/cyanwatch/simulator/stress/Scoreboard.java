package io.cyanwatch.simulator.stress;

import io.cyanwatch.simulator.stress.Verdict.Group;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/// Counts answers as they come in, from any thread. A run of failures is an outage: it begins when
/// its first request began, and ends with the next success.
final class Scoreboard {
  private static final long LONGEST_NS = 3_600_000_000_000L;

  private final Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
  private final Histogram latency = new Histogram(LONGEST_NS, 3);
  private boolean failing;
  private long failingSince;
  private long reopened;
  private long longestOutageNs;

  synchronized void take(Answer answer) {
    counts.merge(answer.verdict(), 1L, Long::sum);
    if (answer.verdict() == Verdict.SUCCESS) {
      latency.recordValue(Math.clamp(answer.lengthNs(), 0, LONGEST_NS));
      reopen(answer.endNs());
    } else if (!failing) {
      failing = true;
      failingSince = answer.startNs();
    }
  }

  private void reopen(long now) {
    if (failing) {
      failing = false;
      reopened++;
      longestOutageNs = Math.max(longestOutageNs, now - failingSince);
    }
  }

  /// What a person wants to see while it runs.
  synchronized String line() {
    var groups =
        Stream.of(Group.values())
            .map(group -> group.words() + " " + count(group))
            .collect(Collectors.joining(", "));
    return groups + ", reopened " + reopened + (failing ? " (failing now)" : "");
  }

  synchronized long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /// @param nowNs ends an outage that is still going on
  synchronized Result result(long nowNs, double seconds) {
    var outage = failing ? Math.max(longestOutageNs, nowNs - failingSince) : longestOutageNs;
    return new Result(
        new EnumMap<>(counts), reopened, failing, outage / 1e6, seconds, latency.copy());
  }

  private long count(Group group) {
    return Result.count(counts, group);
  }

  /// What came of all requests.
  ///
  /// @param reopened successes that ended a run of failures
  /// @param failing whether the last request failed
  /// @param longestOutageMs from the start of the first failure to the end of the next success
  /// @param latency of the successful requests, in nanoseconds
  record Result(
      Map<Verdict, Long> counts,
      long reopened,
      boolean failing,
      double longestOutageMs,
      double seconds,
      Histogram latency) {

    long count(Verdict verdict) {
      return counts.getOrDefault(verdict, 0L);
    }

    long count(Group group) {
      return count(counts, group);
    }

    long total() {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    long failures() {
      return total() - count(Verdict.SUCCESS);
    }

    String words() {
      return String.join("\n", total(total()), groups(), outages(), delays());
    }

    private String total(long total) {
      return String.format(
          Locale.ROOT, "%,d requests in %.1f s: %.1f/s", total, seconds, total / seconds);
    }

    private String groups() {
      return Stream.of(Group.values())
          .map(
              group ->
                  String.format(
                      Locale.ROOT, "  %-18s%,10d%s", group.words(), count(group), parts(group)))
          .collect(Collectors.joining("\n"));
    }

    /// The kinds of a group, where there is more to say than its name.
    private String parts(Group group) {
      var parts =
          counts.entrySet().stream()
              .filter(e -> e.getKey().group() == group && group != Group.SUCCESS)
              .map(e -> "%s %,d".formatted(e.getKey().words(), e.getValue()))
              .collect(Collectors.joining(", "));
      return parts.isEmpty() ? "" : "  " + parts;
    }

    private String outages() {
      return String.format(
          Locale.ROOT,
          "  %-18s%,10d  longest outage %,.0f ms%s",
          "reopened",
          reopened,
          longestOutageMs,
          failing ? "; the last request failed" : "");
    }

    private String delays() {
      return String.format(
          Locale.ROOT,
          "successes took p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, at most %.1f ms",
          millis(50),
          millis(90),
          millis(99),
          millis(99.9),
          millis(100));
    }

    private double millis(double percentile) {
      return latency.getValueAtPercentile(percentile) / 1e6;
    }

    private static long count(Map<Verdict, Long> counts, Group group) {
      return counts.entrySet().stream()
          .filter(e -> e.getKey().group() == group)
          .mapToLong(Map.Entry::getValue)
          .sum();
    }
  }
}
