package io.cyanwatch.simulator.testbed;

import io.cyanwatch.simulator.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One run of the bed from the first wire to the findings.
final class Run {
  private static final long TICK_MS = 50;
  private static final long GREETING_MS = 30_000;
  private static final long LAST_RECORDS_MS = 75_000;

  private final Plan plan;
  private final Watch watch;
  private final CountDownLatch stop = new CountDownLatch(1);

  Run(Plan plan) {
    this.plan = plan;
    this.watch = new Watch(plan.settleMs());
  }

  /// @param settleMs how long after a return of the link a device may still fail
  /// @param logs null to keep none
  record Plan(long seed, long lengthMs, long settleMs, Path agent, @Nullable Path logs) {}

  /// Ends the run early; the findings tell what was until then.
  void stop() {
    stop.countDown();
  }

  Findings run() throws IOException, InterruptedException {
    var programs = new Programs(plan.agent());
    try (var bed = new Bed(plan.logs(), watch)) {
      bed.make(programs);
      bed.letVisitorsIn(programs);
      greet(bed);
      var start = System.currentTimeMillis();
      watch.begin(start);
      var faults = Schedule.of(plan.seed(), plan.lengthMs());
      pull(bed, new ArrayDeque<>(Step.of(faults)), start);
      var end = System.currentTimeMillis();
      bed.sendVisitorsAway();
      hearTheLast(bed, end);
      var begun = faults.stream().filter(it -> start + it.atMs() <= end).toList();
      return watch.findings(plan.seed(), begun, end, bed.crashes());
    }
  }

  private void greet(Bed bed) throws IOException, InterruptedException {
    var greeted = await("Starting", GREETING_MS, bed, () -> watch.mute().isEmpty());
    if (!greeted && !stopped()) {
      var first = watch.mute().getFirst();
      throw new IOException(
          "The "
              + first.words()
              + " did not answer within 30 s. It said:\n"
              + bed.said(first.id()));
    }
  }

  private void pull(Bed bed, ArrayDeque<Step> steps, long start)
      throws IOException, InterruptedException {
    try (var progress = Progress.of("Pulling", plan.lengthMs() / 1_000, " s")) {
      for (var now = start;
          now < start + plan.lengthMs() && !pause();
          now = System.currentTimeMillis()) {
        while (!steps.isEmpty() && start + steps.peek().atMs() <= now) {
          bed.perform(steps.remove().act());
        }
        bed.tend(now);
        progress.at((now - start) / 1_000, watch.words(now));
      }
    }
  }

  private void hearTheLast(Bed bed, long end) throws IOException, InterruptedException {
    if (!stopped()) {
      bed.hearTheLastVisitors();
      var _ = await("Last records", LAST_RECORDS_MS, bed, () -> watch.complete(end));
    }
  }

  private boolean await(String what, long mostMs, Bed bed, BooleanSupplier done)
      throws IOException, InterruptedException {
    var start = System.currentTimeMillis();
    try (var progress = Progress.of(what, mostMs / 1_000, " s at most")) {
      for (var now = start; now < start + mostMs; now = System.currentTimeMillis()) {
        if (done.getAsBoolean()) {
          return true;
        }
        if (pause()) {
          return false;
        }
        bed.tend(now);
        progress.at((now - start) / 1_000, "");
      }
      return false;
    }
  }

  /// Whether it was stopped.
  private boolean pause() throws InterruptedException {
    return stop.await(TICK_MS, TimeUnit.MILLISECONDS);
  }

  private boolean stopped() {
    return stop.getCount() == 0;
  }
}
