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
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every scenario with many seeds through the real application, and what it made of them.
///
/// Run by `ops/bench/detection`; its name keeps it out of `mvn verify`.
class DetectionBench {
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  private static final int SEEDS = Integer.getInteger("score.seeds", 20);
  private static final String WANTED = System.getProperty("score.scenarios", "");

  /// They take the broker away, and with it everybody's.
  private static final Set<String> ALONE = Set.of("backend-restart");

  private static final Duration WINDOW = Duration.ofMillis(Long.getLong("score.window", 1_000));

  private final Score score = new Score();
  private int numbers = 1;

  @Test
  void whatIsFoundIsSoAndWhatIsSoIsFound() throws IOException {
    var began = System.nanoTime();
    try (var house = new House(START)) {
      house.clock.set(START.plusSeconds(1));
      together(house);
      alone(house);
    }
    say(score.table());
    score.faults().forEach(DetectionBench::say);
    say((System.nanoTime() - began) / 1_000_000_000 + " s");
    assertThat(score.holds()).as("precision and recall of at least 0.99, told once").isTrue();
  }

  private void together(House house) {
    var plays = new ArrayList<Performance>();
    for (var scenario : wanted()) {
      if (!ALONE.contains(scenario.name())) {
        for (var seed = 1; seed <= SEEDS; seed++) {
          plays.add(performance(scenario, seed, START));
        }
      }
    }
    give(house, plays, null);
  }

  private void alone(House house) {
    for (var scenario : wanted()) {
      if (ALONE.contains(scenario.name())) {
        for (var seed = 1; seed <= SEEDS; seed++) {
          var start = house.clock.instant().plus(Duration.ofHours(3));
          house.clock.set(start);
          give(house, List.of(performance(scenario, seed, start)), null);
        }
      }
    }
  }

  private void give(House house, List<Performance> plays, @Nullable Instant restart) {
    if (plays.isEmpty()) {
      return;
    }
    var began = plays.getFirst().start;
    var end = plays.stream().map(Performance::end).max(Instant::compareTo).orElseThrow();
    try (var progress =
        Progress.of("Playing", Duration.between(began, end).toMinutes(), " min")) {
      var season =
          new Season(
              house,
              (play, episodes) -> {
                var all = new ArrayList<>(episodes);
                if (ALONE.contains(play.scenario.name())) {
                  all.addAll(new Findings(house.jdbc()).ofBackend(play.start, play));
                }
                score.add(play, all);
              },
              it ->
                  progress.at(
                      Duration.between(began, it.now()).toMinutes(), it.messages() + " messages"));
      season.give(plays, WINDOW, restart);
    }
  }

  private Performance performance(Scenario scenario, long seed, Instant start) {
    return new Performance(scenario, new Setting(seed, start, 0), numbers++);
  }

  private static List<Scenario> wanted() {
    var names = List.of(WANTED.split("[ ,]+"));
    return Scenario.all().stream()
        .filter(it -> WANTED.isBlank() || names.contains(it.name()))
        .toList();
  }

  private static void say(String line) {
    System.out.println("detection: " + line.strip());
  }
}
