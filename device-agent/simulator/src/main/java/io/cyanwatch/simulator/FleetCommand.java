package io.cyanwatch.simulator;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A large fleet at a real broker, until it is interrupted.
@Command(
    name = "fleet",
    description = {
      "Up to 10,000 devices with an MQTT session each, in one process, until Ctrl-C.",
      "They are called sim-000001, sim-000002 and so on. The first --listeners of them have a real"
          + " web server on a loopback address of their own."
    },
    footer = {
      "",
      "The broker must know the devices: with --api and --token-file they are registered, and"
          + " their passwords are kept in --state for the next start; with --passwords they are"
          + " known already; with neither the broker must let anybody in.",
      "",
      "Examples:",
      "  fleet --devices 1000 --broker 127.0.0.1:1883 --api http://127.0.0.1:8080"
          + " --token-file token --state fleet.properties",
      "  fleet --devices 10000 --broker 127.0.0.1:1884 --rate 500 --interval 30"
    },
    mixinStandardHelpOptions = true)
final class FleetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--devices", required = true, paramLabel = "<n>", description = "1 to 10,000.")
  private int devices;

  @Option(names = "--broker", required = true, paramLabel = "<host:port>")
  private String broker = "";

  @Option(
      names = "--rate",
      defaultValue = "200",
      paramLabel = "<n>",
      description = "Devices switched on per second (default 200).")
  private int rate;

  @Option(
      names = "--interval",
      defaultValue = "30",
      paramLabel = "<s>",
      description = "Seconds between heartbeats (default 30).")
  private int interval;

  @Option(
      names = "--listeners",
      defaultValue = "0",
      paramLabel = "<m>",
      description = "The first so many have a real web server on 127.x.y.z (default 0).")
  private int listeners;

  @Option(
      names = "--port",
      defaultValue = "18480",
      paramLabel = "<port>",
      description = "Of every web server (default 18480).")
  private int port;

  @Option(
      names = "--faults",
      defaultValue = "0",
      paramLabel = "<share>",
      description = "Share of devices, 0 to 1, that reset or lose WiFi every few minutes.")
  private double faults;

  @Option(
      names = "--seconds",
      defaultValue = "0",
      paramLabel = "<s>",
      description = "Ends after so long; 0 for Ctrl-C (default).")
  private long seconds;

  @Option(names = "--passwords", paramLabel = "<file>", description = "Lines <device>=<password>.")
  private @Nullable Path passwords;

  @Option(
      names = "--api",
      paramLabel = "<url>",
      description = "Registers who is not in --state yet, at this address of the backend.")
  private @Nullable URI api;

  @Option(
      names = "--token-file",
      paramLabel = "<file>",
      description = "An API token with scope admin.")
  private @Nullable Path token;

  @Option(
      names = "--state",
      paramLabel = "<file>",
      description = "Keeps the passwords between starts (default fleet.properties).")
  private Path state = Path.of("fleet.properties");

  @Override
  public Integer call() throws IOException, InterruptedException {
    check(devices >= 1 && devices <= Crowd.MOST, "--devices must be 1 to " + Crowd.MOST);
    check(rate >= 1, "--rate must be at least 1");
    check(interval >= 1 && interval <= 3_600, "--interval must be 1 to 3600");
    check(listeners >= 0 && listeners <= devices, "--listeners must be 0 to --devices");
    check(port >= 1 && port <= 65_535, "--port must be 1 to 65535");
    check(faults >= 0 && faults <= 1, "--faults must be 0 to 1");
    InetSocketAddress address = LiveOptions.address(spec, broker);
    var plan = new Fleet.Plan(devices, rate, interval, listeners, port, faults, seconds);
    var known = credentials();
    var curtain = new Curtain();
    try {
      var tally = new Fleet(plan, address, known).run(curtain);
      spec.commandLine()
          .getOut()
          .printf(
              "%d devices: %d records sent, %d acknowledged, %d reconnects, %d commands obeyed.%n",
              devices, tally.sent(), tally.acknowledged(), tally.connects(), tally.obeyed());
    } finally {
      curtain.done();
    }
    return 0;
  }

  private Map<String, String> credentials() throws IOException, InterruptedException {
    var file = passwords;
    if (file != null) {
      check(Files.isReadable(file), "--passwords names no readable file: " + file);
      return Passwords.read(file);
    }
    var url = api;
    if (url == null) {
      return Map.of();
    }
    var secret = token;
    if (secret == null || !Files.isReadable(secret)) {
      throw new ParameterException(
          spec.commandLine(), "--api needs --token-file with an API token of scope admin.");
    }
    try (var enrolment = new Enrolment(url, Files.readString(secret).strip(), state)) {
      return enrolment.enrol(devices, port);
    }
  }

  private void check(boolean holds, String what) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), what + ".");
    }
  }
}
