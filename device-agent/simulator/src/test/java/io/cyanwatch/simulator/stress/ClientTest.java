package io.cyanwatch.simulator.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

  @Test
  void aWholeAnswerIsASuccess() throws IOException {
    var answer = ask(Play.say(OK));

    assertThat(answer.verdict()).isEqualTo(Verdict.SUCCESS);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.bytes()).isEqualTo(5);
  }

  @Test
  void anAnswerWithoutALengthEndsWithTheConnection() throws IOException {
    var answer = ask(Play.say("HTTP/1.0 200 OK\n\nhello"));

    assertThat(answer.verdict()).isEqualTo(Verdict.SUCCESS);
    assertThat(answer.bytes()).isEqualTo(5);
  }

  @Test
  void chunksAreCountedAndMissedWhenTheyDoNotEnd() throws IOException {
    var head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    var whole = ask(Play.say(head + "5;x=y\r\nhello\r\n0\r\n\r\n"));
    assertThat(whole.verdict()).isEqualTo(Verdict.SUCCESS);
    assertThat(whole.bytes()).isEqualTo(5);
    assertThat(ask(Play.say(head + "5\r\nhello\r\n")).verdict()).isEqualTo(Verdict.TRUNCATED);
  }

  @Test
  void otherStatusesAreToldApart() throws IOException {
    var busy = ask(Play.say("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"));

    assertThat(busy.verdict()).isEqualTo(Verdict.NOT_200);
    assertThat(busy.status()).isEqualTo(503);
    assertThat(ask(Play.say("HTTP/1.1 500 No\r\n\r\n")).status()).isEqualTo(500);
  }

  @Test
  void anAnswerCutShortIsNoSuccess() throws IOException {
    assertThat(ask(Play.say("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello")).verdict())
        .isEqualTo(Verdict.TRUNCATED);
    assertThat(ask(Play.say("HTTP/1.1 200 OK\r\nContent-Le")).verdict())
        .isEqualTo(Verdict.TRUNCATED);
  }

  @Test
  void whatIsNoHttpIsOther() throws IOException {
    assertThat(ask(Play.say("220 mail ready\r\n")).verdict()).isEqualTo(Verdict.OTHER);
    assertThat(ask(Play.say("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n")).verdict())
        .isEqualTo(Verdict.OTHER);
  }

  @Test
  void aServerThatNeverAnswersIsSilent() throws IOException {
    var answer = ask(Play.say(""), Play.Ending.STAY);

    assertThat(answer.verdict()).isEqualTo(Verdict.SILENT);
    assertThat(answer.lengthNs()).isBetween(SHORT.toNanos() - 5_000_000, 10 * SHORT.toNanos());
  }

  @Test
  void aServerThatNeverEndsIsSlowHoweverOftenItSpeaks() throws IOException {
    var dripping = new String[1_000];
    Arrays.fill(dripping, "x");
    dripping[0] = "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n";

    var answer = ask(Play.drip(dripping), Play.Ending.STAY);

    assertThat(answer.verdict()).isEqualTo(Verdict.SLOW);
    assertThat(answer.lengthNs()).isLessThan(10 * SHORT.toNanos());
  }

  @Test
  void aResetAndAnOrderlyCloseBeforeTheAnswerAreToldApart() throws IOException {
    assertThat(ask(Play.say(""), Play.Ending.RESET).verdict()).isEqualTo(Verdict.RESET);
    assertThat(ask(Play.say(""), Play.Ending.CLOSE).verdict()).isEqualTo(Verdict.CLOSED);
  }

  @Test
  void nobodyOnThePortIsRefused() throws IOException {
    InetSocketAddress nobody;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = (InetSocketAddress) free.getLocalSocketAddress();
    }

    assertThat(client(nobody, false).ask().verdict()).isEqualTo(Verdict.REFUSED);
  }

  @Test
  void aFullTableIsNoConnectionInTime() throws Exception {
    try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var address = (InetSocketAddress) full.getLocalSocketAddress();
      try (var _ = new Socket(address.getAddress(), address.getPort());
          var _ = new Socket(address.getAddress(), address.getPort())) {
        assertThat(client(address, false).ask().verdict()).isEqualTo(Verdict.CONNECT_TIMEOUT);
      }
    }
  }

  @Test
  void aKeptConnectionIsUsedAgainAndReplacedWhenTheServerHasLeft() throws IOException {
    try (var play = new Play(List.of(OK, OK), Play.Ending.CLOSE);
        var client = client(play.address(), true)) {
      for (var i = 0; i < 5; i++) {
        assertThat(client.ask().verdict()).isEqualTo(Verdict.SUCCESS);
      }

      assertThat(play.connections()).isEqualTo(3);
    }
  }

  @Test
  void withoutKeepEachRequestIsAFreshConnection() throws IOException {
    try (var play = new Play(List.of(OK), Play.Ending.CLOSE);
        var client = client(play.address(), false)) {
      for (var i = 0; i < 3; i++) {
        assertThat(client.ask().verdict()).isEqualTo(Verdict.SUCCESS);
      }

      assertThat(play.connections()).isEqualTo(3);
      assertThat(play.lastRequest())
          .startsWith("GET /page?x=1 HTTP/1.1\r\n")
          .contains("Host: 127.0.0.1:", "Connection: close\r\n");
    }
  }

  private static Answer ask(List<String> answers) throws IOException {
    return ask(answers, Play.Ending.CLOSE);
  }

  private static Answer ask(List<String> answers, Play.Ending ending) throws IOException {
    try (var play = new Play(answers, ending);
        var client = client(play.address(), false)) {
      return client.ask();
    }
  }

  private static Client client(InetSocketAddress address, boolean keeps) {
    var target = Target.parse("http://127.0.0.1:%d/page?x=1".formatted(address.getPort()));
    return new Client(target, new Patience(SHORT, SHORT, SHORT), keeps);
  }
}
