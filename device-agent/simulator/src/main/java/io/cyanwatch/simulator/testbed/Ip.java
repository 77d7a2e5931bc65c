package io.cyanwatch.simulator.testbed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The command `ip` of iproute2, and anything that is run inside a namespace through it.
final class Ip {
  private Ip() {}

  /// Runs `ip` with the words of `command`, and returns what it printed.
  ///
  /// @throws IOException with its complaint when it fails
  static String run(String command) throws IOException {
    var process = new ProcessBuilder(words("ip " + command)).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (process.waitFor() != 0) {
        throw new IOException("`ip " + command + "` failed: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted in `ip " + command + "`");
    }
    return said;
  }

  /// A process in a namespace and in a session of its own, so that a Ctrl-C reaches the rig alone.
  /// Both wrappers replace themselves, so the process id is that of the program.
  static ProcessBuilder inside(String namespace, List<String> program) {
    var all = new ArrayList<>(words("setsid ip netns exec " + namespace));
    all.addAll(program);
    return new ProcessBuilder(all);
  }

  private static List<String> words(String text) {
    return List.of(text.split(" "));
  }
}
