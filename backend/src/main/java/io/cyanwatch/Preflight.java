package io.cyanwatch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/// What can be known to go wrong before anything is started. Each refusal is one sentence that says
/// what to do.
final class Preflight {
  /// Keeps the home locked while this process lives.
  @SuppressWarnings("UnusedVariable")
  private static Optional<FileChannel> lock = Optional.empty();

  private Preflight() {}

  /// Empty when nothing speaks against starting.
  static Optional<String> refusal(Environment environment) {
    var home = Path.of(environment.getProperty("cyanwatch.home", "./.cyanwatch"));
    var embeddedDatabase = blank(environment, "spring.datasource.url");
    var embeddedBroker = blank(environment, "cyanwatch.mqtt.url");
    var refusal = Optional.<String>empty();
    if (embeddedDatabase || embeddedBroker) {
      refusal = home(home.toAbsolutePath().normalize());
    }
    if (refusal.isEmpty()) {
      refusal = port(environment, "server.port", 8080, environment.getProperty("server.address"));
    }
    if (refusal.isEmpty() && embeddedBroker) {
      refusal = port(environment, "cyanwatch.mqtt.port", 1883, "127.0.0.1");
    }
    return refusal;
  }

  private static boolean blank(Environment environment, String property) {
    return environment.getProperty(property, "").isBlank();
  }

  private static Optional<String> home(Path home) {
    try {
      Files.createDirectories(home);
      return locked(home);
    } catch (IOException e) {
      return Optional.of(
          "The folder %s cannot be written to: make it writable, or choose another with --cyanwatch.home=…"
              .formatted(home));
    }
  }

  private static Optional<String> locked(Path home) throws IOException {
    var file = home.resolve("lock");
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      return Optional.of(
          "Another Cyanwatch runs in %s: stop it, or give this one a folder of its own with --cyanwatch.home=…"
              .formatted(home));
    }
    lock = Optional.of(channel);
    return Optional.empty();
  }

  private static Optional<String> port(
      Environment environment, String property, int usual, @Nullable String address) {
    var port = environment.getProperty(property, Integer.class, usual);
    if (port <= 0) {
      return Optional.empty();
    }
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
      return Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.of("server.address '" + address + "' is no address of this machine.");
    } catch (IOException e) {
      return Optional.of(
          "Port %d is taken by another program: stop that one, or choose another port with --%s=…"
              .formatted(port, property));
    }
  }
}
