package io.cyanwatch.timeline;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Compacts, makes and drops, on a thread of its own: what takes seconds must not hold up
/// the rules.
@Component
class Housekeeping implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration BUDGET = Duration.ofSeconds(5);
  private static final Duration ROUND = Duration.ofHours(1);

  private final Compaction compaction;
  private final Days days;
  private final Clock clock;
  private @Nullable Thread thread;
  private @Nullable Instant kept;

  Housekeeping(Compaction compaction, Days days, Clock clock) {
    this.compaction = compaction;
    this.days = days;
    this.clock = clock;
  }

  @Override
  public synchronized void start() {
    thread = Thread.ofPlatform().name("timeline-housekeeping").daemon().start(this::run);
  }

  /// An unfinished slice is rolled back and done again after the next start.
  @Override
  public synchronized void stop() {
    var current = thread;
    thread = null;
    if (current != null) {
      current.interrupt();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }

  private void run() {
    while (isRunning()) {
      try {
        Thread.sleep(PAUSE);
        once(clock.instant());
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (isRunning()) {
          log.warn("Housekeeping goes on later: {}", e.toString());
        }
      }
    }
  }

  private void once(Instant now) {
    compaction.run(now, BUDGET);
    if (kept == null || Duration.between(kept, now).compareTo(ROUND) >= 0) {
      kept = now;
      days.keep(now);
    }
  }
}
