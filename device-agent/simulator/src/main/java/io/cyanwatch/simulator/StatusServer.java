package io.cyanwatch.simulator;

import io.cyanwatch.simulator.device.Door;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A real listening socket on a loopback address with one small page behind it: bounded clients,
/// bounded request, one deadline for all of it.
final class StatusServer implements Door {
  private static final int BACKLOG = 16;
  private static final int REQUEST_BYTES = 1_024;
  private static final int DEADLINE_MS = 5_000;
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final InetSocketAddress address;
  private final int slots;
  private final Supplier<String> page;
  private final Guests guests;
  private volatile @Nullable Ear ear;

  StatusServer(InetSocketAddress address, int slots, Supplier<String> page, Guests guests) {
    this.address = address;
    this.slots = slots;
    this.page = page;
    this.guests = guests;
  }

  /// Hears of clients, on the server's own threads.
  interface Guests {
    void accepted();

    void turnedAway();

    /// @param status of the answer, 0 when there was none
    void answered(int status, long ms);
  }

  @Override
  public boolean open() {
    close();
    try {
      ear = new Ear();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    var old = ear;
    ear = null;
    if (old != null) {
      old.close();
    }
  }

  @Override
  public void clear() {
    var now = ear;
    if (now != null) {
      now.clear();
    }
  }

  /// One generation of the socket, with its clients.
  private final class Ear {
    private final ServerSocket socket = new ServerSocket();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final Thread thread;

    Ear() throws IOException {
      try {
        socket.setReuseAddress(true);
        socket.bind(address, BACKLOG);
      } catch (IOException e) {
        shut(socket);
        throw e;
      }
      thread = Thread.ofVirtual().name("listener " + address).start(this::listen);
    }

    /// The system lets go of the address only when nobody accepts on it any more.
    void close() {
      shut(socket);
      clear();
      try {
        var _ = thread.join(PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    void clear() {
      clients.forEach(StatusServer::shut);
    }

    private void listen() {
      while (!socket.isClosed()) {
        try {
          welcome(socket.accept());
        } catch (IOException e) {
          // The socket was closed, or this one client is gone already.
        }
      }
      clear();
    }

    private void welcome(Socket client) {
      if (clients.size() >= slots) {
        guests.turnedAway();
        Thread.ofVirtual().start(() -> turnAway(client));
        return;
      }
      clients.add(client);
      guests.accepted();
      Thread.ofVirtual().start(() -> serve(client));
    }

    private void serve(Socket client) {
      var start = System.nanoTime();
      var status = 0;
      try {
        status = answer(client, start);
      } catch (IOException e) {
        // The client left, or was too slow: that is status 0.
      } finally {
        shut(client);
        clients.remove(client);
        guests.answered(status, elapsed(start));
      }
    }
  }

  private int answer(Socket client, long start) throws IOException {
    var line = requestLine(client, start);
    var parts = line.split(" ", -1);
    var status = parts.length == 3 && parts[2].startsWith("HTTP/1.") ? status(parts) : 400;
    var body = status == 200 ? page.get() : "Status " + status + "\n";
    send(client, status, body, parts[0].equals("HEAD"));
    return status;
  }

  private static int status(String[] parts) {
    if (!parts[0].equals("GET") && !parts[0].equals("HEAD")) {
      return 405;
    }
    return parts[1].equals("/") ? 200 : 404;
  }

  /// Reads to the end of the head, and returns its first line.
  private static String requestLine(Socket client, long start) throws IOException {
    var head = new StringBuilder();
    var buffer = new byte[REQUEST_BYTES];
    InputStream in = client.getInputStream();
    while (head.indexOf("\r\n\r\n") < 0 && head.length() < REQUEST_BYTES) {
      client.setSoTimeout(Math.max(1, DEADLINE_MS - (int) elapsed(start)));
      var read = in.read(buffer, 0, REQUEST_BYTES - head.length());
      if (read < 0) {
        throw new IOException("closed before the end of the request");
      }
      head.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
    }
    var end = head.indexOf("\r\n");
    return head.indexOf("\r\n\r\n") < 0 ? "" : head.substring(0, end);
  }

  private static void turnAway(Socket client) {
    try (client) {
      send(client, 503, "Status 503\n", false);
    } catch (IOException e) {
      // It did not wait for the answer.
    }
  }

  private static void send(Socket client, int status, String body, boolean headOnly)
      throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var head =
        "HTTP/1.1 %d %s\r\nContent-Type: %s; charset=utf-8\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(
                status,
                status == 200 ? "OK" : "No",
                status == 200 ? "text/html" : "text/plain",
                bytes.length);
    var out = client.getOutputStream();
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    if (!headOnly) {
      out.write(bytes);
    }
    out.flush();
    client.shutdownOutput();
  }

  private static long elapsed(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  private static void shut(AutoCloseable it) {
    try {
      it.close();
    } catch (Exception e) {
      // Closing is all that was wanted.
    }
  }
}
