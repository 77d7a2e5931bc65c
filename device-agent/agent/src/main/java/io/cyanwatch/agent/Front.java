package io.cyanwatch.agent;

import io.cyanwatch.protocol.Health;
import io.cyanwatch.protocol.ListenerState;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// The web server with everything that keeps it open.
final class Front {
  private final Options.Door door;
  private final WebServer server;
  private final Supervisor supervisor;
  private final Keeper keeper;
  private final SelfVisits selfProbe;
  private final Ears ears;

  Front(
      Options.Door door,
      Map<String, Supplier<Page>> pages,
      Supervisor.Powers powers,
      long serveAt,
      Random random,
      Executor loop,
      Ears ears) {
    this.door = door;
    this.server =
        new WebServer(
            door.address(), new Site(door.root(), pages), WebServer.Limits.of(door.slots()));
    this.supervisor = new Supervisor(random, powers, serveAt);
    this.keeper = new Keeper(server, supervisor, door.selfProbe() > 0, ears);
    this.selfProbe = new SelfVisits(server::selfProbe, door.selfProbe(), loop);
    this.ears = ears;
  }

  /// Hears of the listener's edges, and of a self-probe that failed.
  interface Ears extends Keeper.Ears {
    void probeFailed(int inARow);
  }

  void tick(long now, Link link) {
    keeper.tick(now, link);
    selfProbe.tick(now, supervisor.open(), supervisor.attempt(), this::probed);
  }

  /// False when there is nothing to restart: the link is down, or the server is kept closed.
  boolean restart(long now) {
    return supervisor.restart(now);
  }

  void dropClients() {
    server.dropClients();
  }

  void close() {
    keeper.close();
  }

  long gen() {
    return supervisor.gen();
  }

  int port() {
    return door.address().getPort();
  }

  ListenerState state() {
    return supervisor.state();
  }

  /// Why the listener died, as far as it is known.
  String fault(String why) {
    return why.equals("accept_error") ? server.fault().orElse("") : "";
  }

  /// What happened to clients and is still to be told.
  Incidents incidents() {
    return server.tally().incidents;
  }

  String summary() {
    return "%d clients, %d times listening".formatted(server.accepts(), supervisor.gen());
  }

  long accepts() {
    return server.accepts();
  }

  Health.Listener listener() {
    return keeper.snapshot(port(), server.accepts(), server.idleSeconds());
  }

  Health.Clients clients() {
    return server.clients();
  }

  Health.Http http() {
    return server.http();
  }

  private void probed(boolean answered, long attempt) {
    keeper.probed(answered, attempt);
    if (!answered && attempt == supervisor.attempt()) {
      ears.probeFailed(supervisor.failedProbes());
    }
  }
}
