package io.cyanwatch.simulator.load;

import io.cyanwatch.simulator.load.Ledger.Cut;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// One connection to the broker, for as long as the load lasts: it comes back by itself.
final class Lane {
  private static final long PATIENCE_NS = 10_000_000_000L;
  private static final long SILENCE_NS = 30_000_000_000L;
  private static final byte[] PING = Packets.empty(Packets.PINGREQ);

  private final InetSocketAddress broker;
  private final byte[] connect;
  private final int version;
  private final boolean resends;
  private final Traffic traffic;
  private final Ledger ledger;
  private final Backoff backoff;
  private final Frames frames = new Frames();
  private final ByteBuffer out;
  private State state = State.WAITING;
  private @Nullable SocketChannel channel;
  private @Nullable SelectionKey key;
  private boolean flushing;
  private long due;
  private long since;
  private long heard;
  private long pinged;
  private String refusal = "";

  /// @param outBytes how much is gathered for one write
  Lane(
      InetSocketAddress broker,
      Packets.Login login,
      Plan plan,
      Traffic traffic,
      Ledger ledger,
      Backoff backoff,
      int outBytes) {
    this.broker = broker;
    this.connect = Packets.connect(login, plan.version());
    this.version = plan.version();
    this.resends = plan.resends();
    this.traffic = traffic;
    this.ledger = ledger;
    this.backoff = backoff;
    this.out = ByteBuffer.allocateDirect(Math.max(outBytes, 2 * traffic.largest()));
  }

  private enum State {
    WAITING,
    DIALLING,
    GREETING,
    OPEN
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  boolean isConnecting() {
    return state == State.DIALLING || state == State.GREETING;
  }

  int inFlight() {
    return traffic.inFlight();
  }

  /// Why the broker refused this connection the last time; empty when it did not.
  String refusal() {
    return refusal;
  }

  /// Looks after what is due: the next try, the deadlines, the keep-alive.
  ///
  /// @param mayDial whether one more connection may be under way
  void tend(Selector selector, long now, boolean mayDial) {
    switch (state) {
      case WAITING -> {
        if (mayDial && now >= due) {
          dial(selector, now);
        }
      }
      case DIALLING, GREETING -> {
        if (now - since > PATIENCE_NS) {
          cut(state == State.DIALLING ? Cut.UNREACHABLE : Cut.NO_WELCOME, now);
        }
      }
      case OPEN -> keepAlive(now);
    }
  }

  /// Writes up to `most` new messages behind what waits; how many.
  int fill(int most, Moment now) {
    return state == State.OPEN && !flushing ? traffic.fill(out, most, now) : 0;
  }

  /// Sends what was filled in, as far as the system takes it.
  void flush(long now) {
    if (flushing || out.position() == 0 || channel == null) {
      return;
    }
    out.flip();
    flushing = true;
    push(now);
  }

  /// The socket can do something again.
  void ready(byte[] block, Moment now) {
    if (key == null || channel == null) {
      return;
    }
    try {
      if (key.isConnectable()) {
        greet(now.ns());
      }
      if (key.isValid() && key.isReadable()) {
        read(block, now);
      }
    } catch (IOException e) {
      cut(state == State.DIALLING ? Cut.UNREACHABLE : Cut.BROKEN, now.ns());
      return;
    }
    if (key != null && key.isValid() && key.isWritable() && flushing) {
      push(now.ns());
    }
  }

  /// Says goodbye, as far as the system takes it at once.
  void leave() {
    if (state == State.OPEN && !flushing && out.remaining() >= 2) {
      out.put(Packets.empty(Packets.DISCONNECT));
      flush(0);
    }
    close();
  }

  private void dial(Selector selector, long now) {
    state = State.DIALLING;
    since = now;
    frames.clear();
    out.clear();
    flushing = false;
    try {
      channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      key = channel.register(selector, SelectionKey.OP_CONNECT, this);
      if (channel.connect(broker)) {
        greet(now);
      }
    } catch (IOException e) {
      cut(Cut.UNREACHABLE, now);
    }
  }

  private void greet(long now) throws IOException {
    if (channel == null || key == null || !channel.finishConnect()) {
      return;
    }
    state = State.GREETING;
    since = now;
    key.interestOps(SelectionKey.OP_READ);
    out.put(connect);
    flush(now);
  }

  private void read(byte[] block, Moment now) throws IOException {
    heard = now.ns();
    if (channel == null
        || frames.read(channel, block, (head, bytes, from, to) -> frame(head, bytes, from, to, now))
            < 0) {
      cut(Cut.CLOSED, now.ns());
    }
  }

  private void frame(int head, byte[] bytes, int from, int to, Moment now) {
    switch (head >> 4) {
      case Packets.PUBACK -> {
        if (to - from >= 2) {
          var code = to - from > 2 ? bytes[from + 2] & 0xff : 0;
          traffic.acked(Packets.word(bytes, from), code, now);
        }
      }
      case Packets.CONNACK -> welcomed(Connack.read(bytes, from, to, version), now.ns());
      default -> {
        // An answer to a ping, or something that this client did not ask for.
      }
    }
  }

  private void welcomed(Connack connack, long now) {
    if (!connack.isWelcome()) {
      refusal = connack.words();
      cut(Cut.REFUSED, now);
      return;
    }
    refusal = "";
    state = State.OPEN;
    heard = now;
    pinged = now;
    backoff.reset();
    ledger.opened();
    traffic.begin(connack.receiveMaximum());
  }

  private void keepAlive(long now) {
    if (now - heard > SILENCE_NS) {
      cut(Cut.SILENT, now);
    } else if (now - heard > PATIENCE_NS && now - pinged > PATIENCE_NS && !flushing) {
      pinged = now;
      out.put(PING);
      flush(now);
    }
  }

  private void push(long now) {
    if (channel == null || key == null) {
      return;
    }
    try {
      channel.write(out);
    } catch (IOException e) {
      cut(Cut.BROKEN, now);
      return;
    }
    flushing = out.hasRemaining();
    key.interestOps(SelectionKey.OP_READ | (flushing ? SelectionKey.OP_WRITE : 0));
    if (!flushing) {
      out.clear();
    }
  }

  private void cut(Cut why, long now) {
    if (state == State.WAITING) {
      return;
    }
    ledger.cut(why);
    close();
    if (!resends) {
      traffic.giveUp();
    }
    due = now + backoff.nextNs();
  }

  private void close() {
    state = State.WAITING;
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // The descriptor is gone either way.
    }
    channel = null;
    key = null;
  }
}
