package io.cyanwatch.timeline;

import io.cyanwatch.timeline.Slice.Compacted;
import io.cyanwatch.timeline.Slice.Range;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Turns closed hours into blocks, some devices at a time, round after round. Each slice is one
/// transaction: it happens as a whole or not at all, and the next round takes what is left.
@Component
class Compaction {
  private static final Logger log = LoggerFactory.getLogger(Compaction.class);
  private static final Compacted SOMEBODY_ELSE = new Compacted(-1, 0);

  /// Devices in a slice.
  private static final int DEVICES = 200;

  private static final long LOCK = 0x6379_616e_636f_6d70L;

  private final JdbcClient jdbc;
  private final Slice slice;
  private final TransactionTemplate transaction;
  private final TimelineProperties properties;
  private final Counter records;
  private final Counter blocks;
  private final Counter failures;
  private final AtomicLong behind = new AtomicLong();
  private Round round = new Round(0, 0);
  private long finished;

  Compaction(
      JdbcClient jdbc,
      Slice slice,
      PlatformTransactionManager transactions,
      TimelineProperties properties,
      MeterRegistry meters) {
    this.jdbc = jdbc;
    this.slice = slice;
    this.properties = properties;
    this.transaction = new TransactionTemplate(transactions);
    transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    this.records = meters.counter("cyanwatch.timeline.compacted.records");
    this.blocks = meters.counter("cyanwatch.timeline.compacted.blocks");
    this.failures = meters.counter("cyanwatch.timeline.compaction.failures");
    meters.gauge("cyanwatch.timeline.compaction.behind.seconds", behind);
  }

  /// A walk over all devices.
  ///
  /// @param closed hours before this moment are compacted; milliseconds since 1970
  /// @param done the number of the last device that is done
  private record Round(long closed, long done) {}

  /// Goes on for at most `budget`, and a slice.
  ///
  /// @return whether nothing is left to do for now
  synchronized boolean run(Instant now, Duration budget) {
    var closed = Sample.hour(now.minus(properties.compactAfter()).toEpochMilli());
    if (round.closed() < closed && round.done() == 0) {
      round = new Round(closed, 0);
    } else if (round.closed() >= closed && round.done() == Long.MAX_VALUE) {
      return true;
    } else if (round.done() == Long.MAX_VALUE) {
      round = new Round(closed, 0);
    }
    var end = System.nanoTime() + budget.toNanos();
    do {
      var next = next();
      if (next.isEmpty()) {
        return false;
      }
      round = new Round(round.closed(), next.get());
    } while (round.done() != Long.MAX_VALUE && System.nanoTime() < end);
    if (round.done() == Long.MAX_VALUE) {
      finished = round.closed();
    }
    behind.set(finished == 0 ? 0 : (closed - finished) / 1_000);
    return round.done() == Long.MAX_VALUE && round.closed() >= closed;
  }

  /// Forgets what is done, so that the next run looks at all devices again.
  synchronized void restart() {
    round = new Round(0, 0);
  }

  /// @return the last device of the slice that was done; empty when another backend is at it
  private Optional<Long> next() {
    var last = lastOfSlice();
    var range = new Range(round.done() + 1, last, new Timestamp(round.closed()));
    try {
      var compacted = transaction.execute(_ -> alone() ? slice.compact(range) : SOMEBODY_ELSE);
      if (compacted.equals(SOMEBODY_ELSE)) {
        return Optional.empty();
      }
      records.increment(compacted.records());
      blocks.increment(compacted.blocks());
    } catch (ByteSource.Broken e) {
      failures.increment();
      log.error("{} stays as it is, for what lies there cannot be read.", range, e);
    }
    return Optional.of(last);
  }

  private long lastOfSlice() {
    return jdbc.sql(
            """
            select device from timeline.cursor where device > :done
            order by device offset :devices limit 1
            """)
        .param("done", round.done())
        .param("devices", DEVICES - 1)
        .query(Long.class)
        .optional()
        .orElse(Long.MAX_VALUE);
  }

  /// One backend at a time; a crash loses nothing that a commit must keep.
  private boolean alone() {
    jdbc.sql("set local synchronous_commit = off").update();
    return jdbc.sql("select pg_try_advisory_xact_lock(:lock)")
        .param("lock", LOCK)
        .query(Boolean.class)
        .single();
  }
}
