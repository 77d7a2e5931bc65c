package io.cyanwatch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/// Gives a test's application an empty home and a free port for its broker.
class TestHome implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    try {
      var home = Files.createTempDirectory("cyanwatch-test");
      Map<String, Object> properties =
          Map.of("cyanwatch.home", home.toString(), "cyanwatch.mqtt.port", freePort());
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("test home", properties));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Below those that the system gives to outgoing connections: the broker opens seconds later, and
  /// until then nobody else must have been given the port.
  private static int freePort() {
    while (true) {
      var port = ThreadLocalRandom.current().nextInt(12_000, 30_000);
      try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (IOException e) {
        // Taken: try another.
      }
    }
  }
}
