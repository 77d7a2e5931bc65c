package io.cyanwatch.simulator.stress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Many clients that ask over and over, each as soon as its turn comes.
final class Siege {
  private static final long NAP_NS = 50_000_000L;
  private static final long GRACE_NS = 1_000_000_000L;

  private final Supplier<Client> clients;
  private final Order order;
  private final Consumer<Answer> ear;
  private final AtomicLong taken = new AtomicLong();
  private volatile boolean stopped;
  private volatile long stoppedNs;
  private final List<Thread> threads = new ArrayList<>();
  private final long startNs;

  /// How much is asked.
  ///
  /// @param clients at the same time
  /// @param rate requests per second of all together; 0 is as fast as they are answered
  /// @param requests after which it ends
  /// @param length after which it ends too
  record Order(int clients, double rate, long requests, Duration length) {}

  Siege(Order order, Supplier<Client> clients, Consumer<Answer> ear, long startNs) {
    this.order = order;
    this.clients = clients;
    this.ear = ear;
    this.startNs = startNs;
  }

  void start() {
    for (var i = 0; i < order.clients(); i++) {
      threads.add(Thread.ofVirtual().name("client " + i).start(this::ask));
    }
  }

  /// No more requests; those under way have another second and are not counted after it.
  void stop() {
    stoppedNs = System.nanoTime();
    stopped = true;
  }

  /// Waits a little; whether all clients are done, or given up after [#stop].
  boolean isOver(Duration patience) throws InterruptedException {
    var end = System.nanoTime() + patience.toNanos();
    for (var thread : threads) {
      var left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
      if (!thread.join(left)) {
        return stopped && System.nanoTime() - stoppedNs > GRACE_NS;
      }
    }
    return true;
  }

  private void ask() {
    try (var client = clients.get()) {
      for (var turn = taken.getAndIncrement(); isWanted(turn); turn = taken.getAndIncrement()) {
        ear.accept(client.ask());
      }
    }
  }

  /// Waits for the time of this turn; whether there still is to be a request then.
  private boolean isWanted(long turn) {
    if (turn >= order.requests()) {
      return false;
    }
    var end = startNs + order.length().toNanos();
    var due = order.rate() == 0 ? startNs : startNs + (long) (turn / order.rate() * 1e9);
    while (!stopped && System.nanoTime() < Math.min(due, end)) {
      LockSupport.parkNanos(Math.min(NAP_NS, Math.max(1, due - System.nanoTime())));
    }
    return !stopped && System.nanoTime() < end;
  }
}
