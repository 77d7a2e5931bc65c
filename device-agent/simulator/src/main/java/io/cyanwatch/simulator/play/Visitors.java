package io.cyanwatch.simulator.play;

import java.util.Random;

/// People who look at a device's page: each device has its own rhythm, and nights are quiet.
final class Visitors {
  private static final long DAY_MS = 86_400_000;
  private static final long HOUR_MS = 3_600_000;
  private static final long IDLE_MS = 6 * HOUR_MS;
  private static final int QUIETER = 10;

  private final Actor actor;
  private final Agenda agenda;
  private final Random random;
  private final long gap;

  Visitors(Actor actor, Agenda agenda, Random random) {
    this.actor = actor;
    this.agenda = agenda;
    this.random = random;
    this.gap = random.nextInt(10) == 0 ? IDLE_MS : 30_000 + random.nextInt(300_000);
  }

  /// Plans the next visit, and with it all others.
  void come() {
    var wait = (long) (-Math.log(1 - random.nextDouble()) * gap);
    agenda.at(
        agenda.now() + Math.max(200, isNight() ? wait * QUIETER : wait),
        () -> {
          actor.visit();
          come();
        });
  }

  private boolean isNight() {
    var hour = agenda.now() % DAY_MS / HOUR_MS;
    return hour >= 22 || hour < 6;
  }
}
