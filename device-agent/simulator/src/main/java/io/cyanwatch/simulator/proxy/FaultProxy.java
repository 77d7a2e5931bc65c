package io.cyanwatch.simulator.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Passes bytes between whoever connects and one target, until it is told to break something.
/// Connections live on while they are in a black hole: open, and mute.
final class FaultProxy implements AutoCloseable {
  private static final int CONNECT_MS = 5_000;
  private static final int BUFFER = 64 * 1_024;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final InetSocketAddress listen;
  private final InetSocketAddress target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong cut = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final ReentrantLock gate = new ReentrantLock();
  private final Condition reopened = gate.newCondition();
  private boolean hole;
  private volatile @Nullable ServerSocket door;
  private @Nullable Thread porter;

  FaultProxy(InetSocketAddress listen, InetSocketAddress target) {
    this.listen = listen;
    this.target = target;
  }

  /// Takes connections from now on. Does nothing when it does already.
  void open() throws IOException {
    if (door != null) {
      return;
    }
    var fresh = new ServerSocket();
    fresh.setReuseAddress(true);
    try {
      fresh.bind(listen, 512);
    } catch (IOException e) {
      fresh.close();
      throw e;
    }
    door = fresh;
    porter = Thread.ofVirtual().name("proxy").start(() -> accept(fresh));
  }

  int port() {
    var open = door;
    return open == null ? listen.getPort() : open.getLocalPort();
  }

  /// Resets every connection; new ones are welcome.
  void cut() {
    for (var socket : sockets) {
      cut.incrementAndGet();
      reset(socket);
    }
  }

  /// Stops forwarding, or goes on with it; nothing is closed and nothing is lost.
  void hole(boolean on) {
    gate.lock();
    try {
      hole = on;
      reopened.signalAll();
    } finally {
      gate.unlock();
    }
  }

  /// Refuses new connections and resets the old ones, until [#open].
  void refuse() {
    var open = door;
    door = null;
    if (open != null) {
      shut(open);
      awaitPorter();
    }
    cut();
  }

  /// The system goes on taking connections until nobody accepts any more.
  private void awaitPorter() {
    try {
      var _ = porter == null || porter.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// One line for a person or a script.
  String counters() {
    return "accepted %d, open %d, cut %d, acknowledged %d"
        .formatted(accepted.get(), sockets.size() / 2, cut.get(), acknowledged.get());
  }

  @Override
  public void close() {
    refuse();
    hole(false);
  }

  private void accept(ServerSocket mine) {
    try (mine) {
      while (true) {
        var client = mine.accept();
        accepted.incrementAndGet();
        Thread.ofVirtual().start(() -> pair(client));
      }
    } catch (IOException e) {
      // The door was shut.
    }
  }

  private void pair(Socket client) {
    var server = new Socket();
    try {
      waitForTheGate();
      server.connect(target, CONNECT_MS);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    } catch (IOException | InterruptedException e) {
      reset(client);
      reset(server);
      return;
    }
    sockets.add(client);
    sockets.add(server);
    var acks = new Pubacks();
    Thread.ofVirtual().start(() -> pump(client, server, acks::in));
    pump(server, client, (_, _) -> 0);
  }

  /// Counts acknowledgements among the bytes that pass.
  private interface Tap {
    int in(byte[] bytes, int count);
  }

  /// Ends both directions with the first of them: an orderly end is passed on as one.
  private void pump(Socket from, Socket to, Tap tap) {
    var buffer = new byte[BUFFER];
    try {
      var in = from.getInputStream();
      var out = to.getOutputStream();
      for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        waitForTheGate();
        acknowledged.addAndGet(tap.in(buffer, read));
        out.write(buffer, 0, read);
      }
      to.shutdownOutput();
    } catch (IOException | InterruptedException e) {
      reset(to);
      reset(from);
    }
    if (from.isOutputShutdown() || from.isClosed()) {
      forget(from);
      forget(to);
    }
  }

  private void waitForTheGate() throws InterruptedException {
    gate.lock();
    try {
      while (hole) {
        reopened.await();
      }
    } finally {
      gate.unlock();
    }
  }

  private void forget(Socket socket) {
    sockets.remove(socket);
    shut(socket);
  }

  /// Closes with a reset instead of a goodbye.
  private void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already.
    }
    forget(socket);
  }

  private static void shut(AutoCloseable it) {
    try {
      it.close();
    } catch (Exception e) {
      // It is gone, and that was wanted.
    }
  }
}
