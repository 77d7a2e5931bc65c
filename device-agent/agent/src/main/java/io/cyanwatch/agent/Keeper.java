package io.cyanwatch.agent;

import io.cyanwatch.protocol.Health;
import java.io.IOException;

/// Does to a [Listener] what the [Supervisor] decides, and counts.
final class Keeper {
  private final Listener listener;
  private final Supervisor supervisor;
  private final Ears ears;
  private long starts;
  private long fails;
  private long probes;
  private long probeFails;

  Keeper(Listener listener, Supervisor supervisor, Ears ears) {
    this.listener = listener;
    this.supervisor = supervisor;
    this.ears = ears;
  }

  /// Hears of the edges.
  interface Ears {
    /// A call follows that might not return; empty when it did.
    void risk(String mark);

    void up(long gen, String why);

    void down(long gen, String why);

    void failed(int fails, String error);

    void bounce();

    void restartDevice();
  }

  void tick(long now, Link link) {
    var alive = supervisor.open() && listener.alive();
    switch (supervisor.next(now, link, alive)) {
      case Supervisor.Act.Nothing() -> {}
      case Supervisor.Act.Open() -> open(now);
      case Supervisor.Act.Close(var why) -> {
        close();
        ears.down(supervisor.gen(), why);
      }
      case Supervisor.Act.Bounce() -> ears.bounce();
      case Supervisor.Act.RestartDevice() -> ears.restartDevice();
    }
  }

  /// A connection to generation `tried` of oneself was answered or not.
  void probed(boolean answered, long tried) {
    probes++;
    probeFails += answered ? 0 : 1;
    supervisor.probed(answered, tried);
  }

  void close() {
    ears.risk("listener_stop");
    listener.close();
    ears.risk("");
  }

  Health.Listener snapshot(int port, long accepts, long idle) {
    return new Health.Listener(
        supervisor.state(),
        port,
        supervisor.gen(),
        starts,
        fails,
        null,
        accepts,
        idle,
        probes,
        probeFails);
  }

  private void open(long now) {
    starts++;
    ears.risk("listener_start");
    try {
      listener.open();
      supervisor.opened(now);
      ears.up(supervisor.gen(), supervisor.why());
    } catch (IOException e) {
      fails++;
      supervisor.refused(now);
      ears.failed(supervisor.strikes(), String.valueOf(e.getMessage()));
    } finally {
      ears.risk("");
    }
  }
}
