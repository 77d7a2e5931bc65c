package io.cyanwatch.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/// Visits our own server as a client would, from an address that it announces, so that it is not
/// counted and not turned away.
///
/// @param announced where the server looks up who is a probe
/// @param word that must come back
record SelfProbe(InetSocketAddress server, Set<SocketAddress> announced, String word) {
  private static final int MOST = 2 * 1_024;

  /// Whether the server answered in time, itself and now.
  boolean succeeds(Duration patience) {
    var end = System.nanoTime() + patience.toNanos();
    var target = target();
    try (var socket = new Socket()) {
      socket.bind(new InetSocketAddress(target.getAddress(), 0));
      var mine = socket.getLocalSocketAddress();
      announced.add(mine);
      try {
        socket.connect(target, left(end));
        socket.getOutputStream().write(request());
        return isProof(read(socket, end));
      } finally {
        announced.remove(mine);
      }
    } catch (IOException e) {
      return false;
    }
  }

  private byte[] request() {
    var text = "GET " + Answers.ALIVE + "?" + word + " HTTP/1.1\r\nHost: self\r\n\r\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private boolean isProof(String answer) {
    return answer.startsWith("HTTP/1.1 200 ") && answer.endsWith("\r\n\r\n" + word);
  }

  /// Until the server closes; a trickle cannot extend the patience.
  private static String read(Socket socket, long end) throws IOException {
    var answer = new byte[MOST];
    var length = 0;
    var in = socket.getInputStream();
    while (length < MOST) {
      socket.setSoTimeout(left(end));
      var read = in.read(answer, length, MOST - length);
      if (read < 0) {
        break;
      }
      length += read;
    }
    return new String(answer, 0, length, StandardCharsets.ISO_8859_1);
  }

  /// Milliseconds for the next step: one at least, since zero would mean for ever.
  private static int left(long end) throws IOException {
    var left = (end - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw new IOException("out of patience");
    }
    return (int) Math.min(left, Integer.MAX_VALUE);
  }

  /// A server on every address is visited by the nearest one.
  private InetSocketAddress target() {
    return server.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort())
        : server;
  }
}
