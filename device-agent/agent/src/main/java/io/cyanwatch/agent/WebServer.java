package io.cyanwatch.agent;

import io.cyanwatch.protocol.Health;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Serves a site to a bounded number of clients, each within its deadlines. Safe from any thread.
final class WebServer implements Listener {
  private final InetSocketAddress address;
  private final Site site;
  private final Limits limits;
  private final long started = System.nanoTime();
  private final Tally tally = new Tally();
  private volatile @Nullable ServerLoop loop;
  private volatile String fault = "";

  /// @param address to listen on; with port 0 the system chooses one
  WebServer(InetSocketAddress address, Site site, Limits limits) {
    this.address = address;
    this.site = site;
    this.limits = limits;
  }

  /// What a client may take.
  ///
  /// @param header for the whole head of a request, from the accept
  /// @param idle without a byte, while the head is awaited
  /// @param total for everything, from the accept
  /// @param wouldBlock without the peer taking a byte of its answer
  record Limits(int slots, Duration header, Duration idle, Duration total, Duration wouldBlock) {
    Limits {
      if (slots < 1) {
        throw new IllegalArgumentException("a server takes at least 1 slot, was " + slots);
      }
    }

    static Limits of(int slots) {
      return new Limits(
          slots,
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(15));
    }
  }

  @Override
  public synchronized void open() throws IOException {
    close();
    fault = "";
    loop = new ServerLoop(address, site, limits, tally, this::ticks);
  }

  @Override
  public boolean alive() {
    var current = loop;
    return current != null && current.alive();
  }

  @Override
  public synchronized void close() {
    var current = loop;
    loop = null;
    if (current != null) {
      fault = current.fault();
      current.close();
    }
  }

  /// Closes every open client; the listener stays.
  void dropClients() {
    var current = loop;
    if (current != null) {
      current.drop();
    }
  }

  @Override
  public Optional<String> fault() {
    var current = loop;
    return Optional.of(current == null ? fault : current.fault()).filter(it -> !it.isEmpty());
  }

  /// Clients that were given a slot, since the boot.
  long accepts() {
    return tally.accepts.get();
  }

  /// Seconds since somebody was given a slot, or since the boot.
  long idleSeconds() {
    return (ticks() - tally.lastAccept.get()) / 1_000;
  }

  Health.Clients clients() {
    var current = loop;
    var view = current == null ? SlotTable.NOBODY : current.view();
    var oldest = view.open() == 0 ? null : Math.max(0, ticks() - view.oldest());
    return tally.clients(view.open(), limits.slots(), oldest);
  }

  /// The slowest request is told once.
  Health.Http http() {
    return tally.http();
  }

  /// Connects to its own address and asks for a sign of life, even while all slots are taken; not
  /// counted among the clients. Blocks for no longer than the patience.
  boolean selfProbe(Duration patience) {
    var current = loop;
    var word = UUID.randomUUID().toString();
    return current != null
        && new SelfProbe(current.address(), current.probes(), word).succeeds(patience);
  }

  /// As bound, with the port that was given for port 0; as wanted, while closed.
  InetSocketAddress address() {
    var current = loop;
    return current == null ? address : current.address();
  }

  Tally tally() {
    return tally;
  }

  /// Milliseconds since the boot.
  private long ticks() {
    return (System.nanoTime() - started) / 1_000_000;
  }
}
