package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.ResetClass;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How a process ends whose loop fails, and what the next one knows of it.
class LoopTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"panic, 70, PANIC", "stall, 71, TASK_WATCHDOG", "oom, 72, OOM"})
  void theReasonIsWrittenDownAndTheProcessEnds(String end, int code, ResetClass reset)
      throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var doomed =
        new ProcessBuilder(
                java,
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                Doomed.class.getName(),
                directory.toString(),
                end)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();

    assertThat(doomed.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(doomed.exitValue()).isEqualTo(code);
    try (var state = State.open(directory, directory, "machine")) {
      assertThat(state.begin().reset()).isEqualTo(reset);
    }
  }
}
