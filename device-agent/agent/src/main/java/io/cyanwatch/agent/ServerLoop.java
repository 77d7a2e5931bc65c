package io.cyanwatch.agent;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The one thread of an open server, from the open to the close.
final class ServerLoop {
  private static final Logger log = System.getLogger("server");
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final Set<SocketAddress> probes = ConcurrentHashMap.newKeySet();
  private final Queue<CountDownLatch> drops = new ConcurrentLinkedQueue<>();
  private final LongSupplier clock;
  private final NioSockets sockets;
  private final SlotTable table;
  private final InetSocketAddress address;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile boolean ended;
  private volatile String fault = "";

  /// Binds, and starts to serve.
  ///
  /// @param clock milliseconds that never go back
  ServerLoop(
      InetSocketAddress address,
      Site site,
      WebServer.Limits limits,
      Tally tally,
      LongSupplier clock)
      throws IOException {
    var answers = new Answers(site, InstantSource.system());
    this.clock = clock;
    this.sockets = NioSockets.open(address, probes, SlotTable.seats(limits));
    this.address = sockets.address();
    this.table = new SlotTable(sockets, answers, limits, tally);
    this.thread = Thread.ofPlatform().daemon().name("server").start(this::run);
  }

  /// As bound, with the port that was given for port 0.
  InetSocketAddress address() {
    return address;
  }

  /// Where our own probes announce the address that they will come from.
  Set<SocketAddress> probes() {
    return probes;
  }

  boolean alive() {
    return !ended && !stopping;
  }

  /// Why it ended by itself, or empty.
  String fault() {
    return fault;
  }

  SlotTable.View view() {
    return table.view();
  }

  /// Closes every open client, and waits for that within reason.
  void drop() {
    var done = new CountDownLatch(1);
    drops.add(done);
    sockets.wake();
    try {
      if (!ended && !done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        log.log(Level.WARNING, "The clients will be dropped as soon as the server can");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Closes the clients, then the listener. Should the thread be stuck, everything is taken away
  /// under it.
  void close() {
    stopping = true;
    sockets.wake();
    try {
      if (!thread.join(PATIENCE)) {
        log.log(Level.WARNING, "The server was stuck: its sockets were taken away under it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sockets.close();
  }

  /// An error is noted and goes on its way; whatever happens, nothing stays open.
  private void run() {
    try {
      serve();
    } catch (IOException | RuntimeException e) {
      died(e);
    } catch (Error e) {
      died(e);
      throw e;
    } finally {
      ended = true;
      try {
        table.drop(clock.getAsLong());
      } finally {
        sockets.close();
        drops.forEach(CountDownLatch::countDown);
      }
    }
  }

  private void died(Throwable why) {
    if (!stopping) {
      fault = why.toString();
      log.log(Level.ERROR, "The server stopped", why);
    }
  }

  private void serve() throws IOException {
    var due = clock.getAsLong();
    while (!stopping) {
      sockets.await(due - clock.getAsLong());
      for (var drop = drops.poll(); drop != null; drop = drops.poll()) {
        table.drop(clock.getAsLong());
        drop.countDown();
      }
      due = table.tick(clock.getAsLong());
      if (table.broken()) {
        fault = sockets.fault();
        log.log(Level.WARNING, "The listener broke: {0}", fault);
        return;
      }
    }
  }
}
