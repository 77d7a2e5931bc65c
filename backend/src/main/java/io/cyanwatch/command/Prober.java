package io.cyanwatch.command;

import io.cyanwatch.fleet.Fleet.ProbeTarget;
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
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/// Knocks at a device's server, as a visitor would. Only at addresses that an operator set, inside
/// the networks that are allowed.
@Component
class Prober {
  private static final int AT_ONCE = 64;

  private final Semaphore places = new Semaphore(AT_ONCE);
  private final List<Network> allowed;
  private final Duration timeout;

  Prober(CommandProperties properties) {
    this.allowed = properties.probeAllow().stream().map(Network::parse).toList();
    this.timeout = properties.probeTimeout();
  }

  /// What a probe saw. Only [#OPEN] proves that somebody listens.
  enum Outcome {
    OPEN,
    REFUSED,
    TIMEOUT,
    SILENT,
    ERROR,
    NOT_EXECUTED;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Blocks for up to twice the timeout.
  Outcome probe(ProbeTarget target) {
    if (!places.tryAcquire()) {
      return Outcome.NOT_EXECUTED; // Being busy ourselves says nothing of the device.
    }
    try {
      var address = InetAddress.getByName(target.host());
      if (allowed.stream().noneMatch(network -> network.holds(address))) {
        return Outcome.NOT_EXECUTED;
      }
      return connect(new InetSocketAddress(address, target.port()), target);
    } catch (UnknownHostException e) {
      return Outcome.ERROR;
    } finally {
      places.release();
    }
  }

  private Outcome connect(InetSocketAddress address, ProbeTarget target) {
    try (var socket = new Socket()) {
      socket.setSoTimeout((int) timeout.toMillis());
      socket.connect(address, (int) timeout.toMillis());
      return target.kind().equals("http") ? ask(socket, target) : Outcome.OPEN;
    } catch (SocketTimeoutException e) {
      return Outcome.TIMEOUT;
    } catch (NoRouteToHostException e) {
      return Outcome.ERROR;
    } catch (ConnectException e) {
      return Outcome.REFUSED;
    } catch (IOException e) {
      return Outcome.ERROR;
    }
  }

  /// A server that is well says something; which status does not matter here.
  private static Outcome ask(Socket socket, ProbeTarget target) throws IOException {
    var request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nUser-Agent: cyanwatch-probe\r\n\r\n"
            .formatted(target.path(), target.host());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    try {
      return socket.getInputStream().read() >= 0 ? Outcome.OPEN : Outcome.SILENT;
    } catch (SocketTimeoutException e) {
      return Outcome.SILENT;
    }
  }
}
