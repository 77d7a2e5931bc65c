package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebServerTest {
  private static final int SLOTS = 2;
  private static final Duration HEAD = Duration.ofMillis(600);
  private static final Duration IDLE = Duration.ofMillis(300);
  private static final Duration TOTAL = Duration.ofSeconds(20);

  @TempDir private Path temporary;
  private Path root = Path.of("");
  private InetSocketAddress address = new InetSocketAddress(0);
  private WebServer server = server(TOTAL);

  @BeforeEach
  void open() throws IOException {
    root = Files.createDirectory(temporary.toRealPath().resolve("www"));
    Files.writeString(root.resolve("index.html"), "<h1>Hello</h1>");
    Files.writeString(root.resolve(".secret"), "hidden");
    Files.writeString(temporary.resolve("outside.txt"), "outside");
    Files.createSymbolicLink(root.resolve("link.txt"), temporary.resolve("outside.txt"));
    try (var socket = new ServerSocket(0)) {
      address = new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }
    server = server(TOTAL);
    server.open();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aFileIsServedWithItsTypeLengthAndDates() throws IOException {
    assertThat(ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Content-Type: text/html; charset=utf-8\r\n")
        .contains("Content-Length: 14\r\n", "Last-Modified: ", "Date: ", "Connection: close\r\n")
        .endsWith("\r\n\r\n<h1>Hello</h1>");
  }

  @Test
  void aHeadRequestGetsTheHeadOnly() throws IOException {
    assertThat(ask("HEAD / HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .contains("Content-Length: 14\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void aBareLineFeedEndsALineToo() throws IOException {
    assertThat(ask("GET / HTTP/1.0\n\n")).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/.secret",
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/link.txt",
        "/%00",
        "/%zz",
        "//etc/passwd"
      })
  void whatIsNotBelowTheRootDoesNotExist(String target) throws IOException {
    assertThat(ask("GET " + target + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void otherMethodsAreToldWhatIsAllowed() throws IOException {
    assertThat(ask("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"))
        .startsWith("HTTP/1.1 405 ")
        .contains("Allow: GET, HEAD\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GET /\r\n\r\n", "GET / HTTP/2\r\n\r\n", "GET x HTTP/1.1\r\n\r\n", "\r\n\r\n"})
  void nonsenseIsABadRequest(String request) throws IOException {
    assertThat(ask(request)).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void aNulByteIsABadRequest() throws IOException {
    assertThat(ask("GET / HTTP/1.1\r\nX: \0\r\n\r\n")).startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @CsvSource({"0, 200", "1, 431"})
  void aHeadMayBeAsLongAsTheBufferAndNoLonger(int more, int status) throws IOException {
    var start = "GET / HTTP/1.1\r\nX: ";
    var filler = "x".repeat(Request.MAX_HEAD - start.length() - 4 + more);

    assertThat(ask(start + filler + "\r\n\r\n")).startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void aSlowSenderCannotExtendTheDeadline() throws IOException {
    try (var socket = connect()) {
      socket.setSoTimeout(100);
      var answer = new StringBuilder();
      await()
          .pollInterval(Duration.ofMillis(50))
          .atMost(HEAD.multipliedBy(5))
          .until(
              () -> {
                socket.getOutputStream().write('x');
                answer.append(read(socket));
                return answer.indexOf("\r\n") > 0;
              });

      assertThat(answer).startsWith("HTTP/1.1 408 ");
      assertThat(server.clients().headerTimeouts()).isEqualTo(1);
    }
  }

  @Test
  void aFullTableTurnsAwayAndAFreedSlotServesAgain() throws IOException {
    try (var first = connect();
        var _ = connect()) {
      await().until(() -> server.tally().accepts.get() == SLOTS);

      assertThat(ask("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 503 ");
      assertThat(server.clients().rejected()).isEqualTo(1);

      first.shutdownOutput();
      await().untilAsserted(() -> assertThat(server.clients().open()).isLessThan(SLOTS));
      assertThat(ask("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }
    assertThat(server.clients().peak()).isEqualTo(SLOTS);
  }

  @Test
  void aPeerThatStopsReadingLosesItsSlot() throws IOException {
    Files.write(root.resolve("large.bin"), new byte[32 * 1_024 * 1_024]);
    try (var socket = connect()) {
      socket
          .getOutputStream()
          .write("GET /large.bin HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () -> {
                server.sweep();
                return Integer.valueOf(0).equals(server.clients().open());
              });
      assertThat(server.clients().idleTimeouts()).isEqualTo(1);
    }
  }

  @Test
  void aClientWithinItsTimeIsLeftAlone() throws IOException {
    try (var _ = connect()) {
      await().until(() -> server.tally().accepts.get() == 1);

      server.sweep();

      assertThat(server.clients().open()).isEqualTo(1);
    }
  }

  @Test
  void theTotalDeadlineEndsEverything() throws IOException {
    server.close();
    server = server(Duration.ofMillis(100));
    server.open();
    try (var socket = connect()) {
      await()
          .until(
              () -> {
                server.sweep();
                return Long.valueOf(1).equals(server.clients().idleTimeouts());
              });
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aClosedServerRefusesAndDropsItsClients() throws IOException {
    try (var socket = connect()) {
      await().until(() -> server.tally().accepts.get() == 1);

      server.close();

      assertThat(server.alive()).isFalse();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void itOpensAgainOnTheSameAddressAsOftenAsOneLikes() throws IOException {
    for (var times = 0; times < 50; times++) {
      assertThat(ask("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 ");

      server.open();
    }
    assertThat(server.alive()).isTrue();
  }

  private WebServer server(Duration total) {
    return new WebServer(
        address, new Site(root, Map.of()), new WebServer.Limits(SLOTS, HEAD, IDLE, total));
  }

  private Socket connect() throws IOException {
    return new Socket(address.getAddress(), address.getPort());
  }

  private String ask(String request) throws IOException {
    try (var socket = connect()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String read(Socket socket) throws IOException {
    try {
      var buffer = new byte[1_024];
      var read = socket.getInputStream().read(buffer);
      return new String(buffer, 0, Math.max(0, read), StandardCharsets.US_ASCII);
    } catch (SocketTimeoutException e) {
      return "";
    }
  }
}
