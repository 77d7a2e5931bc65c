package io.cyanwatch.simulator.stress;

import io.cyanwatch.simulator.Progress;
import io.cyanwatch.simulator.stress.Scoreboard.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Asks a device's web server over and over, and says exactly what came of it.
@Command(
    name = "stress",
    description = {
      "Asks a web server over and over and counts what came of it.",
      "",
      "Each request is one fresh connection, unless --keep is given. A timeout before the "
          + "connection, before the first byte and before the end of the answer are told apart, and "
          + "so are refused, reset and unreachable.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  stress http://10.0.0.23/ --requests 100000                 one client, one after the other",
      "  stress http://10.0.0.23/ --clients 5 --rate 10 --seconds 3600 --csv requests.csv",
      "",
      "--csv holds one line for each request: started_ms,took_ms,group,verdict,status,bytes.",
      "Exit code: 0 all well, 1 more failures than --max-failures, 2 wrong arguments."
    },
    mixinStandardHelpOptions = true)
public final class StressCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration USUAL = Duration.ofSeconds(10);
  private static final Duration FOR_EVER = Duration.ofDays(365);
  private static final int MOST_CLIENTS = 10_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<url>", description = "Such as http://10.0.0.23/")
  private String url = "";

  @Option(
      names = "--clients",
      defaultValue = "1",
      paramLabel = "<c>",
      description = "Clients at the same time. Default: ${DEFAULT-VALUE}.")
  private int clients;

  @Option(
      names = "--rate",
      defaultValue = "0",
      paramLabel = "<r>",
      description = "Requests per second of all together. Default: as fast as they are answered.")
  private double rate;

  @Option(
      names = "--seconds",
      paramLabel = "<s>",
      description = "Ends after so long. Default: 10, without --requests.")
  private @Nullable Long seconds;

  @Option(names = "--requests", paramLabel = "<n>", description = "Ends after so many requests.")
  private @Nullable Long requests;

  @Option(
      names = "--timeout",
      defaultValue = "10s",
      converter = Lengths.class,
      description = "For one request from start to end. Default: ${DEFAULT-VALUE}.")
  private Duration timeout = USUAL;

  @Option(
      names = "--connect-timeout",
      converter = Lengths.class,
      description = "For the connection alone. Default: that of --timeout.")
  private @Nullable Duration connectTimeout;

  @Option(
      names = "--first-byte-timeout",
      converter = Lengths.class,
      description = "From the connection to the first byte. Default: that of --timeout.")
  private @Nullable Duration firstByteTimeout;

  @Option(names = "--keep", description = "Uses a connection again for as long as the server lets.")
  private boolean keep;

  @Option(
      names = "--max-failures",
      defaultValue = "0",
      paramLabel = "<n>",
      description = "Exit code 1 above this. Default: ${DEFAULT-VALUE}.")
  private long maxFailures;

  @Option(names = "--csv", paramLabel = "<file>", description = "One line for each request.")
  private @Nullable Path csv;

  @Option(names = "--junit", paramLabel = "<file>", description = "The result for a build server.")
  private @Nullable Path junit;

  private final CountDownLatch told = new CountDownLatch(1);

  @Override
  public Integer call() throws InterruptedException {
    check();
    try {
      var target = Target.parse(url);
      var result = run(target, patience());
      System.out.println(result.words());
      if (junit != null) {
        Files.writeString(junit, JunitReport.of(target, result, maxFailures));
      }
      return result.failures() > maxFailures ? 1 : 0;
    } catch (IOException e) {
      System.err.println("The result could not be written: " + e.getMessage());
      return 1;
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    } finally {
      told.countDown();
    }
  }

  private Result run(Target target, Patience patience) throws IOException, InterruptedException {
    var start = System.nanoTime();
    var board = new Scoreboard();
    try (var log = RequestLog.to(csv, start)) {
      var siege =
          new Siege(
              order(),
              () -> new Client(target, patience, keep),
              answer -> {
                board.take(answer);
                log.write(answer);
              },
              start);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(siege)));
      siege.start();
      watch(siege, board, start);
    }
    var end = System.nanoTime();
    return board.result(end, (end - start) / 1e9);
  }

  private void watch(Siege siege, Scoreboard board, long start) throws InterruptedException {
    var goal = requests == null ? order().length().toSeconds() : requests;
    var unit = requests == null ? " s" : " requests";
    try (var progress = Progress.of("Asking", goal, unit)) {
      while (!siege.isOver(LOOK)) {
        var passed = (System.nanoTime() - start) / 1_000_000_000;
        progress.at(Math.min(goal, requests == null ? passed : board.total()), board.line());
      }
    }
  }

  private Siege.Order order() {
    var usual = requests == null ? USUAL : FOR_EVER;
    return new Siege.Order(
        clients,
        rate,
        requests == null ? Long.MAX_VALUE : requests,
        seconds == null ? usual : Duration.ofSeconds(seconds));
  }

  private Patience patience() {
    return new Patience(
        connectTimeout == null ? timeout : connectTimeout,
        firstByteTimeout == null ? timeout : firstByteTimeout,
        timeout);
  }

  private void check() {
    refuse(clients < 1 || clients > MOST_CLIENTS, "--clients must be 1 to 10000, was " + clients);
    refuse(!(rate >= 0 && rate <= 1e6), "--rate must be 0 to 1000000, was " + rate);
    refuse(
        seconds != null && (seconds < 1 || seconds > FOR_EVER.toSeconds()),
        "--seconds must be 1 to %d, was %d".formatted(FOR_EVER.toSeconds(), seconds));
    refuse(requests != null && requests < 1, "--requests must be 1 or more, was " + requests);
    refuse(maxFailures < 0, "--max-failures must be 0 or more, was " + maxFailures);
  }

  private void refuse(boolean wrong, String sentence) {
    if (wrong) {
      throw wrong(sentence);
    }
  }

  /// Ctrl-C: the summary comes first.
  private void end(Siege siege) {
    siege.stop();
    try {
      told.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
