package io.cyanwatch.agent;

import io.cyanwatch.protocol.Health;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Does to a [Listener] what the [Supervisor] decides, and counts.
final class Keeper {
  private final Listener listener;
  private final Supervisor supervisor;
  private final boolean visited;
  private final Ears ears;
  private long starts;
  private long fails;
  private @Nullable Long err;
  private long probes;
  private long probeFails;

  /// @param visited whether somebody visits the listener and says so by [#probed]; else a bound
  ///     address and a running thread have to do as proof of a start
  Keeper(Listener listener, Supervisor supervisor, boolean visited, Ears ears) {
    this.listener = listener;
    this.supervisor = supervisor;
    this.visited = visited;
    this.ears = ears;
  }

  /// Hears of the edges.
  interface Ears {
    /// A call follows that might not return; empty when it did.
    void risk(String mark);

    void up(long gen, String why);

    void down(long gen, String why);

    /// @param err the system's number of the error, where it is known
    void failed(int fails, String error, @Nullable Long err);

    void bounce();

    void restartDevice();
  }

  void tick(long now, Link link) {
    var alive = supervisor.open() && listener.alive();
    switch (supervisor.next(now, link, alive)) {
      case Supervisor.Act.Nothing() -> {}
      case Supervisor.Act.Open() -> open(now);
      case Supervisor.Act.Confirmed() -> confirmed();
      case Supervisor.Act.Close(var why) -> {
        close();
        err = why.equals("accept_error") ? Errno.of(listener.fault().orElse("")) : err;
        ears.down(supervisor.gen(), why);
      }
      case Supervisor.Act.Bounce() -> ears.bounce();
      case Supervisor.Act.RestartDevice() -> ears.restartDevice();
    }
  }

  /// A connection to the listener of attempt `tried` was answered or not.
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
        err,
        accepts,
        idle,
        visited ? probes : null,
        visited ? probeFails : null);
  }

  private void open(long now) {
    starts++;
    ears.risk("listener_start");
    try {
      listener.open();
      if (visited) {
        supervisor.bound(now);
      } else {
        supervisor.opened(now);
        confirmed();
      }
    } catch (IOException e) {
      fails++;
      err = Errno.of(e.getMessage());
      supervisor.refused(now);
      ears.failed(supervisor.strikes(), String.valueOf(e.getMessage()), err);
    } finally {
      ears.risk("");
    }
  }

  private void confirmed() {
    err = 0L;
    ears.up(supervisor.gen(), supervisor.why());
  }
}
