package io.cyanwatch.simulator;

import io.cyanwatch.protocol.Probe.Outcome;
import io.cyanwatch.simulator.device.Orders;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One real request to a web server, and what came of it.
final class Knock {
  private static final int CONNECT_MS = 2_000;
  private static final int ANSWER_MS = 3_000;

  private Knock() {}

  static Orders.Seen at(String host, int port) {
    var start = System.nanoTime();
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MS);
      return ask(socket, host, start);
    } catch (SocketTimeoutException e) {
      return seen(Outcome.TIMEOUT, start, null);
    } catch (ConnectException e) {
      return seen(Outcome.REFUSED, start, null);
    } catch (IOException e) {
      return seen(Outcome.ERROR, start, null);
    }
  }

  private static Orders.Seen ask(Socket socket, String host, long start) throws IOException {
    var request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
    socket.setSoTimeout(ANSWER_MS);
    try {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      socket.getInputStream().skip(Long.MAX_VALUE);
      return line.length == 0
          ? seen(Outcome.SILENT, start, null)
          : seen(Outcome.OPEN, start, status(new String(line, StandardCharsets.US_ASCII)));
    } catch (SocketTimeoutException e) {
      return seen(Outcome.SILENT, start, null);
    }
  }

  private static @Nullable Integer status(String line) {
    return line.matches("HTTP/1\\.[01] [1-5][0-9][0-9]")
        ? Integer.valueOf(line.substring(9))
        : null;
  }

  private static Orders.Seen seen(Outcome outcome, long start, @Nullable Integer http) {
    return new Orders.Seen(outcome, (System.nanoTime() - start) / 1_000_000, http);
  }
}
