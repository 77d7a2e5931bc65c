package io.cyanwatch.ingest;

import io.cyanwatch.timeline.Timeline;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Counts what became of every message: accepted = stored + duplicate + rejected. Says once when
/// nothing can be stored, and once when it can again.
@Component
class Tally {
  private static final Logger log = LoggerFactory.getLogger(Tally.class);
  private static final String MESSAGES = "cyanwatch.ingest.messages";
  private static final Duration SAY_AGAIN = Duration.ofMinutes(1);

  private final MeterRegistry meters;
  private final DistributionSummary commit;
  private final DistributionSummary lag;
  private final DistributionSummary size;
  private final Counter conflicts;
  private final AtomicReference<@Nullable Stall> stall = new AtomicReference<>();

  Tally(MeterRegistry meters, Clock clock) {
    this.meters = meters;
    this.commit = seconds("cyanwatch.ingest.commit");
    this.lag = seconds("cyanwatch.ingest.lag");
    this.size =
        DistributionSummary.builder("cyanwatch.ingest.batch")
            .publishPercentiles(0.5, 0.99)
            .register(meters);
    this.conflicts = meters.counter("cyanwatch.ingest.conflicts");
    Gauge.builder("cyanwatch.ingest.stalled", stall, it -> seconds(it.get(), clock.instant()))
        .description("for how long nothing could be stored")
        .baseUnit("seconds")
        .register(meters);
    count("stored", "none", 0);
    count("duplicate", "none", 0);
  }

  private record Stall(Instant since, Instant said) {}

  private static double seconds(@Nullable Stall stall, Instant now) {
    return stall == null ? 0 : Duration.between(stall.since(), now).toMillis() / 1000.0;
  }

  private DistributionSummary seconds(String name) {
    return DistributionSummary.builder(name)
        .baseUnit("seconds")
        .publishPercentiles(0.5, 0.99)
        .register(meters);
  }

  void stored(Timeline.Appended appended, long nanos, List<Post> posts, Instant now) {
    count("stored", "none", appended.fresh().size() + appended.late().size());
    count("duplicate", "none", appended.duplicates());
    conflicts.increment(appended.conflicts().size());
    commit.record(nanos / 1e9);
    size.record(posts.size());
    var oldest = posts.getFirst().delivery().receivedAt();
    lag.record(Duration.between(oldest, now).toNanos() / 1e9);
    var ended = stall.getAndSet(null);
    if (ended != null) {
      log.info("Messages are stored again, after {} s.", (long) seconds(ended, now));
    }
  }

  void refused(List<Quarantine.Refused> refused) {
    refused.forEach(one -> count("rejected", one.reason(), 1));
  }

  void dropped(String reason) {
    meters.counter("cyanwatch.ingest.dropped", "reason", reason).increment();
  }

  /// Nothing is lost: the broker keeps what we do not acknowledge.
  void stalled(Throwable cause, Instant now) {
    meters.counter("cyanwatch.ingest.retries").increment();
    var before = stall.get();
    if (before == null || Duration.between(before.said(), now).compareTo(SAY_AGAIN) >= 0) {
      log.warn("Messages cannot be stored; the broker keeps them until they are: {}", root(cause));
      stall.set(new Stall(before == null ? now : before.since(), now));
    }
  }

  private static String root(Throwable cause) {
    var root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root);
  }

  private void count(String outcome, String reason, int number) {
    meters.counter(MESSAGES, "outcome", outcome, "reason", reason).increment(number);
  }
}
