package io.cyanwatch.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person sees who presses Ctrl-C, from outside of the process.
class InterruptTest {
  @TempDir private Path folder;

  @Test
  void aLoadThatIsInterruptedStillSaysWhatWasAcknowledged() throws Exception {
    var sink = simulator("load", "sink", "--listen=127.0.0.1:0");
    try {
      var address = line(sink).replace("Listening on ", "");
      var history = folder.resolve("history");
      var load = simulator("load", "--seconds=600", "--broker=" + address, "--history=" + history);
      while (!history.toFile().exists() || history.toFile().length() < 1_000_000) {
        assertThat(load.isAlive()).isTrue();
        Thread.onSpinWait();
      }

      assertThat(interrupted(load)).contains(" messages acknowledged in ", "still in flight 0");
      assertThat(interrupted(sink)).contains(" messages taken");
    } finally {
      sink.destroyForcibly();
    }
  }

  @Test
  void aStressThatIsInterruptedWaitsForNoSilentServer() throws Exception {
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var url = "http://127.0.0.1:%d/".formatted(silent.getLocalPort());
      var stress = simulator("stress", url, "--seconds=600", "--timeout=60s");
      try (Socket _ = silent.accept()) {
        assertThat(interrupted(stress)).contains("0 requests in ", "reopened");
      }
    }
  }

  private static String interrupted(Process process) throws IOException, InterruptedException {
    process.toHandle().destroy();
    var words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return words;
  }

  private static String line(Process process) throws IOException {
    var line = new StringBuilder();
    for (var next = process.getInputStream().read();
        next != '\n' && next >= 0;
        next = process.getInputStream().read()) {
      line.append((char) next);
    }
    return line.toString();
  }

  private static Process simulator(String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Simulator.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }
}
