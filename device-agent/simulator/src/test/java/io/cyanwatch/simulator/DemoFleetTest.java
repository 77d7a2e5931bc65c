package io.cyanwatch.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cyanwatch.protocol.Probe.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DemoFleetTest {
  private static final Map<String, String> PASSWORDS =
      DemoFleet.members().stream().collect(Collectors.toMap(DemoFleet.Member::id, _ -> "secret"));

  @Test
  void twelveMembersOfTwoSitesAreKnownBeforeTheyStart() {
    assertThat(DemoFleet.members()).hasSize(12).isEqualTo(DemoFleet.members());
    assertThat(DemoFleet.members()).extracting(DemoFleet.Member::site).contains("hall", "yard");
  }

  @Test
  void aMissingPasswordIsNamed() {
    assertThatThrownBy(() -> DemoFleet.start(local(1), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no password for hall-press-1");
  }

  @Test
  void webServersRunWithoutABrokerAndAreGoneWhenTheFleetIsClosed() throws IOException {
    try (var fleet = DemoFleet.start(local(freePort()), PASSWORDS)) {
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> assertThat(DemoFleet.members()).allMatch(it -> knock(it) == Outcome.OPEN));

      assertClosesInTime(fleet);
    }
    assertThat(DemoFleet.members()).allMatch(it -> knock(it) == Outcome.REFUSED);
  }

  @Test
  void aBrokerThatNeverAnswersDoesNotDelayTheEnd() throws IOException {
    try (var mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var fleet = DemoFleet.start(local(mute.getLocalPort()), PASSWORDS)) {
      mute.setSoTimeout(20_000);
      try (var _ = mute.accept()) {
        assertClosesInTime(fleet);
      }
    }
  }

  private static void assertClosesInTime(DemoFleet fleet) {
    var start = System.nanoTime();
    fleet.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(it -> it.startsWith("demo-fleet") || it.startsWith("com.hivemq")));
  }

  private static Outcome knock(DemoFleet.Member member) {
    return Knock.at(member.listener().getHostString(), member.listener().getPort()).outcome();
  }

  private static InetSocketAddress local(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
