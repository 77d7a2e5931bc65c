package io.cyanwatch.simulator.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.simulator.testbed.Visit.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisitTest {
  @ParameterizedTest
  @EnumSource(Outcome.class)
  void aLineIsReadAsItWasWritten(Outcome outcome) {
    var visit = new Visit("hardened", 1_736_500_000_123L, 1_736_500_000_130L, outcome);
    assertThat(Visit.parse(visit.line())).contains(visit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a,1,2", "a,1,2,NEVER", "a,x,2,OK", "a,1,2,OK,3", "A,1,2,OK"})
  void anythingElseIsNoVisit(String line) {
    assertThat(Visit.parse(line)).isEmpty();
  }

  @Test
  void anAnswerMustBeWhole() {
    var head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
    assertThat(Call.judge(head + "Hello")).isEqualTo(Outcome.OK);
    assertThat(Call.judge(head + "Hell")).isEqualTo(Outcome.CUT);
    assertThat(Call.judge("HTTP/1.1 200 OK\r\n\r\nno length is said")).isEqualTo(Outcome.OK);
    assertThat(Call.judge("HTTP/1.1 200 OK\r\n")).isEqualTo(Outcome.CUT);
    assertThat(Call.judge("")).isEqualTo(Outcome.CUT);
  }

  @Test
  void aFullServerIsToldFromABrokenOne() {
    assertThat(Call.judge("HTTP/1.1 503 No\r\n\r\n")).isEqualTo(Outcome.FULL);
    assertThat(Call.judge("HTTP/1.0 500 No\r\n\r\n")).isEqualTo(Outcome.OTHER);
  }

  @Test
  void aCallTellsWhatTheOtherSideDid() throws IOException {
    var here = InetAddress.getLoopbackAddress();
    InetSocketAddress address;
    try (var door = new ServerSocket(0, 5, here)) {
      address = new InetSocketAddress(here, door.getLocalPort());
      answer(door, "HTTP/1.1 200 OK\r\n\r\n");
      assertThat(Call.at(address)).isEqualTo(Outcome.OK);
      answer(door, "");
      assertThat(Call.at(address)).isEqualTo(Outcome.CUT);
    }
    assertThat(Call.at(address)).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void theFirstProgramAnswersWhoFinishesItsRequest() throws IOException {
    var here = InetAddress.getLoopbackAddress();
    try (var door = new ServerSocket(0, 5, here)) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (var client = door.accept()) {
                  FirstProgram.answer(client);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      var outcome = Call.at(new InetSocketAddress(here, door.getLocalPort()));
      assertThat(outcome).isEqualTo(Outcome.OK);
    }
  }

  /// Reads the request first: closing over unread bytes would reset the connection.
  private static void answer(ServerSocket door, String text) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (var client = door.accept()) {
                var _ = client.getInputStream().read(new byte[1_000]);
                client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
  }
}
