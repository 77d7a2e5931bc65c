package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final WebServer.Limits QUICK =
      new WebServer.Limits(
          2,
          Duration.ofMillis(400),
          Duration.ofMillis(200),
          Duration.ofSeconds(20),
          Duration.ofMillis(300));

  private final CountDownLatch stuck = new CountDownLatch(1);
  @TempDir private Path root;
  private WebServer server = new WebServer(loopback(0), new Site(Path.of(""), Map.of()), QUICK);

  @BeforeEach
  void open() throws IOException {
    Files.writeString(root.resolve("index.html"), "<h1>Hello</h1>");
    server = server(QUICK);
    server.open();
  }

  @AfterEach
  void close() {
    stuck.countDown();
    server.close();
  }

  @Test
  void aFileAndAPageAreServed() throws IOException {
    assertThat(ask(GET)).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n<h1>Hello</h1>");
    assertThat(ask("GET /status HTTP/1.1\r\n\r\n")).endsWith("\r\n\r\n{}");
    assertThat(server.accepts()).isEqualTo(2);
    assertThat(server.http().ok()).isEqualTo(2);
  }

  @Test
  void aLargeFileArrivesWholeThoughTheReaderPauses() throws IOException {
    Files.write(root.resolve("large.bin"), new byte[8 * 1_024 * 1_024]);
    try (var socket = connect()) {
      say(socket, "GET /large.bin HTTP/1.1\r\n\r\n");
      await().until(() -> server.tally().stalls.get() > 0);

      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answer).endsWith("\r\n\r\n" + "\0".repeat(8 * 1_024 * 1_024));
      await().until(() -> server.clients().open(), Predicate.isEqual(0));
      assertThat(server.http().truncated()).isZero();
    }
  }

  @Test
  void aReaderThatStopsIsGivenUp() throws IOException {
    Files.write(root.resolve("large.bin"), new byte[32 * 1_024 * 1_024]);
    try (var socket = connect()) {
      say(socket, "GET /large.bin HTTP/1.1\r\n\r\n");

      await().until(() -> server.tally().ends(End.OVERDUE) == 1);

      assertThat(server.http().truncated()).isEqualTo(1);
      assertThat(server.clients().idleTimeouts()).isEqualTo(1);
      assertThat(server.clients().stallMs()).isGreaterThanOrEqualTo(300);
    }
  }

  @Test
  void whoeverSaysNothingIsToldSoAndFreesItsSlot() throws IOException {
    try (var socket = connect()) {
      assertThat(read(socket)).startsWith("HTTP/1.1 408 ");
    }
    await().until(() -> server.clients().open(), Predicate.isEqual(0));
    assertThat(server.clients().oldest()).isNull();
  }

  @Test
  void aSlowSenderCannotExtendTheDeadline() throws IOException {
    try (var socket = connect()) {
      await()
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                socket.getOutputStream().write('x');
                return server.tally().headerTimeouts.get() == 1;
              });
      assertThat(read(socket)).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void aResetIsCounted() throws IOException {
    try (var socket = connect()) {
      await().until(() -> server.clients().open(), Predicate.isEqual(1));
      socket.setOption(StandardSocketOptions.SO_LINGER, 0);
    }
    await().until(() -> server.clients().resets(), Predicate.isEqual(1L));
    assertThat(server.clients().open()).isZero();
  }

  @Test
  void aFullTableTurnsAwayAndOurProbeStillSucceeds() throws IOException {
    reopen(patient());
    try (var _ = connect();
        var _ = connect()) {
      await().until(() -> server.clients().open(), Predicate.isEqual(2));

      assertThat(ask(GET)).startsWith("HTTP/1.1 503 ");
      assertThat(server.selfProbe(PATIENCE)).isTrue();
      assertThat(server.clients().rejected()).isEqualTo(1);
      assertThat(server.accepts()).isEqualTo(2);
      assertThat(server.http().requests()).isZero();
    }
  }

  @Test
  void ourProbeIsNotCountedAndProvesNothingOfAClosedServer() {
    assertThat(server.selfProbe(PATIENCE)).isTrue();
    assertThat(server.accepts()).isZero();
    assertThat(server.clients().peak()).isZero();

    server.close();

    assertThat(server.selfProbe(PATIENCE)).isFalse();
  }

  @Test
  void aStuckServerFailsItsProbeAndIsClosedInTimeAllTheSame() throws IOException {
    try (var socket = connect()) {
      say(socket, "GET /stuck HTTP/1.1\r\n\r\n");
      await().until(() -> server.tally().accepts.get() == 1);

      assertThat(server.selfProbe(Duration.ofMillis(100))).isFalse();
      var start = System.nanoTime();
      server.close();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
      assertThat(server.alive()).isFalse();
      server.open();
      assertThat(ask(GET)).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void aServerThatDiesSaysWhyAndLeavesNothingOpen() throws IOException {
    try (var socket = connect()) {
      say(socket, "GET /deadly HTTP/1.1\r\n\r\n");
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    await().dontCatchUncaughtExceptions().until(() -> !server.alive());
    assertThat(server.fault()).asString().contains("on purpose");
    assertThat(server.tally().ends(End.values())).isEqualTo(server.accepts());
    server.open();
    assertThat(server.fault()).isEmpty();
    assertThat(ask(GET)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void droppedClientsAreGoneAndTheListenerStays() throws IOException {
    reopen(patient());
    try (var socket = connect()) {
      await().until(() -> server.clients().open(), Predicate.isEqual(1));

      server.dropClients();

      assertThat(server.clients().open()).isZero();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThat(server.alive()).isTrue();
      assertThat(ask(GET)).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void aClosedServerRefusesAndHasDroppedItsClients() throws IOException {
    reopen(patient());
    try (var socket = connect()) {
      var address = server.address();
      await().until(() -> server.clients().open(), Predicate.isEqual(1));

      server.close();
      server.close();

      assertThat(server.alive()).isFalse();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThat(server.tally().ends(End.DROPPED)).isEqualTo(1);
      assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()))
          .isInstanceOf(ConnectException.class);
      assertThat(server.fault()).isEmpty();
    }
  }

  @Test
  void itOpensAgainOnTheSameAddressAsOftenAsOneLikes() throws IOException {
    var port = server.address().getPort();
    server.close();
    server = new WebServer(loopback(port), site(), QUICK);
    for (var times = 1; times <= 50; times++) {
      server.open();
      assertThat(ask(GET)).startsWith("HTTP/1.1 200 ");
      assertThat(server.accepts()).isEqualTo(times);
    }
  }

  @Test
  void anAddressThatIsTakenIsSaidSo() {
    var second = new WebServer(server.address(), site(), QUICK);

    assertThatThrownBy(second::open).isInstanceOf(BindException.class);
    assertThat(second.alive()).isFalse();
  }

  @Test
  void aServerTakesOneSlotAtLeast() {
    assertThatThrownBy(() -> WebServer.Limits.of(0)).hasMessageContaining("at least 1 slot");
  }

  private static WebServer.Limits patient() {
    return new WebServer.Limits(2, PATIENCE, PATIENCE, PATIENCE, PATIENCE);
  }

  private void reopen(WebServer.Limits limits) throws IOException {
    server.close();
    server = server(limits);
    server.open();
  }

  private WebServer server(WebServer.Limits limits) {
    return new WebServer(loopback(0), site(), limits);
  }

  private Site site() {
    var status = new Page("application/json", "{}".getBytes(StandardCharsets.US_ASCII));
    return new Site(
        root,
        Map.of(
            "/status", () -> status, "/stuck", this::waitForever, "/deadly", WebServerTest::die));
  }

  private Page waitForever() {
    try {
      stuck.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Page("text/plain", new byte[0]);
  }

  private static Page die() {
    throw new StackOverflowError("on purpose");
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private Socket connect() throws IOException {
    var socket = new Socket(server.address().getAddress(), server.address().getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private String ask(String request) throws IOException {
    try (var socket = connect()) {
      say(socket, request);
      return read(socket);
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String read(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }
}
