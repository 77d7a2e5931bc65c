package io.cyanwatch.agent;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Agents as processes of their own; none outlives the test.
final class Processes implements AutoCloseable {
  private final Path directory;
  private final List<Process> agents = new ArrayList<>();

  /// @param directory for their logs
  Processes(Path directory) {
    this.directory = directory;
  }

  Process start(List<String> words) throws IOException {
    var line = new ArrayList<String>();
    var java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    line.addAll(List.of(java, "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    line.addAll(words);
    var agent =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log().toFile()).start();
    agents.add(agent);
    return agent;
  }

  Process start(String... words) throws IOException {
    return start(List.of(words));
  }

  /// What the last one that was started says.
  Path lastLog() {
    return directory.resolve("agent-" + (agents.size() - 1) + ".log");
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    agents.forEach(it -> it.destroyForcibly().onExit().join());
  }

  private Path log() {
    return directory.resolve("agent-" + agents.size() + ".log");
  }
}
