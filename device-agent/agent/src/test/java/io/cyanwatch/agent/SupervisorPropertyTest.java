package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.ListenerState;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever the link and the listener do, these hold.
class SupervisorPropertyTest {
  private static final long STEP_MS = 100;

  /// The longest back-off with its jitter, what a bounce and a restart of the device may take, the
  /// settling, and a few steps of the loop.
  private static final long WORST_MS =
      72_000 + 10_000 + 60_000 + Supervisor.SETTLE_MS + 25 * STEP_MS;

  /// A stretch of time in which things are one way.
  ///
  /// @param refuses whether the listener cannot be opened
  /// @param dies whether an open one dies
  /// @param probed 0 not at all, 1 well, 2 badly
  record Stretch(
      int steps, boolean up, int ip, boolean refuses, boolean dies, int probed, boolean command) {
    Link link() {
      return new Link("wlan0", up, up && ip > 0 ? "10.0.0." + ip : null, 0);
    }
  }

  @Property(tries = 500)
  void itListensAgainWithinSettlingAndBackOffOnceTheLinkIsStablyUp(
      @ForAll("stretches") List<Stretch> stretches, @ForAll long seed) {
    var world = new World(seed);
    stretches.forEach(world::live);

    var calm = new Stretch((int) (WORST_MS / STEP_MS), true, 1, false, false, 1, false);
    world.live(calm);

    assertThat(world.supervisor.state()).isEqualTo(ListenerState.LISTENING);
    assertThat(world.open).isTrue();
  }

  @Property(tries = 500)
  void itNeverOpensWhileTheLinkIsDownAndTheGenerationOnlyGrowsByConfirmedStarts(
      @ForAll("stretches") List<Stretch> stretches, @ForAll long seed) {
    var world = new World(seed);
    stretches.forEach(world::live);

    assertThat(world.supervisor.gen()).isEqualTo(world.confirmed);
  }

  /// Checks at each step what must hold at each step.
  private static final class World {
    final Supervisor supervisor;
    boolean open;
    long confirmed;
    long now;

    World(long seed) {
      supervisor = new Supervisor(new Random(seed), new Supervisor.Powers(true, true), 0);
    }

    void live(Stretch stretch) {
      if (stretch.command()) {
        var _ = supervisor.restart(now);
      }
      for (var i = 0; i < stretch.steps(); i++) {
        step(stretch);
      }
    }

    private void step(Stretch stretch) {
      now += STEP_MS;
      var before = supervisor.gen();
      if (stretch.probed() > 0 && now % 2_000 == 0) {
        supervisor.probed(stretch.probed() == 1, supervisor.attempt());
      }
      open &= !stretch.dies();
      switch (supervisor.next(now, stretch.link(), open)) {
        case Supervisor.Act.Open() -> start(stretch);
        case Supervisor.Act.Close(var _) -> open = false;
        case Supervisor.Act.Confirmed() -> confirmed++;
        case Supervisor.Act.Nothing(), Supervisor.Act.Bounce(), Supervisor.Act.RestartDevice() -> {}
      }
      assertThat(supervisor.gen()).isBetween(before, before + 1);
      if (!stretch.link().ready()) {
        assertThat(open).as("open without a link").isFalse();
        assertThat(supervisor.state()).isEqualTo(ListenerState.DOWN);
      }
    }

    private void start(Stretch stretch) {
      assertThat(stretch.link().ready()).as("opened without a link").isTrue();
      assertThat(open).as("opened twice").isFalse();
      if (stretch.refuses()) {
        supervisor.refused(now);
      } else {
        open = true;
        supervisor.bound(now);
      }
    }
  }

  @Provide
  Arbitrary<List<Stretch>> stretches() {
    var steps = Arbitraries.integers().between(1, 900);
    var flag = Arbitraries.of(true, false);
    return Combinators.combine(
            steps,
            flag,
            Arbitraries.integers().between(0, 2),
            flag,
            flag,
            Arbitraries.integers().between(0, 2),
            flag)
        .as(Stretch::new)
        .list()
        .ofMaxSize(8);
  }
}
