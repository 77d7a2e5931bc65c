package io.cyanwatch.simulator;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// Where a scenario is played live.
final class LiveOptions {
  @Option(names = "--broker", required = true, paramLabel = "<host:port>")
  private String broker = "";

  @Option(
      names = "--passwords",
      paramLabel = "<file>",
      description = "Lines <device>=<password>; without it the broker must let anybody in.")
  @Nullable Path passwords;

  @Option(
      names = "--speed",
      defaultValue = "1",
      paramLabel = "<x>",
      description = "So many times real time (default 1).")
  double speed;

  InetSocketAddress address(CommandSpec spec) {
    if (!(speed > 0)) {
      throw new ParameterException(spec.commandLine(), "--speed must be above 0, was " + speed);
    }
    return address(spec, broker);
  }

  static InetSocketAddress address(CommandSpec spec, String broker) {
    if (!broker.matches("[^:]+:[0-9]{1,5}")) {
      throw new ParameterException(
          spec.commandLine(), "--broker must look like host:port, was " + broker);
    }
    var parts = broker.split(":", 2);
    return new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
  }
}
