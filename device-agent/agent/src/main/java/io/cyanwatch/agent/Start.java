package io.cyanwatch.agent;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;

/// Brings an agent to life.
final class Start {
  private static final Duration RESTART = Duration.ofSeconds(60);

  private Start() {}

  /// Runs until the agent ends, and returns the code that the process is to end with.
  static int agent(Options options) throws IOException {
    try (var state = State.open(options.state(), options.scratch(), State.machine())) {
      var life = Life.begin(state, new SecureRandom());
      var journal =
          Journal.open(options.state().resolve("journal"), life.boot(), Journal.Bounds.USUAL);
      var loop = new Loop(state);
      var code = loop.run(new Agent(options, life, journal, loop));
      if (code == Loop.RESTART && !options.powers().restartCommand().isEmpty()) {
        var _ = Run.line(RESTART, options.powers().restartCommand());
      }
      return code;
    }
  }
}
