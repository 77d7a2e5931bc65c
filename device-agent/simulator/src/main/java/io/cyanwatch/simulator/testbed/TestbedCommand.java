package io.cyanwatch.simulator.testbed;

import io.cyanwatch.simulator.testbed.Run.Plan;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command line of the bed.
@Command(
    name = "testbed",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Pulls an access point's uplink and radio by turns while devices behind it serve pages.",
      "",
      "Three devices, each in a network namespace of its own, suffer the same faults: the hardened"
          + " agent; a first program without any deadline; a server that is bound once and never"
          + " listens again. Visitors in the same LAN ask each of them four times a second, and"
          + " stop in the middle of a request now and then. A broker in the cloud takes what the"
          + " agent reports. In the end one table compares them.",
      "Needs Linux, root, iproute2 and mosquitto. Touches nothing outside its namespaces.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  cyanwatch-simulator testbed                      two minutes, seed 1",
      "  cyanwatch-simulator testbed --hours 8 --seed 7 --json night.json",
      "  cyanwatch-simulator testbed --minutes 10 --logs /tmp/bed   keeps every visit and log",
      "",
      "Ctrl-C ends it early, with the table. What a killed run left is removed by the next one."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the hardened agent kept its promise",
      "1:it fell short, or the bed could not be run to its end; the last lines say how",
      "2:a wrong argument",
      "3:this machine lacks something; one sentence says what, and what to do"
    },
    subcommands = {Visitor.class, FirstProgram.class, BoundOnce.class})
public final class TestbedCommand implements Callable<Integer> {
  private static final long LEAST_S = 60;
  private static final long MOST_S = 30 * 24 * 3_600L;

  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup private @Nullable Length length;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "<number>",
      description = "The same seed pulls the same at the same time. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--settle",
      defaultValue = "5",
      paramLabel = "<seconds>",
      description = "What a device has after a link-up to come back. Default: ${DEFAULT-VALUE}.")
  private int settle;

  @Option(
      names = "--agent",
      paramLabel = "<jar>",
      description = "The agent to try. Default: the one of this build.")
  private @Nullable Path agent;

  @Option(names = "--json", paramLabel = "<file>", description = "Writes the findings there, too.")
  private @Nullable Path json;

  @Option(
      names = "--logs",
      paramLabel = "<folder>",
      description = "Keeps there what the processes printed, and visits.csv with every request.")
  private @Nullable Path logs;

  TestbedCommand() {}

  /// Only one of them.
  private static final class Length {
    @Option(names = "--seconds", paramLabel = "<n>", description = "How long. Default: 120.")
    private long seconds;

    @Option(names = "--minutes", paramLabel = "<n>", description = "How long, in minutes.")
    private long minutes;

    @Option(names = "--hours", paramLabel = "<n>", description = "How long, in hours.")
    private long hours;

    long all() {
      return seconds + minutes * 60 + hours * 3_600;
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    var plan = plan();
    var missing = Needs.missing(plan.agent());
    if (missing.isPresent()) {
      System.err.println(missing.get());
      return 3;
    }
    try {
      var left = Lair.sweep();
      if (left > 0) {
        System.err.println("Removed what " + left + " killed run(s) had left.");
      }
      return interruptible(new Run(plan));
    } catch (IOException e) {
      System.err.println("The bed broke: " + e.getMessage());
      return 1;
    }
  }

  private Plan plan() {
    var seconds = length == null ? 120 : length.all();
    if (seconds < LEAST_S || seconds > MOST_S) {
      var name = length == null || length.seconds != 0 ? "--seconds" : "--minutes or --hours";
      throw new ParameterException(
          spec.commandLine(), name + " must make a minute to thirty days, was " + seconds + " s");
    }
    if (settle < 1 || settle > 60) {
      throw new ParameterException(
          spec.commandLine(), "--settle must be a number from 1 to 60, was " + settle);
    }
    var jar = agent == null ? built() : agent;
    return new Plan(seed, seconds * 1_000, settle * 1_000L, jar.toAbsolutePath(), logs);
  }

  /// Ctrl-C stops the run, and waits for its table.
  private int interruptible(Run run) throws IOException, InterruptedException {
    var done = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  run.stop();
                  await(done);
                }));
    try {
      return tell(run.run());
    } finally {
      done.countDown();
    }
  }

  private int tell(Findings findings) throws IOException {
    System.out.println(Report.of(findings));
    if (json != null) {
      Files.writeString(json, Json.of(findings) + "\n");
    }
    return findings.shortcomings().isEmpty() ? 0 : 1;
  }

  private static void await(CountDownLatch done) {
    try {
      var _ = done.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Beside this jar, or these classes, in the tree.
  private static Path built() {
    try {
      var here =
          Path.of(TestbedCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return here.resolveSibling("../../agent/target/cyanwatch-agent.jar").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("this program cannot be found", e);
    }
  }
}
