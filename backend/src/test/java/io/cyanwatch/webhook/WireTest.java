package io.cyanwatch.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cyanwatch.webhook.Answer.Answered;
import io.cyanwatch.webhook.Answer.Silent;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class WireTest {
  private static final Duration DEADLINE = Duration.ofMillis(700);
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

  private final CountDownLatch end = new CountDownLatch(1);
  private final Wire wire = new Wire(open(), DEADLINE);

  @AfterEach
  void letGo() throws Exception {
    end.countDown();
    wire.close();
  }

  @Test
  void postsTheBytesWithItsHeaders() {
    try (var receiver = Receiver.answering("200 OK")) {
      var answer = wire.post(receiver.url(), Map.of("webhook-id", "7"), BODY);

      assertThat(answer)
          .isInstanceOfSatisfying(
              Answered.class,
              answered -> {
                assertThat(answered.status()).isEqualTo(200);
                assertThat(answered.text()).isEqualTo("ok");
              });
      var request = receiver.requests().getFirst();
      assertThat(request.body()).isEqualTo(BODY);
      assertThat(request.header("webhook-id")).isEqualTo("7");
      assertThat(request.header("content-type")).startsWith("application/json");
      assertThat(request.header("user-agent")).isEqualTo("Cyanwatch");
      assertThat(request.headers()).doesNotContainKeys("cookie", "authorization");
    }
  }

  @Test
  void aRedirectIsAnAnswerAndIsNotFollowed() {
    try (var elsewhere = Receiver.answering("200 OK");
        var receiver =
            Receiver.answering("302 Found", "Location: " + elsewhere.url(), "Set-Cookie: a=b")) {
      assertThat(wire.post(receiver.url(), Map.of(), BODY))
          .isInstanceOfSatisfying(
              Answered.class, answered -> assertThat(answered.status()).isEqualTo(302));
      wire.post(receiver.url(), Map.of(), BODY);

      assertThat(elsewhere.requests()).isEmpty();
      assertThat(receiver.requests().getLast().headers()).doesNotContainKey("cookie");
    }
  }

  @Test
  void aReceiverThatNeverAnswersCostsTheDeadline() {
    try (var receiver = Receiver.that((_, _, _) -> end.await())) {
      var answer = wire.post(receiver.url(), Map.of(), BODY);

      assertThat(answer).isInstanceOf(Silent.class).extracting("error").isEqualTo("timeout");
      assertThat(answer.latency()).isBetween(DEADLINE.minusMillis(50), DEADLINE.multipliedBy(3));
    }
  }

  @Test
  void aHeadThatDripsNeverOutlivesTheDeadline() {
    try (var receiver = Receiver.that((_, out, _) -> drip(out, "HTTP/1.1 200 OK\r\nA: "))) {
      var answer = wire.post(receiver.url(), Map.of(), BODY);

      assertThat(answer).isInstanceOf(Silent.class).extracting("error").isEqualTo("timeout");
      assertThat(answer.latency()).isLessThan(DEADLINE.multipliedBy(3));
    }
  }

  @Test
  void aBodyThatDripsEndsAtTheDeadlineAndTheStatusCounts() {
    var head = "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n";
    try (var receiver = Receiver.that((_, out, _) -> drip(out, head))) {
      var answer = wire.post(receiver.url(), Map.of(), BODY);

      assertThat(answer.outcome()).isEqualTo("delivered");
      assertThat(answer.latency()).isLessThan(DEADLINE.multipliedBy(3));
    }
  }

  @Test
  void ofAGigabyteOnlyTheBeginningIsRead() {
    var written = new CompletableFuture<Long>();
    try (var receiver = Receiver.that((_, out, _) -> written.complete(Torrents.flood(out)))) {
      var answer = wire.post(receiver.url(), Map.of(), BODY);

      assertThat(answer.outcome()).isEqualTo("delivered");
      assertThat(((Answered) answer).text()).hasSize(Wire.MOST_KEPT);
      assertThat(written)
          .succeedsWithin(DEADLINE)
          .satisfies(n -> assertThat(n).isLessThan(16 << 20));
    }
  }

  @Test
  void headersWithoutEndAreCutOff() {
    try (var receiver = Receiver.that((_, out, _) -> Torrents.headers(out))) {
      assertThat(wire.post(receiver.url(), Map.of(), BODY)).isInstanceOf(Silent.class);
    }
  }

  @Test
  void aResetIsAFailure() {
    try (var receiver =
        Receiver.that(
            (_, _, socket) -> {
              socket.setSoLinger(true, 0);
              socket.close();
            })) {
      assertThat(wire.post(receiver.url(), Map.of(), BODY)).extracting("error").isEqualTo("reset");
    }
  }

  @Test
  void nobodyListeningIsAFailure() throws Exception {
    int port;
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }

    assertThat(wire.post("http://127.0.0.1:" + port + "/", Map.of(), BODY))
        .extracting("error")
        .isEqualTo("refused");
  }

  @Test
  void aHandshakeThatHangsCostsTheDeadline() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var url = "https://127.0.0.1:" + silent.getLocalPort() + "/";

      var answer = wire.post(url, Map.of(), BODY);

      assertThat(answer).extracting("error").isEqualTo("timeout");
      assertThat(answer.latency()).isLessThan(DEADLINE.multipliedBy(3));
    }
  }

  @Test
  void aPlainServerWhereTlsIsExpectedIsAFailure() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var _ =
          Thread.startVirtualThread(
              () -> {
                try (var socket = server.accept()) {
                  socket.getOutputStream().write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(US_ASCII));
                  end.await();
                } catch (IOException | InterruptedException _) {
                  // It hung up.
                }
              });

      assertThat(wire.post("https://127.0.0.1:" + server.getLocalPort() + "/", Map.of(), BODY))
          .extracting("error")
          .isEqualTo("tls");
    }
  }

  @Test
  void noiseIsAFailure() {
    try (var receiver =
        Receiver.that(
            (_, out, _) -> out.write("SSH-2.0-noise\r\n".repeat(400).getBytes(US_ASCII)))) {
      assertThat(wire.post(receiver.url(), Map.of(), BODY)).isInstanceOf(Silent.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "2130706433",
        "127.1",
        "[::1]",
        "[::ffff:10.0.0.1]",
        "[::127.0.0.1]",
        "[fd00:ec2::254]",
        "100.64.0.1",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "0.0.0.0",
        "169.254.169.254",
        "localhost"
      })
  void theConnectionItselfRefusesWhatIsNotPublic(String host) throws Exception {
    var names = new SystemNames();
    try (names;
        var receiver = Receiver.answering("200 OK");
        var strict = new Wire(strict(receiver.port(), names), DEADLINE)) {
      var answer = strict.post("http://" + host + ":" + receiver.port() + "/", Map.of(), BODY);

      assertThat(answer).extracting("error").isEqualTo("blocked");
      assertThat(answer.outcome()).isEqualTo("blocked");
      assertThat(receiver.requests()).isEmpty();
    }
  }

  @Test
  void aNameThatMovesToLoopbackAfterItWasAcceptedIsBlocked() throws Exception {
    var answers =
        new ArrayDeque<>(
            List.of(InetAddress.ofLiteral("1.1.1.1"), InetAddress.ofLiteral("127.0.0.1")));
    try (var receiver = Receiver.answering("200 OK")) {
      var reach = strict(receiver.port(), _ -> List.of(answers.remove()));
      var url = "http://moving.example:" + receiver.port() + "/";
      try (var rebound = new Wire(reach, DEADLINE)) {
        Target.parse(url).within(reach);

        assertThat(rebound.post(url, Map.of(), BODY)).extracting("error").isEqualTo("blocked");
      }
      assertThat(receiver.requests()).isEmpty();
      assertThat(answers).isEmpty();
    }
  }

  @Test
  void eachConnectionEndsWithItsAnswer() {
    var answered = new AtomicInteger();
    var hungUp = new AtomicInteger();
    try (var receiver =
        Receiver.that(
            (request, out, socket) -> {
              answered.incrementAndGet();
              Receiver.with("200 OK").answer(request, out, socket);
              try {
                assertThat(socket.getInputStream().read()).isNegative();
              } catch (SocketException _) {
                // A reset ends it as well.
              }
              hungUp.incrementAndGet();
            })) {
      for (var i = 0; i < 50; i++) {
        wire.post(receiver.url(), Map.of(), BODY);
      }

      // On a busy machine a deadline may cut one off before it was heard.
      assertThat(answered).hasPositiveValue();
      await().untilAsserted(() -> assertThat(hungUp).hasValue(answered.get()));
    }
  }

  private static Reach open() {
    return new Reach(List.of(), List.of(80), true, host -> List.of(InetAddress.getByName(host)));
  }

  private static Reach strict(int port, Reach.Names names) {
    return new Reach(List.of(), List.of(port), false, names);
  }

  private void drip(OutputStream out, String head) throws Exception {
    out.write(head.getBytes(US_ASCII));
    while (!end.await(20, TimeUnit.MILLISECONDS)) {
      out.write('a');
      out.flush();
    }
  }
}
