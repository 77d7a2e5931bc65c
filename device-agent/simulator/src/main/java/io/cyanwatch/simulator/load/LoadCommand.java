package io.cyanwatch.simulator.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Publishes the heartbeats of many devices, at a rate or flat out, and says what was acknowledged.
@Command(
    name = "load",
    description = {
      "Publishes heartbeats of many devices with QoS 1 and says what was acknowledged.",
      "",
      "One connection for many devices needs a broker that lets one account publish for all of "
          + "them, such as a Mosquitto of the test's own. Cyanwatch's embedded broker lets a device "
          + "publish only as itself: there, use --per-device with --passwords.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  load --broker 127.0.0.1:1883 --devices 10000 --seconds 30           flat out",
      "  load --rate 1000 --seconds 600 --history run.history                ten minutes, on record",
      "  load --per-device --passwords devices.properties --rate 100         as real devices do",
      "  load sink --listen 127.0.0.1:1883                                   something to load",
      "  load verify --history run.history --records stored.csv              was it all stored?",
      "",
      "Exit code: 0 all acknowledged, 1 not all or too slow, 2 wrong arguments."
    },
    mixinStandardHelpOptions = true,
    subcommands = {SinkCommand.class, VerifyCommand.class})
public final class LoadCommand implements Callable<Integer> {
  @Mixin private Crew crew = new Crew();
  @Mixin private Work work = new Work();

  @Option(
      names = "--history",
      paramLabel = "<file>",
      description = "Keeps what became of each message, for `load verify`. Must not exist yet.")
  private @Nullable Path history;

  @Option(
      names = "--summary",
      paramLabel = "<file>",
      description = "Writes the result as one line of JSON.")
  private @Nullable Path summary;

  @Option(
      names = "--at-least",
      paramLabel = "<msg/s>",
      description = "Exit code 1 below this rate of acknowledged messages.")
  private double atLeast;

  private final CountDownLatch told = new CountDownLatch(1);

  @Override
  public Integer call() throws IOException {
    var plan = work.plan(crew.isOwn());
    var ids = crew.ids();
    var clock = Clock.systemUTC();
    var startedMs = clock.millis();
    var roster = new Roster(plan, ids, startedMs, new Random());
    try {
      if (history == null) {
        return run(plan, roster, new Ledger(History.none()), clock);
      }
      try (var file = HistoryFile.create(history, roster.head(startedMs))) {
        var code = run(plan, roster, new Ledger(file), clock);
        file.end(clock.millis());
        return code;
      }
    } catch (FileAlreadyExistsException e) {
      throw crew.wrong("--history must not exist yet, but there is a " + history);
    } catch (UncheckedIOException e) {
      System.err.println(e.getMessage());
      return 1;
    } finally {
      told.countDown();
    }
  }

  private int run(Plan plan, Roster roster, Ledger ledger, Clock clock) throws IOException {
    var lanes = crew.lanes(roster, ledger);
    Optional<Outcome> outcome;
    try (var progress = work.progress(plan)) {
      LongConsumer ticks = ns -> work.show(progress, plan, ledger, ns);
      var publisher = new Publisher(plan, lanes, ledger, clock, ticks);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(publisher)));
      outcome = publisher.run();
    }
    return outcome.isPresent() ? tell(outcome.get(), lanes) : explain(lanes);
  }

  private int tell(Outcome outcome, List<Lane> lanes) throws IOException {
    System.out.println(outcome.words());
    refusal(lanes).ifPresent(why -> System.out.println("The broker refused a connection: " + why));
    if (summary != null) {
      Files.writeString(summary, outcome.json() + "\n");
    }
    if (outcome.rate() < atLeast) {
      System.out.printf(Locale.ROOT, "Too slow: --at-least asks for %,.0f msg/s.%n", atLeast);
      return 1;
    }
    return outcome.isComplete() ? 0 : 1;
  }

  private int explain(List<Lane> lanes) {
    var why = refusal(lanes).map(words -> "refused every connection: " + words);
    System.err.printf(
        "The broker at %s %s.%n",
        crew.broker(), why.orElse("did not let anybody in; is it running, and is that its port?"));
    return 1;
  }

  private static Optional<String> refusal(List<Lane> lanes) {
    return lanes.stream().map(Lane::refusal).filter(words -> !words.isEmpty()).findFirst();
  }

  /// Ctrl-C: the summary comes first.
  private void end(Publisher publisher) {
    publisher.stop();
    try {
      told.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
