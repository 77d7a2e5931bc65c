package io.cyanwatch.simulator.testbed;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// A process of the rig. When it ends by itself it is started again two seconds later, as the
/// system of a box would do, and that is counted.
final class Child implements AutoCloseable {
  private static final long PAUSE_MS = 2_000;

  private final ProcessBuilder program;
  private Process process;
  private int crashes;
  private long againAt;

  Child(ProcessBuilder program) throws IOException {
    this.program = program;
    this.process = program.start();
  }

  Process process() {
    return process;
  }

  /// How often it ended by itself.
  int crashes() {
    return crashes;
  }

  /// To be called several times a second.
  void tend(long now) throws IOException {
    if (process.isAlive()) {
      return;
    }
    if (againAt == 0) {
      crashes++;
      againAt = now + PAUSE_MS;
    } else if (now >= againAt) {
      againAt = 0;
      process = program.start();
    }
  }

  /// Asks it to end, and does not ask for long.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(3, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
