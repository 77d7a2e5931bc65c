package io.cyanwatch.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The real network. It asks the system only about what the selector found ready, so a round over
/// silent connections costs nothing. For one thread, but for [#wake] and [#close()].
final class NioSockets implements Sockets, AutoCloseable {
  private static final int BACKLOG = 128;

  private final Selector selector;
  private final ServerSocketChannel listener;
  private final SelectionKey door;
  private final Set<SocketAddress> probes;
  private final @Nullable Seat[] seats;
  private @Nullable SocketChannel arrived;
  private boolean waiting;
  private volatile String fault = "";

  private NioSockets(
      Selector selector, ServerSocketChannel listener, Set<SocketAddress> probes, int seats)
      throws IOException {
    this.selector = selector;
    this.listener = listener;
    this.probes = probes;
    this.seats = new @Nullable Seat[seats];
    this.door = listener.register(selector, SelectionKey.OP_ACCEPT);
  }

  private static final class Seat {
    private final long generation;
    private final SocketChannel channel;
    private final SelectionKey key;
    private boolean ready = true;

    Seat(long generation, SocketChannel channel, SelectionKey key) {
      this.generation = generation;
      this.channel = channel;
      this.key = key;
    }

    /// Whether it is worth asking the system; a change of mind is always.
    boolean ready(int operation) {
      if (key.interestOps() != operation) {
        key.interestOps(operation);
        ready = true;
      }
      return ready;
    }
  }

  /// @param probes the addresses that our own probes come from
  static NioSockets open(InetSocketAddress address, Set<SocketAddress> probes, int seats)
      throws IOException {
    var selector = Selector.open();
    try {
      var listener = ServerSocketChannel.open();
      try {
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.bind(address, BACKLOG).configureBlocking(false);
        return new NioSockets(selector, listener, probes, seats);
      } catch (IOException e) {
        listener.close();
        throw e;
      }
    } catch (IOException e) {
      selector.close();
      throw e;
    }
  }

  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) listener.getLocalAddress();
  }

  @Override
  public String fault() {
    return fault;
  }

  /// Sleeps until something is ready, it is woken, or the time is over.
  ///
  /// @param ms none if not above zero
  void await(long ms) throws IOException {
    if (ms <= 0) {
      selector.selectNow(this::found);
    } else {
      selector.select(this::found, ms);
    }
  }

  void wake() {
    selector.wakeup();
  }

  @Override
  public Arrival accept() {
    if (!waiting) {
      return Arrival.NONE;
    }
    try {
      var channel = listener.accept();
      if (channel == null) {
        waiting = false;
        door.interestOps(SelectionKey.OP_ACCEPT);
        return Arrival.NONE;
      }
      return arrived(channel);
    } catch (IOException | RuntimeException e) {
      fault = e.toString();
      return isShortage(fault) ? Arrival.SHORTAGE : Arrival.BROKEN;
    }
  }

  @Override
  public String newcomer() {
    return name(Objects.requireNonNull(arrived, "nobody came in"));
  }

  @Override
  public String peer(Handle handle) {
    return name(at(handle).channel);
  }

  @Override
  public void seat(Handle handle) {
    var channel = taken();
    try {
      var key = channel.register(selector, SelectionKey.OP_READ);
      var seat = new Seat(handle.generation(), channel, key);
      key.attach(seat);
      seats[handle.slot()] = seat;
    } catch (IOException e) {
      shut(channel);
      throw new IllegalStateException("a connection that was open could not be watched", e);
    }
  }

  @Override
  public void refuse(ByteBuffer last) {
    var channel = taken();
    try {
      var _ = channel.write(last);
    } catch (IOException e) {
      // It would have been told.
    }
    shut(channel);
  }

  @Override
  public int recv(Handle handle, ByteBuffer into) {
    var seat = at(handle);
    if (!seat.ready(SelectionKey.OP_READ)) {
      return WOULD_BLOCK;
    }
    try {
      var count = seat.channel.read(into);
      seat.ready = count > 0;
      return count < 0 ? CLOSED : count;
    } catch (IOException e) {
      return code(e);
    }
  }

  @Override
  public int send(Handle handle, ByteBuffer from) {
    var seat = at(handle);
    if (!seat.ready(SelectionKey.OP_WRITE)) {
      return WOULD_BLOCK;
    }
    try {
      var count = seat.channel.write(from);
      seat.ready = count > 0;
      return count;
    } catch (IOException e) {
      return code(e);
    }
  }

  @Override
  public void shutdown(Handle handle) {
    try {
      var _ = at(handle).channel.shutdownOutput();
    } catch (IOException e) {
      // The next read will tell.
    }
  }

  @Override
  public void close(Handle handle, boolean abruptly) {
    var channel = at(handle).channel;
    seats[handle.slot()] = null;
    if (abruptly) {
      try {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException e) {
        // The other side has been quicker.
      }
    }
    shut(channel);
  }

  /// Lets go of everything; whoever is still connected first, then the address.
  @Override
  public void close() {
    for (var seat : seats) {
      if (seat != null) {
        shut(seat.channel);
      }
    }
    shut(listener);
    shut(selector);
  }

  private Arrival arrived(SocketChannel channel) {
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      arrived = channel;
      return probes.remove(channel.getRemoteAddress()) ? Arrival.PROBE : Arrival.CLIENT;
    } catch (IOException e) {
      shut(channel);
      return Arrival.LOST;
    }
  }

  private SocketChannel taken() {
    var channel = Objects.requireNonNull(arrived, "nobody came in");
    arrived = null;
    return channel;
  }

  private Seat at(Handle handle) {
    var seat = seats[handle.slot()];
    if (seat == null || seat.generation != handle.generation()) {
      throw new IllegalStateException(handle + " is closed");
    }
    return seat;
  }

  /// The door is watched again only once nobody waits at it, so that a full house can rest.
  private void found(SelectionKey key) {
    if (key.attachment() instanceof Seat seat) {
      seat.ready = true;
    } else {
      waiting = true;
      key.interestOps(0);
    }
  }

  private static String name(SocketChannel channel) {
    try {
      return channel.getRemoteAddress() instanceof InetSocketAddress peer
          ? HostPort.of(peer.getAddress().getHostAddress(), peer.getPort())
          : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static int code(IOException e) {
    return String.valueOf(e.getMessage()).matches("(?i).*(reset|broken pipe).*") ? RESET : FAILED;
  }

  private static boolean isShortage(String text) {
    return text.matches("(?i).*(too many open files|no buffer space|cannot allocate|aborted).*");
  }

  private static void shut(AutoCloseable what) {
    try {
      what.close();
    } catch (Exception e) {
      // It is gone, and that was wanted.
    }
  }
}
