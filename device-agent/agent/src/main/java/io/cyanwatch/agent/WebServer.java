package io.cyanwatch.agent;

import io.cyanwatch.protocol.Health;
import io.cyanwatch.protocol.Probe.Outcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Serves a directory to a bounded number of clients, each within its deadlines.
final class WebServer implements Listener {
  private static final int BACKLOG = 64;
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final InetSocketAddress address;
  private final Site site;
  private final StaticFiles files;
  private final Limits limits;
  private final Tally tally = new Tally();
  private final Set<Client> clients = ConcurrentHashMap.newKeySet();
  private final Set<Client> turnedAway = ConcurrentHashMap.newKeySet();
  private final AtomicLong lastAccept = new AtomicLong(System.nanoTime());
  private volatile @Nullable ServerSocket socket;
  private @Nullable Thread acceptor;

  WebServer(InetSocketAddress address, Site site, Limits limits) {
    this.address = address;
    this.site = site;
    this.files = new StaticFiles(site.root());
    this.limits = limits;
  }

  /// @param head for the whole head of a request, from the accept
  /// @param idle without a byte moving, afterwards
  /// @param total for everything
  record Limits(int slots, Duration head, Duration idle, Duration total) {
    static Limits of(int slots) {
      return new Limits(
          slots, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(60));
    }
  }

  @Override
  public void open() throws IOException {
    close();
    var fresh = new ServerSocket();
    try {
      fresh.setReuseAddress(true);
      fresh.bind(address, BACKLOG);
    } catch (IOException e) {
      fresh.close();
      throw e;
    }
    socket = fresh;
    Thread.ofVirtual().start(() -> sweepWhile(fresh));
    acceptor = Thread.ofPlatform().daemon().name("listener").start(() -> listen(fresh));
  }

  @Override
  public boolean alive() {
    var current = socket;
    return current != null && !current.isClosed();
  }

  @Override
  public void close() {
    dropClients();
    var current = socket;
    socket = null;
    if (current != null) {
      shut(current);
      await(acceptor);
    }
    dropClients();
  }

  void dropClients() {
    clients.forEach(Client::kill);
    turnedAway.forEach(Client::kill);
  }

  private void sweepWhile(ServerSocket mine) {
    try {
      while (!mine.isClosed()) {
        Thread.sleep(1_000);
        sweep();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Why it is not alive, where that is known.
  Optional<String> fault() {
    return Optional.empty();
  }

  long accepts() {
    return tally.accepts.get();
  }

  Health.Http http() {
    return tally.http();
  }

  /// Whether a visitor from this machine is answered.
  boolean selfProbe(Duration patience) {
    var host = address.getAddress().isAnyLocalAddress() ? "127.0.0.1" : address.getHostString();
    var target = new Knock.Target(host, address.getPort());
    return Knock.at(target, Optional.of("/"), patience).outcome() == Outcome.OPEN;
  }

  /// Ends what has outlived its deadlines; to be called about once a second.
  void sweep() {
    for (var client : clients) {
      if (client.ageMs() > limits.total().toMillis()
          || (client.ageMs() > limits.head().toMillis()
              && client.idleMs() > limits.idle().toMillis())) {
        tally.idleTimeouts.incrementAndGet();
        client.kill();
      }
    }
  }

  Tally tally() {
    return tally;
  }

  /// Seconds since somebody came.
  long idleSeconds() {
    return (System.nanoTime() - lastAccept.get()) / 1_000_000_000;
  }

  Health.Clients clients() {
    var oldest = clients.stream().mapToLong(Client::ageMs).max().orElse(0);
    return tally.clients(clients.size(), limits.slots(), oldest);
  }

  /// A hard error ends the loop and leaves the socket closed, for the supervisor to see.
  private void listen(ServerSocket mine) {
    try (mine) {
      while (true) {
        welcome(mine.accept());
      }
    } catch (IOException e) {
      if (mine == socket) {
        System.getLogger("listener").log(System.Logger.Level.WARNING, "Stopped: {0}", e.toString());
      }
    }
  }

  private void welcome(Socket accepted) {
    var client = new Client(accepted, site, files, tally);
    if (clients.size() < limits.slots()) {
      tally.accepts.incrementAndGet();
      lastAccept.set(System.nanoTime());
      clients.add(client);
      tally.opened(clients.size());
      run(client, clients, () -> client.serve(limits.head()));
      return;
    }
    tally.rejected.incrementAndGet();
    if (turnedAway.size() < limits.slots()) {
      turnedAway.add(client);
      run(client, turnedAway, client::turnAway);
    } else {
      client.kill();
    }
  }

  private static void run(Client client, Set<Client> among, Runnable work) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                work.run();
              } finally {
                among.remove(client);
              }
            });
  }

  /// The system lets go of the address only when nobody accepts on it any more.
  private static void await(@Nullable Thread acceptor) {
    try {
      var _ = acceptor == null || acceptor.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void shut(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone, and that was wanted.
    }
  }
}
