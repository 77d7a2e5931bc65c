package io.cyanwatch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.Map;
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

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
