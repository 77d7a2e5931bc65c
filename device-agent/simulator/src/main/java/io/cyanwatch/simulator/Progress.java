package io.cyanwatch.simulator;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// How far something long has come, on standard error: a bar where a person looks, a line every ten
/// seconds where a log does.
public final class Progress implements AutoCloseable {
  private static final long LINE_NS = 10_000_000_000L;
  private static final int COLUMNS = 100;

  private final String what;
  private final long goal;
  private final PrintStream out = System.err;
  private final @Nullable ProgressBar bar;
  private long lineAt = System.nanoTime() + LINE_NS;

  private Progress(String what, long goal, @Nullable ProgressBar bar) {
    this.what = what;
    this.goal = goal;
    this.bar = bar;
  }

  /// @param what is being done, such as `Connecting`
  /// @param goal in the unit of [#at]
  /// @param unit behind the numbers, such as ` devices`
  public static Progress of(String what, long goal, String unit) {
    if (Optional.ofNullable(System.console()).filter(Console::isTerminal).isEmpty()) {
      return new Progress(what, goal, null);
    }
    var bar =
        new ProgressBarBuilder()
            .setTaskName(what)
            .setInitialMax(goal)
            .setUnit(unit, 1)
            .setStyle(ProgressBarStyle.UNICODE_BLOCK)
            .setUpdateIntervalMillis(200)
            .setConsumer(new ConsoleProgressBarConsumer(System.err, COLUMNS))
            .build();
    return new Progress(what, goal, bar);
  }

  /// @param done so far
  /// @param note what a person wants to know meanwhile, such as live counters
  public void at(long done, String note) {
    if (bar != null) {
      bar.stepTo(done).setExtraMessage(note);
    } else if (System.nanoTime() >= lineAt) {
      lineAt = System.nanoTime() + LINE_NS;
      out.println(String.format(Locale.ROOT, "%s: %d of %d %s", what, done, goal, note).strip());
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
