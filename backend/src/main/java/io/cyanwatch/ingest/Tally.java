package io.cyanwatch.ingest;

import io.cyanwatch.link.Delivery;
import io.cyanwatch.timeline.Timeline;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Counts what became of every message: accepted = stored + duplicate + rejected.
@Component
class Tally {
  private static final String MESSAGES = "cyanwatch.ingest.messages";

  private final MeterRegistry meters;
  private final DistributionSummary commit;
  private final DistributionSummary lag;
  private final DistributionSummary size;

  Tally(MeterRegistry meters) {
    this.meters = meters;
    this.commit = seconds("cyanwatch.ingest.commit");
    this.lag = seconds("cyanwatch.ingest.lag");
    this.size =
        DistributionSummary.builder("cyanwatch.ingest.batch")
            .publishPercentiles(0.5, 0.99)
            .register(meters);
    count("stored", "none", 0);
    count("duplicate", "none", 0);
  }

  private DistributionSummary seconds(String name) {
    return DistributionSummary.builder(name)
        .baseUnit("seconds")
        .publishPercentiles(0.5, 0.99)
        .register(meters);
  }

  void stored(
      Timeline.@Nullable Appended appended, long nanos, List<Delivery> deliveries, Instant now) {
    if (appended == null) {
      return;
    }
    count("stored", "none", appended.fresh().size() + appended.late().size());
    count("duplicate", "none", appended.duplicates());
    commit.record(nanos / 1e9);
    size.record(deliveries.size());
    lag.record(Duration.between(deliveries.getFirst().receivedAt(), now).toNanos() / 1e9);
  }

  void refused(List<Quarantine.Refused> refused) {
    refused.forEach(one -> count("rejected", one.reason(), 1));
  }

  void retried() {
    meters.counter("cyanwatch.ingest.retries").increment();
  }

  private void count(String outcome, String reason, int number) {
    meters.counter(MESSAGES, "outcome", outcome, "reason", reason).increment(number);
  }
}
