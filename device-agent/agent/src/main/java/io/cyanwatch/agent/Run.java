package io.cyanwatch.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Runs a command of the system, with a deadline.
final class Run {
  private static final int NOT_STARTED = 127;
  private static final int TIMED_OUT = 124;
  private static final int MOST_OUTPUT = 4_096;

  private Run() {}

  /// @param code 0 when it went well; by the habit of shells 127 when it could not be started, and
  /// 124 when it took too long
  record Result(int code, String output) {}

  static Result command(Duration patience, String... words) {
    try {
      var process = new ProcessBuilder(words).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var output = CompletableFuture.supplyAsync(() -> read(process), Thread::startVirtualThread);
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return new Result(TIMED_OUT, "no end within " + patience.toSeconds() + " s");
      }
      return new Result(
          process.exitValue(), output.completeOnTimeout("", 1, TimeUnit.SECONDS).join());
    } catch (IOException e) {
      return new Result(NOT_STARTED, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Result(TIMED_OUT, "interrupted");
    }
  }

  /// A line as a person would type it.
  static Result line(Duration patience, String line) {
    return command(patience, "/bin/sh", "-c", line);
  }

  private static String read(Process process) {
    try (var in = process.getInputStream()) {
      var text = new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
      in.transferTo(OutputStream.nullOutputStream());
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
