package io.cyanwatch.score;

import io.cyanwatch.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.Trigger;

/// The application's own timers, run by hand on the virtual clock.
final class Timers implements TaskScheduler {
  /// They look for rows whose time has come, and have nothing to do while there are none.
  private static final Set<String> KEEPING_DEADLINES =
      Set.of(
          "detection.Vigil.lookAtThoseDue",
          "detection.Vigil.lookAtGroups",
          "incident.Settling.tellThoseDue",
          "timeline.Gaps.lookAtThoseDue");

  private static final Set<String> OWN_WATCH =
      Set.of("detection.OwnWatch.look", "timeline.Watch.afterStall");

  /// Faster ones are about commands, receipts and metrics, none of which is judged here.
  private static final Duration SLOW = Duration.ofSeconds(10);

  private final SteppedClock clock;
  private final List<Timer> deadlines = new ArrayList<>();
  private final List<Timer> periodic = new ArrayList<>();

  Timers(SteppedClock clock) {
    this.clock = clock;
  }

  private static final class Timer {
    final Runnable task;
    final Duration period;
    Instant next;

    Timer(Runnable task, Duration period, Instant next) {
      this.task = task;
      this.period = period;
      this.next = next;
    }
  }

  /// Those whose period is over.
  void passTime() {
    var now = clock.instant();
    for (var timer : periodic) {
      if (!timer.next.isAfter(now)) {
        timer.task.run();
        timer.next = now.plus(timer.period);
      }
    }
  }

  void keepDeadlines(String which) {
    deadlines.stream()
        .filter(timer -> timer.task.toString().endsWith(which))
        .forEach(timer -> timer.task.run());
  }

  private ScheduledFuture<?> add(Runnable task, Instant first, Duration period) {
    var name = task.toString();
    var timer = new Timer(task, period, first);
    if (KEEPING_DEADLINES.stream().anyMatch(name::endsWith)) {
      deadlines.add(timer);
    } else if (period.compareTo(SLOW) >= 0 || OWN_WATCH.stream().anyMatch(name::endsWith)) {
      periodic.add(timer);
    }
    return new Never();
  }

  boolean complete() {
    return deadlines.size() == KEEPING_DEADLINES.size();
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
    return add(task, clock.instant(), delay);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant start, Duration delay) {
    return add(task, clock.instant().plus(delay), delay);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Duration period) {
    return add(task, clock.instant(), period);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Instant start, Duration period) {
    return add(task, clock.instant().plus(period), period);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, Trigger trigger) {
    throw new UnsupportedOperationException("no timer of ours has a trigger");
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, Instant start) {
    throw new UnsupportedOperationException("no timer of ours runs once");
  }

  /// Nobody waits for a timer, and it is let go of with the application.
  private static final class Never extends CompletableFuture<Object>
      implements ScheduledFuture<Object> {

    @Override
    public long getDelay(TimeUnit unit) {
      return 0;
    }

    @Override
    public int compareTo(Delayed other) {
      return 0;
    }
  }
}
