package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.ListenerState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SupervisorTest {
  private final Fragile listener = new Fragile();
  private final Edges edges = new Edges();
  private final Supervisor supervisor = new Supervisor(listener, new Random(1), edges);

  @Test
  void theListenerIsOpenedAtTheFirstTick() {
    supervisor.tick(0);

    assertThat(supervisor.state()).isEqualTo(ListenerState.LISTENING);
    assertThat(supervisor.gen()).isEqualTo(1);
    assertThat(edges.seen).containsExactly("up 1");
  }

  @Test
  void aListenerThatDiesIsOpenedAgain() {
    supervisor.tick(0);
    listener.open = false;

    supervisor.tick(100);

    assertThat(listener.open).isTrue();
    assertThat(supervisor.gen()).isEqualTo(2);
    assertThat(edges.seen).containsExactly("up 1", "down 1 died", "up 2");
  }

  @Test
  void aStartThatFailsIsTriedAgainLaterAndLaterButNeverGivenUp() {
    listener.jammed = true;

    var gaps = gapsOverTenMinutes();

    assertThat(gaps.getFirst()).isBetween(1_000L, 1_300L);
    assertThat(gaps.get(1)).isBetween(2_000L, 2_500L);
    assertThat(gaps.getLast()).isBetween(60_000L, 72_100L);
    assertThat(gaps).allMatch(gap -> gap <= 72_100);
    assertThat(supervisor.gen()).isZero();

    listener.jammed = false;
    supervisor.tick(700_000);
    assertThat(supervisor.gen()).isEqualTo(1);
  }

  @Test
  void nothingIsTriedBeforeTheBackOffIsOver() {
    listener.jammed = true;
    supervisor.tick(0);

    supervisor.tick(999);
    assertThat(listener.attempts).hasSize(1);

    supervisor.tick(1_200);
    assertThat(listener.attempts).hasSize(2);
  }

  @Test
  void aSuccessForgetsTheBackOff() {
    listener.jammed = true;
    for (var now = 0L; now < 30_000; now += 100) {
      supervisor.tick(now);
    }
    listener.jammed = false;
    supervisor.tick(100_000);
    listener.jammed = true;
    supervisor.restart("command", 100_000);
    supervisor.tick(100_000);
    var before = listener.attempts.size();

    supervisor.tick(101_200);

    assertThat(listener.attempts).hasSize(before + 1);
  }

  @Test
  void aRestartClosesAndOpensAndCounts() {
    supervisor.tick(0);

    supervisor.restart("command", 50);
    assertThat(listener.open).isFalse();
    supervisor.tick(50);

    assertThat(listener.open).isTrue();
    assertThat(edges.seen).containsExactly("up 1", "down 1 command", "up 2");
  }

  private List<Long> gapsOverTenMinutes() {
    var gaps = new ArrayList<Long>();
    var last = 0L;
    for (var now = 0L; now < 600_000; now += 100) {
      var before = listener.attempts.size();
      supervisor.tick(now);
      if (listener.attempts.size() > before && now > 0) {
        gaps.add(now - last);
        last = now;
      }
    }
    return gaps;
  }

  /// A listener that can be broken.
  private static final class Fragile implements Listener {
    boolean open;
    boolean jammed;
    final List<String> attempts = new ArrayList<>();

    @Override
    public void open() throws IOException {
      attempts.add("open");
      if (jammed) {
        throw new IOException("Address already in use");
      }
      open = true;
    }

    @Override
    public boolean alive() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }

  /// What the supervisor reported.
  private static final class Edges implements Supervisor.Ears {
    final List<String> seen = new ArrayList<>();

    @Override
    public void up(long gen) {
      seen.add("up " + gen);
    }

    @Override
    public void down(long gen, String why) {
      seen.add("down " + gen + " " + why);
    }

    @Override
    public void failed(String why) {
      seen.add("failed");
    }
  }
}
