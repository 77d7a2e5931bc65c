package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CrowdTest {
  private static final int SLOTS = 8;
  private static final int CROWD = 200;
  private static final byte[] GET =
      "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path root;
  private WebServer server = server(Path.of(""));

  @BeforeEach
  void open() throws IOException {
    Files.writeString(root.resolve("index.html"), "<h1>Hello</h1>");
    server = server(root);
    server.open();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void tenThousandOneAfterTheOtherAreAllServed() throws IOException {
    for (var i = 0; i < 10_000; i++) {
      assertThat(status()).isEqualTo("200");
    }

    await().until(() -> server.clients().open(), Predicate.isEqual(0));
    assertThat(server.accepts()).isEqualTo(10_000);
    assertThat(server.http().ok()).isEqualTo(10_000);
    assertThat(server.tally().ends(End.ANSWERED)).isEqualTo(10_000);
    assertThat(server.clients().rejected()).isZero();
  }

  @Test
  void twoHundredAtOnceAreServedOrTurnedAwayAndNoneHangs() throws Exception {
    var start = new CountDownLatch(1);
    var statuses =
        everybody(
            () -> {
              start.await();
              return status();
            },
            start);

    assertThat(statuses).containsOnly("200", "503");
    assertThat(statuses).contains("200");
    addsUp(statuses);
  }

  @Test
  void theCrowdIsTurnedAwayWhileTheTableIsHeldBySilence() throws Exception {
    var silent = new ArrayList<Socket>();
    for (var i = 0; i < SLOTS; i++) {
      silent.add(connect());
    }
    await().until(() -> server.clients().open(), Predicate.isEqual(SLOTS));
    var statuses = everybody(this::status, new CountDownLatch(1));

    assertThat(statuses).containsOnly("503");
    assertThat(server.selfProbe(Duration.ofSeconds(2))).isTrue();
    assertThat(server.clients().peak()).isEqualTo(SLOTS);
    for (var socket : silent) {
      socket.close();
    }
    await().until(() -> server.clients().open(), Predicate.isEqual(0));
    assertThat(status()).isEqualTo("200");
  }

  @Test
  void badGuestsAreGoneAfterTheirTimeAndTheCountsAddUp() throws Exception {
    Files.write(root.resolve("large.bin"), new byte[16 * 1_024 * 1_024]);
    reopen(Duration.ofMillis(300));
    var guests = new ArrayList<Socket>();
    for (var i = 0; i < 40; i++) {
      var guest = connect();
      guests.add(guest);
      guest.setSoLinger(i % 5 == 0, 0);
      guest.getOutputStream().write(rudeness(i % 4));
      if (i % 5 == 0) {
        guest.close();
      }
    }

    await().until(() -> server.accepts() + server.tally().rejected.get() == 40);
    await().until(() -> server.clients().open(), Predicate.isEqual(0));
    assertThat(server.accepts()).isEqualTo(server.tally().ends(End.values()));
    assertThat(server.http().requests())
        .isEqualTo(server.tally().ends(End.ANSWERED) + server.tally().truncated.get());
    assertThat(status()).isEqualTo("200");
    for (var guest : guests) {
      guest.close();
    }
  }

  private static byte[] rudeness(int kind) {
    return switch (kind) {
      case 0 -> new byte[0];
      case 1 -> "GET / HT".getBytes(StandardCharsets.US_ASCII);
      case 2 -> "GET /large.bin HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      default -> new byte[32];
    };
  }

  private void reopen(Duration limit) throws IOException {
    server.close();
    server =
        new WebServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new Site(root, Map.of()),
            new WebServer.Limits(SLOTS, limit, limit, limit.multipliedBy(4), limit));
    server.open();
  }

  private void addsUp(List<String> statuses) {
    await().until(() -> server.clients().open(), Predicate.isEqual(0));
    var tally = server.tally();
    assertThat(server.accepts()).isEqualTo(tally.ends(End.values()));
    assertThat(tally.ends(End.ANSWERED)).isEqualTo(Collections.frequency(statuses, "200"));
    assertThat(server.clients().rejected()).isEqualTo(Collections.frequency(statuses, "503"));
    assertThat(server.clients().peak()).isLessThanOrEqualTo(SLOTS);
  }

  private static List<String> everybody(Callable<String> visit, CountDownLatch start)
      throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var visits = Collections.nCopies(CROWD, visit).stream().map(threads::submit).toList();
      start.countDown();
      var statuses = new ArrayList<String>();
      for (var each : visits) {
        statuses.add(each.get());
      }
      return statuses;
    }
  }

  private String status() throws IOException {
    try (var socket = connect()) {
      socket.getOutputStream().write(GET);
      var answer = socket.getInputStream().readAllBytes();
      return new String(answer, 0, Math.min(12, answer.length), StandardCharsets.US_ASCII)
          .replace("HTTP/1.1 ", "");
    }
  }

  private Socket connect() throws IOException {
    var socket = new Socket(server.address().getAddress(), server.address().getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static WebServer server(Path root) {
    return new WebServer(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        new Site(root, Map.of()),
        WebServer.Limits.of(SLOTS));
  }
}
