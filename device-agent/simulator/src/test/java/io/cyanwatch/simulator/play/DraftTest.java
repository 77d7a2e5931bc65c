package io.cyanwatch.simulator.play;

import org.junit.jupiter.api.Test;

class DraftTest {
  @Test
  void printsEverything() {
    for (var scenario : Scenario.all()) {
      for (var seed = 1; seed <= 3; seed++) {
        var start = System.nanoTime();
        var tape = Tape.of(scenario.name(), seed);
        System.out.printf(
            "## %s %d: %d members %d messages %d ms %s%n",
            scenario,
            seed,
            tape.play.members().size(),
            tape.sent.size(),
            (System.nanoTime() - start) / 1_000_000,
            tape.sha().substring(0, 8));
        tape.play.truth().forEach(it -> System.out.println("   " + it.toJson()));
      }
    }
  }
}
