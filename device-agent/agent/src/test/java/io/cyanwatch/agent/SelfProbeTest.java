package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelfProbeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private final Set<SocketAddress> announced = ConcurrentHashMap.newKeySet();

  @Test
  void aServerOnEveryAddressIsReached() throws IOException {
    var limits = WebServer.Limits.of(1);
    var server = new WebServer(new InetSocketAddress(0), new Site(Path.of(""), Map.of()), limits);
    server.open();

    assertThat(server.selfProbe(PATIENCE)).isTrue();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 200 OK, word, true",
    "HTTP/1.1 200 OK, sword, false",
    "HTTP/1.1 200 OK, '', false",
    "HTTP/1.1 503 Service Unavailable, word, false"
  })
  void onlyTheWordAndSuccessAreProof(String status, String body, boolean proof) throws Exception {
    try (var stranger = stranger()) {
      var answering =
          Thread.ofVirtual()
              .start(() -> answer(stranger, status + "\r\nConnection: close\r\n\r\n" + body));

      assertThat(probe(stranger).succeeds(PATIENCE)).isEqualTo(proof);
      answering.join();
      assertThat(announced).isEmpty();
    }
  }

  @Test
  void aServerThatAcceptsAndSaysNothingIsGivenUp() throws IOException {
    try (var stranger = stranger()) {
      assertThat(probe(stranger).succeeds(Duration.ofMillis(50))).isFalse();
      assertThat(announced).isEmpty();
    }
  }

  private SelfProbe probe(ServerSocket server) {
    var address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    return new SelfProbe(address, announced, "word");
  }

  private static ServerSocket stranger() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static void answer(ServerSocket server, String text) {
    try (var socket = server.accept()) {
      while (socket.getInputStream().read() != '\n') {
        // Until the request line is over.
      }
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
