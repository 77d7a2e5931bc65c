package io.cyanwatch.simulator.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.atomic.AtomicLong;

/// As little of an MQTT server as a publisher needs: it acknowledges everything and forgets it.
final class Sink implements AutoCloseable {
  static final int BLOCK_BYTES = 256 * 1024;

  private final Selector selector = Selector.open();
  private final ServerSocketChannel door = ServerSocketChannel.open();
  private final Ear ear;
  private final AtomicLong received = new AtomicLong();
  private final byte[] block = new byte[BLOCK_BYTES];
  private final ByteBuffer answers = ByteBuffer.allocate(BLOCK_BYTES);
  private volatile boolean closed;

  /// @param address to listen on; port 0 picks a free one
  Sink(InetSocketAddress address, Ear ear) throws IOException {
    this.ear = ear;
    door.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    door.bind(address, 1_024);
    door.configureBlocking(false);
    door.register(selector, SelectionKey.OP_ACCEPT);
  }

  /// Hears of every publish.
  interface Ear {
    /// @param from of the topic's length in `block`; the topic follows
    /// @param payload where the payload begins
    /// @param to where it ends, exclusive
    /// @return whether to acknowledge it
    boolean published(byte[] block, int from, int payload, int to);

    /// Acknowledges everything and looks at nothing.
    static Ear deaf() {
      return (_, _, _, _) -> true;
    }
  }

  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) door.getLocalAddress();
  }

  /// Publishes received so far; from any thread.
  long received() {
    return received.get();
  }

  /// Serves until it is closed.
  void run() throws IOException {
    try {
      while (!closed) {
        selector.select(this::serve);
      }
    } finally {
      for (var key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    }
  }

  /// From any thread; [#run] then ends and closes everything.
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
  }

  private void serve(SelectionKey key) {
    if (key.isValid() && key.attachment() instanceof SinkGuest guest) {
      received.addAndGet(guest.serve(block, answers));
    } else if (key.isValid()) {
      welcome();
    }
  }

  private void welcome() {
    try {
      for (var next = door.accept(); next != null; next = door.accept()) {
        next.configureBlocking(false);
        next.setOption(StandardSocketOptions.TCP_NODELAY, true);
        var key = next.register(selector, SelectionKey.OP_READ);
        key.attach(new SinkGuest(next, key, ear));
      }
    } catch (IOException e) {
      // This one client is gone already.
    }
  }
}
