package io.cyanwatch.simulator;

import io.cyanwatch.simulator.play.Play;
import io.cyanwatch.simulator.play.Scenario;
import io.cyanwatch.simulator.play.Setting;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// One scenario: onto a file as fast as the machine can, or at a real broker.
@Command(
    name = "scenario",
    description = {
      "Plays faults whose truth is known.",
      "Without --broker it plays on a virtual clock, as fast as it can, and the same seed gives"
          + " the same bytes. With --broker the devices report there, at --speed times real time."
    },
    footer = {
      "",
      "At --speed 10 a heartbeat comes every 3 s although its device declares 30, and an outage"
          + " of ten minutes is over in one. Whatever a backend measures on its own clock"
          + " (silence, graces, holds, probes) does not shrink with it: compressed outages may be"
          + " too short for it, and wall clocks of devices run ahead. Measure detectors at"
          + " --speed 1; compress to look at pages. The truth file of a live run is in real time.",
      "",
      "Examples:",
      "  scenario --list",
      "  scenario origin-thread --seed 7 --record - --truth truth.jsonl",
      "  scenario dead-listener --broker 127.0.0.1:1883 --passwords devices.properties --speed 2"
    },
    mixinStandardHelpOptions = true)
final class ScenarioCommand implements Callable<Integer> {
  private static final Instant EPOCH = Instant.parse("2026-03-02T09:00:00Z");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "<name>", description = "As in --list.")
  private @Nullable String name;

  @Option(
      names = "--list",
      description = "Prints all with a sentence; the last ten are variations.")
  private boolean list;

  @Option(names = "--seed", defaultValue = "1", description = "Decides all chance (default 1).")
  private long seed;

  @Option(
      names = "--devices",
      defaultValue = "0",
      paramLabel = "<n>",
      description = "Healthy neighbours; 0 for as many as the scenario wants.")
  private int devices;

  @Option(
      names = "--start",
      paramLabel = "<instant>",
      description = "When the virtual clock starts (default 2026-03-02T09:00:00Z).")
  private Instant start = EPOCH;

  @Option(
      names = "--record",
      paramLabel = "<file>",
      description = "Writes what the broker would get, a line of JSON each; - for the screen.")
  private @Nullable String record;

  @Option(
      names = "--truth",
      paramLabel = "<file>",
      description = "Writes what really happened, a line of JSON for each incident.")
  private @Nullable Path truth;

  @ArgGroup(exclusive = false, heading = "At a real broker:%n")
  private @Nullable LiveOptions live;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (list) {
      Scenario.all().forEach(this::print);
      Scenario.variations().forEach(this::print);
      return 0;
    }
    var scenario = scenario();
    var options = live;
    if (options != null) {
      return LivePlay.run(spec, scenario, seed, devices, options, truth);
    }
    return onFile(scenario);
  }

  private Scenario scenario() {
    var wanted = name;
    if (wanted == null) {
      throw new ParameterException(spec.commandLine(), "Name a scenario; --list shows them.");
    }
    if (devices < 0) {
      throw new ParameterException(spec.commandLine(), "--devices must not be negative.");
    }
    return Scenario.named(wanted)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(), "No scenario is called " + wanted + "; see --list."));
  }

  private void print(Scenario scenario) {
    spec.commandLine()
        .getOut()
        .printf("%-20s %6s  %s%n", scenario.name(), words(scenario.length()), scenario.sentence());
  }

  private int onFile(Scenario scenario) throws IOException {
    var play = Play.of(scenario, new Setting(seed, start, devices));
    try (var out = writer(record);
        var progress = Progress.of("Playing " + scenario, scenario.length().toMinutes(), " min")) {
      var tape = new Transcript(out);
      while (play.step(tape)) {
        progress.at(Duration.between(start, play.now()).toMinutes(), tape.count() + " messages");
      }
      spec.commandLine()
          .getErr()
          .printf(
              "%s, seed %d: %d devices, %d messages, %d truths.%n",
              scenario, seed, play.members().size(), tape.count(), play.truth().size());
    }
    Transcript.write(truth, play.truth());
    return 0;
  }

  private static BufferedWriter writer(@Nullable String file) throws IOException {
    var out =
        switch (Optional.ofNullable(file).orElse("")) {
          case "" -> OutputStream.nullOutputStream();
          case "-" -> System.out;
          default -> new FileOutputStream(file);
        };
    return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
  }

  private static String words(Duration length) {
    return length.toHours() >= 10 ? length.toHours() + " h" : length.toMinutes() + " min";
  }
}
