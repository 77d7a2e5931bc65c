package io.cyanwatch.agent;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What an agent with a web server is told.
final class DoorArguments {
  @Option(names = "--port", paramLabel = "<port>", description = "Where the web server listens.")
  @Nullable String port;

  @Option(
      names = "--root",
      paramLabel = "<directory>",
      description = "Its files are served, and /status and /status.json beside them.")
  @Nullable String root;

  @Option(
      names = "--address",
      paramLabel = "<ip>",
      defaultValue = "0.0.0.0",
      description = "The address to listen on. Default: all.")
  String address = "0.0.0.0";

  @Option(
      names = "--slots",
      paramLabel = "<clients>",
      defaultValue = "16",
      description = "Clients served at a time, 1 to 1000; others are told 503. Default: 16.")
  String slots = "16";

  @Option(
      names = "--self-probe",
      paramLabel = "<seconds>",
      defaultValue = "15",
      description =
          "Between visits to our own server; 3 failures restart it. Default: 15; 0: never.")
  String selfProbe = "15";

  Options.Door door() throws BadArgument {
    return new Options.Door(
        Check.listen(address, port),
        Check.directory(root),
        Check.number("--slots", slots, 1, 1_000),
        Check.number("--self-probe", selfProbe, 0, 3_600));
  }
}
