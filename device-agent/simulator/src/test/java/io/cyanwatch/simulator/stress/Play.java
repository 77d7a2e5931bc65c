package io.cyanwatch.simulator.stress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A server that does the same with every connection: for each request one answer, until there is
/// none left, and then the ending.
final class Play implements AutoCloseable {
  private static final String DRIP = "\0";

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<String> answers;
  private final Ending ending;
  private final List<String> requests = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private int connections;

  enum Ending {
    CLOSE,
    RESET,
    STAY
  }

  Play(List<String> answers, Ending ending) throws IOException {
    this.answers = answers;
    this.ending = ending;
    Thread.ofVirtual().start(this::listen);
  }

  static List<String> say(String answer) {
    return List.of(answer);
  }

  /// The parts with a short pause before each.
  static List<String> drip(String... parts) {
    return List.of(String.join(DRIP, parts));
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  synchronized int connections() {
    return connections;
  }

  synchronized String lastRequest() {
    return requests.getLast();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
  }

  private void listen() {
    while (!socket.isClosed()) {
      try {
        var client = socket.accept();
        synchronized (this) {
          connections++;
        }
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        // The play is over.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      for (var answer : answers) {
        read(client);
        for (var part : answer.split(DRIP, -1)) {
          if (answer.contains(DRIP)) {
            var _ = closed.await(20, TimeUnit.MILLISECONDS);
          }
          client.getOutputStream().write(part.getBytes(StandardCharsets.ISO_8859_1));
        }
      }
      end(client);
    } catch (IOException e) {
      // The client left first.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(Socket client) throws IOException, InterruptedException {
    switch (ending) {
      case CLOSE -> client.shutdownOutput();
      case RESET -> client.setSoLinger(true, 0);
      case STAY -> closed.await();
    }
  }

  private void read(Socket client) throws IOException {
    var request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      var next = client.getInputStream().read();
      if (next < 0) {
        throw new IOException("no request");
      }
      request.append((char) next);
    }
    synchronized (this) {
      requests.add(request.toString());
    }
  }
}
