package io.cyanwatch.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.simulator.Progress;
import io.cyanwatch.simulator.play.Scenario;
import io.cyanwatch.simulator.play.Setting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every scenario with many seeds through the real application, and what it made of them.
///
/// Run by `ops/bench/detection`; its name keeps it out of `mvn verify`.
class DetectionBench {
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  private static final int FIRST = Integer.getInteger("score.first", 1);
  private static final int LAST = FIRST + Integer.getInteger("score.seeds", 20) - 1;
  private static final String WANTED = System.getProperty("score.scenarios", "");

  /// Twenty plays of the healthy day are a fleet of a thousand.
  private static final int FLEET = 50;

  /// They take the broker away, and with it everybody's; or are about all firmware in the house.
  private static final List<String> ALONE = List.of("firmware-regression", "backend-restart");

  /// Time goes on in steps; a fault of minutes is looked at more closely than one of days.
  private static final Duration STEP = Duration.ofMillis(Long.getLong("score.step", 1_000));

  private static final Duration LONG = Duration.ofHours(4);
  private static final Duration VERY_LONG = Duration.ofHours(30);
  private static final boolean SHORT = Boolean.getBoolean("score.short");

  /// So much of a day without a fault is enough for the short form.
  private static final Duration SHORT_DAY = Duration.ofHours(3);

  private final Score score = new Score();
  private final List<String> evidence = new ArrayList<>();
  private int numbers = 1;

  @Test
  void whatIsFoundIsSoAndWhatIsSoIsFound() throws IOException {
    var began = System.nanoTime();
    try (var house = new House(START)) {
      house.clock.set(START.plusSeconds(1));
      give(house, it -> it.length().compareTo(LONG) <= 0, STEP, null);
      give(house, it -> between(it, LONG, VERY_LONG), STEP.multipliedBy(5), Duration.ofHours(2));
      give(house, it -> it.length().compareTo(VERY_LONG) > 0, STEP.multipliedBy(30), null);
      alone(house);
    }
    say(score.table());
    score.faults().forEach(DetectionBench::say);
    evidence.forEach(DetectionBench::say);
    say((System.nanoTime() - began) / 1_000_000_000 + " s");
    assertThat(score.holds()).as("precision and recall of at least 0.99, told once").isTrue();
  }

  private static boolean between(Scenario scenario, Duration least, Duration most) {
    return scenario.length().compareTo(least) > 0 && scenario.length().compareTo(most) <= 0;
  }

  /// All of these at once.
  ///
  /// @param restart when the application is closed for a while; null for never
  private void give(
      House house, Predicate<Scenario> which, Duration step, @Nullable Duration restart) {
    var start = house.clock.instant().plus(Duration.ofHours(1));
    var plays = new ArrayList<Performance>();
    for (var scenario : wanted()) {
      if (!ALONE.contains(scenario.name()) && which.test(scenario)) {
        for (var seed = FIRST; seed <= LAST; seed++) {
          plays.add(performance(scenario, seed, start));
        }
      }
    }
    if (!plays.isEmpty()) {
      house.clock.set(start);
      give(house, plays, step, restart == null ? null : start.plus(restart));
    }
  }

  private void alone(House house) {
    for (var name : ALONE) {
      wanted().stream()
          .filter(it -> it.name().equals(name))
          .findFirst()
          .ifPresent(it -> alone(house, it));
    }
  }

  private void alone(House house, Scenario scenario) {
    var step = scenario.length().compareTo(VERY_LONG) > 0 ? STEP.multipliedBy(30) : STEP;
    for (var seed = FIRST; seed <= LAST; seed++) {
      var start = house.clock.instant().plus(Duration.ofHours(1));
      house.clock.set(start);
      house.jdbc().sql("truncate detection.firmware, detection.firmware_step").update();
      give(house, List.of(performance(scenario, seed, start)), step, null);
    }
  }

  private void give(
      House house, List<Performance> plays, Duration step, @Nullable Instant restart) {
    var began = plays.getFirst().start;
    var end = plays.stream().map(Performance::end).max(Instant::compareTo).orElseThrow();
    try (var progress = Progress.of("Playing", Duration.between(began, end).toMinutes(), " min")) {
      var season =
          new Season(
              house,
              (play, episodes) -> {
                var all = new ArrayList<>(episodes);
                if (ALONE.contains(play.scenario.name())) {
                  all.addAll(new Findings(house.jdbc()).ofBackend(play.start, play));
                }
                score
                    .add(play, all)
                    .forEach(it -> Findings.around(house, play, it).forEach(evidence::add));
              },
              it ->
                  progress.at(
                      Duration.between(began, it.now()).toMinutes(), it.messages() + " messages"));
      season.give(plays, step, restart);
    }
  }

  private Performance performance(Scenario scenario, long seed, Instant start) {
    var calm = scenario.name().equals("healthy");
    var length = SHORT && calm ? SHORT_DAY : scenario.length();
    var devices = calm ? FLEET : 0;
    return new Performance(scenario, new Setting(seed, start, devices), numbers++, length);
  }

  /// The short form leaves out what takes days.
  private static List<Scenario> wanted() {
    return asked().stream().filter(it -> !SHORT || it.length().compareTo(VERY_LONG) <= 0).toList();
  }

  private static List<Scenario> asked() {
    var names = List.of(WANTED.split("[ ,]+"));
    if (WANTED.equals("variations")) {
      return Scenario.variations();
    }
    return WANTED.isBlank()
        ? Scenario.all()
        : names.stream().map(it -> Scenario.named(it).orElseThrow()).toList();
  }

  private static void say(String line) {
    System.out.println("detection: " + line.strip());
  }
}
