package io.cyanwatch.agent;

import io.cyanwatch.protocol.ResetClass;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The one thread that everything happens on, and what becomes of the process when that fails: the
/// reason is written down and the process ends, to be started again by whoever watches it.
final class Loop implements Executor {
  static final int CLEAN = 0;
  static final int FAILED = 70;
  static final int STALLED = 71;
  static final int NO_MEMORY = 72;
  static final int RESTART = 75;

  private static final Logger log = System.getLogger("agent");
  private static final long STEP_MS = 100;
  private static final int STALL_S = 30;
  private static final long GOODBYE_MS = 2_000;

  private final State state;
  private final int stallSeconds;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(it -> new Thread(it, "loop"));
  private final CompletableFuture<Integer> code = new CompletableFuture<>();
  private volatile long tickedAt = Ticks.now();
  private @Nullable Exit exit;
  private long leaveBy;

  Loop(State state) {
    this(state, STALL_S);
  }

  /// @param stallSeconds for which the loop may stand still
  Loop(State state, int stallSeconds) {
    this.state = state;
    this.stallSeconds = stallSeconds;
  }

  /// What is done on the loop.
  interface Body {
    void tick(long now);

    /// Begins to leave, and says so.
    void leave(Exit exit);

    /// Whether everything that had to be said is delivered.
    boolean left();

    void close();

    /// How it went, in a line.
    String summary();
  }

  /// An end that was meant.
  ///
  /// @param id of the command that asked for it
  /// @param bye the reason told to the cloud
  /// @param code of the process
  record Exit(ResetClass why, @Nullable String id, String bye, int code) {
    static final Exit STOPPED = new Exit(ResetClass.USER, null, "shutdown", CLEAN);
  }

  /// From any thread; what is asked for after the end is not done.
  @Override
  public void execute(Runnable task) {
    try {
      thread.execute(
          () -> {
            try {
              task.run();
            } catch (Throwable e) {
              die(e);
            }
          });
    } catch (RejectedExecutionException e) {
      log.log(Level.DEBUG, "Too late for a task");
    }
  }

  /// To be called on the loop.
  void leave(Body body, Exit wanted) {
    if (exit == null) {
      exit = wanted;
      leaveBy = Ticks.now() + GOODBYE_MS;
      body.leave(wanted);
    }
  }

  /// Runs until somebody ends it, and returns the code that the process is to end with.
  int run(Body body) {
    Thread.setDefaultUncaughtExceptionHandler(this::uncaught);
    Future<?> _ =
        thread.scheduleAtFixedRate(() -> guarded(body), 0, STEP_MS, TimeUnit.MILLISECONDS);
    Thread.ofPlatform().daemon().name("deadman").start(this::watch);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (!code.isDone()) {
                    execute(() -> leave(body, Exit.STOPPED));
                  }
                  await();
                }));
    return code.join();
  }

  private void guarded(Body body) {
    try {
      tickedAt = Ticks.now();
      step(body);
    } catch (Throwable e) {
      die(e);
    }
  }

  private void step(Body body) {
    if (code.isDone()) {
      return;
    }
    body.tick(tickedAt);
    var wanted = exit;
    if (wanted != null && (body.left() || tickedAt >= leaveBy)) {
      body.close();
      System.err.println(body.summary());
      note(wanted.why(), wanted.id());
      code.complete(wanted.code());
      thread.shutdown();
    }
  }

  /// Counts its own rounds, not the time: when the whole process was stopped for a while, nothing
  /// is wrong with the loop.
  private void watch() {
    var seen = tickedAt;
    var stuck = 0;
    try {
      while (!code.isDone()) {
        Thread.sleep(1_000);
        stuck = tickedAt == seen ? stuck + 1 : 0;
        seen = tickedAt;
        if (stuck >= stallSeconds) {
          note(ResetClass.TASK_WATCHDOG, null);
          log.log(Level.ERROR, "The loop stood still for {0} s: ending", stuck);
          Runtime.getRuntime().halt(STALLED);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void uncaught(Thread where, Throwable what) {
    if (what instanceof OutOfMemoryError) {
      die(what);
    }
    log.log(Level.WARNING, "A side thread ended: " + where.getName(), what);
  }

  /// Nothing is said goodbye to: whatever is broken might be needed for it.
  private void die(Throwable what) {
    var memory = what instanceof OutOfMemoryError;
    note(memory ? ResetClass.OOM : ResetClass.PANIC, null);
    try {
      log.log(Level.ERROR, "The agent cannot go on", what);
    } finally {
      Runtime.getRuntime().halt(memory ? NO_MEMORY : FAILED);
    }
  }

  private void note(ResetClass why, @Nullable String id) {
    try {
      state.ends(why, id);
    } catch (IOException e) {
      log.log(Level.WARNING, "The reason of this end could not be saved: {0}", e.toString());
    }
  }

  private void await() {
    try {
      var _ = code.get(GOODBYE_MS * 2, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.log(Level.WARNING, "The end was not waited for: {0}", e.toString());
    }
  }
}
