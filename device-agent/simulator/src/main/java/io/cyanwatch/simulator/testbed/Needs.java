package io.cyanwatch.simulator.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What a machine must have before the bed can stand on it.
final class Needs {
  private Needs() {}

  /// What is missing, and what to do about it, in one sentence.
  static Optional<String> missing(Path agent) {
    if (Programs.tool("ip").isEmpty()) {
      return Optional.of("The command ip is missing: apt-get install iproute2.");
    }
    for (var tool : new String[] {"setsid", "sysctl"}) {
      if (Programs.tool(tool).isEmpty()) {
        return Optional.of(
            "The command " + tool + " is missing: apt-get install util-linux procps.");
      }
    }
    if (Programs.tool("mosquitto").isEmpty() || Programs.tool("mosquitto_sub").isEmpty()) {
      return Optional.of(
          "The broker or its subscriber is missing: apt-get install mosquitto mosquitto-clients.");
    }
    if (!Files.isReadable(agent)) {
      return Optional.of(
          "The agent is missing, there is no "
              + agent
              + ": run mvn -DskipTests package first, or"
              + " name the jar with --agent.");
    }
    return namespaces();
  }

  private static Optional<String> namespaces() {
    if (!root()) {
      return Optional.of("Only root may make network namespaces: run it as root, with sudo.");
    }
    var trial = "cwtbtrial" + ProcessHandle.current().pid();
    try {
      Ip.run("netns add " + trial);
      try {
        Ip.run("-n " + trial + " link add v0 type veth peer name v1");
        Ip.run("-n " + trial + " link add b0 type bridge");
      } finally {
        Ip.run("netns del " + trial);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "This machine makes no network namespaces with veth and bridge (in a container, give it"
              + " CAP_SYS_ADMIN and CAP_NET_ADMIN): "
              + e.getMessage());
    }
  }

  private static boolean root() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
