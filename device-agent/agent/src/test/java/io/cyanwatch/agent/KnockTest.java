package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cyanwatch.protocol.Probe.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnockTest {
  private static final Duration PATIENCE = Duration.ofMillis(300);
  private static final InetAddress HOME = InetAddress.getLoopbackAddress();

  @Test
  void aServerThatAcceptsIsOpenAndOneThatAnswersTellsItsStatus() throws IOException {
    try (var server = new ServerSocket(0, 5, HOME)) {
      assertThat(knock(server.getLocalPort(), Optional.empty()).outcome()).isEqualTo(Outcome.OPEN);
      answer(server, "HTTP/1.1 503 Busy\r\n\r\n", 2);

      var seen = knock(server.getLocalPort(), Optional.of("/"));
      assertThat(seen.outcome()).isEqualTo(Outcome.OPEN);
      assertThat(seen.http()).isEqualTo(503);
    }
  }

  @Test
  void aServerThatSaysNothingIsSilentAndOneWithoutListenerRefuses() throws IOException {
    int port;
    try (var server = new ServerSocket(0, 5, HOME)) {
      port = server.getLocalPort();
      assertThat(knock(port, Optional.of("/")).outcome()).isEqualTo(Outcome.SILENT);
    }
    assertThat(knock(port, Optional.of("/")).outcome()).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void aNameThatNobodyKnowsIsAnError() {
    var seen = Knock.at(new Knock.Target("no-such.invalid", 80), Optional.empty(), PATIENCE);

    assertThat(seen.outcome()).isEqualTo(Outcome.ERROR);
  }

  @Test
  void onlyNetworksThatAreAllowedAreVisited() throws Exception {
    var elsewhere = new Knocks(List.of(Network.parse("10.0.0.0/8")), 1, Runnable::run);
    assertThat(visit(elsewhere, 9)).isEqualTo(new Knocks.Answer.Denied());

    var here = new Knocks(List.of(Network.parse("127.0.0.0/8")), 1, Runnable::run);
    assertThat(visit(here, 9)).isInstanceOf(Knocks.Answer.Visited.class);
  }

  @Test
  void nobodyIsVisitedWhenThereAreTooManyVisitsAtATime() throws Exception {
    try (var silent = new ServerSocket(0, 5, HOME)) {
      var one = new Knocks(List.of(Network.parse("127.0.0.0/8")), 1, Runnable::run);
      var first = new CompletableFuture<Knocks.Answer>();
      var target = new Knock.Target("127.0.0.1", silent.getLocalPort());
      one.visit(target, Optional.of("/"), first::complete);

      assertThat(visit(one, silent.getLocalPort())).isEqualTo(new Knocks.Answer.Saturated());

      silent.accept().close();
      assertThat(first.get(5, TimeUnit.SECONDS)).isInstanceOf(Knocks.Answer.Visited.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/24, 10.0.0.255, true",
    "10.0.0.0/24, 10.0.1.0, false",
    "10.0.0.0/23, 10.0.1.255, true",
    "0.0.0.0/0, 8.8.8.8, true",
    "10.0.0.1/32, 10.0.0.1, true",
    "10.0.0.1/32, 10.0.0.2, false",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fe80::1, false",
    "0.0.0.0/0, fd00::1, false"
  })
  void aNetworkHoldsItsAddresses(String network, String address, boolean holds) throws Exception {
    assertThat(Network.parse(network).holds(InetAddress.getByName(address))).isEqualTo(holds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "fd00::/129", "home/8", "10.0.0.0.0/8", ""})
  void whatIsNoNetworkIsRefused(String text) {
    assertThatThrownBy(() -> Network.parse(text)).hasMessageContaining("--networks");
  }

  @Test
  void loopbackIsNotAmongTheOwnNetworks() {
    assertThat(Network.own()).noneMatch(it -> it.holds(HOME));
  }

  private static Knocks.Answer visit(Knocks knocks, int port) throws Exception {
    var answer = new CompletableFuture<Knocks.Answer>();
    knocks.visit(new Knock.Target("127.0.0.1", port), Optional.empty(), answer::complete);
    return answer.get(5, TimeUnit.SECONDS);
  }

  private static Knock.Seen knock(int port, Optional<String> path) {
    return Knock.at(HOME, new Knock.Target("127.0.0.1", port), path, PATIENCE);
  }

  private static void answer(ServerSocket server, String text, int times) {
    Thread.ofVirtual()
        .start(
            () -> {
              for (var i = 0; i < times; i++) {
                try (var visitor = server.accept()) {
                  visitor.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                  return;
                }
              }
            });
  }
}
