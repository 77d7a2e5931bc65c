package io.cyanwatch.simulator.testbed;

import io.cyanwatch.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The command lines of what runs in the bed.
///
/// @param agent the agent's jar
record Programs(Path agent) {
  private static final String DEVICE = "testbed";
  private static final String INTERVAL_S = "5";
  private static final String PORT = "" + Server.PORT;

  List<String> of(Server server, Path home) throws IOException {
    return switch (server) {
      case HARDENED -> agent(home);
      case FIRST -> self("first-program", "--port", PORT);
      case BOUND -> self("bound-once", "--port", PORT, "--interface", Network.LINK);
    };
  }

  List<String> visitors() {
    return self("visit");
  }

  /// @param configuration is written there
  List<String> broker(Path configuration) throws IOException {
    Files.writeString(
        configuration,
        """
        listener 1883 %s
        allow_anonymous true
        persistence false
        user root
        """
            .formatted(Network.CLOUD));
    return List.of(tool("mosquitto").orElseThrow().toString(), "-c", configuration.toString());
  }

  List<String> subscriber() {
    var tool = tool("mosquitto_sub").orElseThrow().toString();
    return List.of(tool, "-h", Network.CLOUD, "-q", "1", "-t", "cw/1/+/up/+", "-F", "%t %p");
  }

  /// Where a program is, on the path or where Debian puts what only root needs.
  static Optional<Path> tool(String name) {
    var path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/sbin", "/sbin"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private List<String> agent(Path home) throws IOException {
    var root = Files.createDirectories(home.resolve("root"));
    Files.writeString(root.resolve("index.html"), "<!doctype html><title>Test bed</title>Hello\n");
    var password = Files.writeString(home.resolve("password"), "none\n");
    var command = java("-jar", agent.toString(), "run");
    Collections.addAll(command, "--broker", Network.CLOUD + ":1883", "--id", DEVICE);
    Collections.addAll(command, "--password-file", password.toString(), "--root", root.toString());
    Collections.addAll(command, "--port", PORT, "--state", home.resolve("state").toString());
    Collections.addAll(command, "--interface", Network.LINK);
    Collections.addAll(command, "--interval", INTERVAL_S, "--slots", "16");
    return command;
  }

  private static List<String> self(String... words) {
    var path = System.getProperty("java.class.path", "");
    var command = java("-cp", path, Simulator.class.getName(), "testbed");
    Collections.addAll(command, words);
    return command;
  }

  /// What a small box can spare.
  private static List<String> java(String... words) {
    var java = Path.of(System.getProperty("java.home", ""), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-Xmx64m", "-XX:+UseSerialGC"));
    Collections.addAll(command, words);
    return command;
  }
}
