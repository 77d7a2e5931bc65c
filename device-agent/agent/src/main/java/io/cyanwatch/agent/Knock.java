package io.cyanwatch.agent;

import io.cyanwatch.protocol.Probe.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One visit to a server, and what came of it.
final class Knock {
  private static final int STATUS_LINE = "HTTP/1.1 200".length();
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9][0-9])");

  private Knock() {}

  /// Where to knock.
  record Target(String host, int port) {
    private static final Pattern TEXT =
        Pattern.compile("(?:([A-Za-z0-9._-]{1,253})|\\[([0-9A-Fa-f:.]+)]):([1-9][0-9]{0,4})");

    /// Reads `host:port`, or `[address]:port` for IPv6.
    static Optional<Target> parse(String text) {
      var matcher = TEXT.matcher(text);
      if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65_535) {
        return Optional.empty();
      }
      var host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      return Optional.of(new Target(host, Integer.parseInt(matcher.group(3))));
    }
  }

  /// @param ms how long it took
  /// @param http the status code, where one came
  record Seen(Outcome outcome, long ms, @Nullable Integer http) {}

  static Seen at(Target target, Optional<String> path, Duration patience) {
    try {
      return at(InetAddress.getByName(target.host()), target, path, patience);
    } catch (UnknownHostException e) {
      return new Seen(Outcome.ERROR, 0, null);
    }
  }

  /// Blocks for up to twice the patience.
  ///
  /// @param address the target's, looked up once
  /// @param path to ask for by HTTP; without one the connection is enough
  static Seen at(InetAddress address, Target target, Optional<String> path, Duration patience) {
    var start = System.nanoTime();
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(address, target.port()), Math.toIntExact(patience.toMillis()));
      return path.isEmpty()
          ? seen(Outcome.OPEN, start, null)
          : ask(socket, target, path.get(), patience, start);
    } catch (SocketTimeoutException e) {
      return seen(Outcome.TIMEOUT, start, null);
    } catch (NoRouteToHostException e) {
      return seen(Outcome.ERROR, start, null);
    } catch (ConnectException e) {
      return seen(refusal(e), start, null);
    } catch (IOException e) {
      return seen(Outcome.ERROR, start, null);
    }
  }

  /// The kernel gives up by itself, too, and says so by the same exception.
  private static Outcome refusal(ConnectException e) {
    var text = String.valueOf(e.getMessage());
    return text.contains("timed out") ? Outcome.TIMEOUT : Outcome.REFUSED;
  }

  private static Seen ask(Socket socket, Target target, String path, Duration patience, long start)
      throws IOException {
    var request =
        "GET %s HTTP/1.1\r\nHost: %s:%d\r\nConnection: close\r\nUser-Agent: cyanwatch-probe\r\n\r\n"
            .formatted(path, target.host(), target.port());
    var line = new StringBuilder();
    var deadline = System.nanoTime() + patience.toNanos();
    try {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      while (line.length() < STATUS_LINE && deadline - System.nanoTime() > 1_000_000) {
        socket.setSoTimeout((int) ((deadline - System.nanoTime()) / 1_000_000));
        var read = socket.getInputStream().read();
        if (read < 0) {
          break;
        }
        line.append((char) read);
      }
    } catch (IOException e) {
      // Whatever came before it broke off counts.
    }
    return line.isEmpty()
        ? seen(Outcome.SILENT, start, null)
        : seen(Outcome.OPEN, start, status(line));
  }

  private static @Nullable Integer status(CharSequence line) {
    var matcher = STATUS.matcher(line);
    return matcher.matches() ? Integer.valueOf(matcher.group(1)) : null;
  }

  private static Seen seen(Outcome outcome, long start, @Nullable Integer http) {
    return new Seen(outcome, (System.nanoTime() - start) / 1_000_000, http);
  }
}
