package io.cyanwatch.link;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The network between us and a server, with everything that can be wrong with it.
public final class Gateway implements Closeable {

  /// What a new connection meets.
  public enum Mood {
    /// It is passed on.
    OPEN,
    /// It is accepted and never answered.
    MUTE,
    /// It is accepted and closed at once.
    RUDE,
  }

  public final int port;
  final AtomicInteger accepted = new AtomicInteger();
  public volatile Mood mood = Mood.OPEN;

  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile ServerSocket server;

  /// While true, bytes of established connections vanish.
  public volatile boolean swallowing;

  public Gateway(int target) {
    this.target = target;
    this.server = listen(0);
    this.port = server.getLocalPort();
    accept(server);
  }

  /// Cuts every connection.
  public void cut() {
    sockets.forEach(Gateway::close);
    sockets.clear();
  }

  /// Refuses new connections, until [#reopen].
  public void shut() {
    close(server);
    cut();
  }

  public void reopen() {
    server = listen(port);
    accept(server);
  }

  @Override
  public void close() {
    shut();
  }

  private static ServerSocket listen(int port) {
    try {
      var socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket from) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  serve(from.accept());
                }
              } catch (IOException _) {
                // Shut.
              }
            });
  }

  private void serve(Socket client) {
    accepted.incrementAndGet();
    sockets.add(client);
    switch (mood) {
      case OPEN -> join(client);
      case MUTE -> {}
      case RUDE -> close(client);
    }
  }

  /// Where nobody listens behind us, whoever came is turned away.
  private void join(Socket client) {
    try {
      var server = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      pump(client, server);
      pump(server, client);
    } catch (IOException _) {
      close(client);
    }
  }

  private void pump(Socket from, Socket to) {
    Thread.ofVirtual()
        .start(
            () -> {
              var bytes = new byte[8192];
              try (from;
                  to) {
                for (int n; (n = from.getInputStream().read(bytes)) != -1; ) {
                  if (!swallowing) {
                    to.getOutputStream().write(bytes, 0, n);
                  }
                }
              } catch (IOException _) {
                // Cut.
              }
            });
  }

  private static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
