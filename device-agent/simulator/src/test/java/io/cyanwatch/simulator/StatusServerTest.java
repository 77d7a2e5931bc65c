package io.cyanwatch.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cyanwatch.protocol.Phase;
import io.cyanwatch.protocol.Probe.Outcome;
import io.cyanwatch.simulator.device.Orders;
import io.cyanwatch.simulator.device.Stand;
import io.cyanwatch.simulator.device.StatusPage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusServerTest {
  private static final int SLOTS = 2;

  private final Book book = new Book();
  private final InetSocketAddress address = freeAddress();
  private final StatusServer server =
      new StatusServer(
          address,
          SLOTS,
          () -> new StatusPage("Oven", 0, Phase.CLOUD_CONNECTED, 3).html(5_000),
          book);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void theFrontPageTellsHowTheDeviceIs() throws IOException {
    server.open();

    assertThat(ask("GET / HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Oven", "Up for 5 s", "cloud_connected", "started 3 times");
  }

  @Test
  void otherPagesAndMethodsAndNonsenseAreRefused() throws IOException {
    server.open();

    assertThat(ask("GET /other HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 404 ");
    assertThat(ask("POST / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 405 ");
    assertThat(ask("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(ask("GET /" + "x".repeat(1_100))).startsWith("HTTP/1.1 400 ");
    await()
        .untilAsserted(
            () -> assertThat(book.answers).containsExactlyInAnyOrder(404, 405, 400, 400));
  }

  @Test
  void aHeadRequestGetsNoBody() throws IOException {
    server.open();

    assertThat(ask("HEAD / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
  }

  @Test
  void aClientWithoutASlotIsTurnedAwayAndTheNextOneAfterThatServed() throws IOException {
    server.open();
    var camping = new ArrayList<Socket>();
    for (var i = 0; i < SLOTS; i++) {
      camping.add(new Socket(address.getAddress(), address.getPort()));
    }
    await().until(() -> book.accepts.size() == SLOTS);

    assertThat(ask("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 503 ");
    for (var socket : camping) {
      socket.close();
    }
    await().until(() -> book.answers.size() == SLOTS);
    assertThat(ask("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void aClosedListenerRefusesAndAReopenedOneAnswers() {
    for (var times = 0; times < 50; times++) {
      assertThat(server.open()).isTrue();
      assertThat(knock().http()).isEqualTo(200);

      server.close();
      assertThat(knock().outcome()).isEqualTo(Outcome.REFUSED);
    }
  }

  @Test
  void anAddressThatSomebodyHoldsCannotBeOpened() throws IOException {
    try (var other = new ServerSocket()) {
      other.bind(address);

      assertThat(server.open()).isFalse();
    }
  }

  @Test
  void clearingDropsTheClientsAndGoesOnListening() throws IOException {
    server.open();
    try (var client = new Socket(address.getAddress(), address.getPort())) {
      await().until(() -> book.accepts.size() == 1);

      server.clear();

      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(knock().outcome()).isEqualTo(Outcome.OPEN);
    }
  }

  @Test
  void aDeviceOfOldFirmwareReallyRefusesAfterAWifiDropUntilItsListenerIsRestarted() {
    var stand = new Stand(Stand.OLD, server).settled();
    assertThat(knock().outcome()).isEqualTo(Outcome.OPEN);

    stand.device.dropWifi(6_000, stand.now);
    stand.run(30_000);
    assertThat(knock().outcome()).isEqualTo(Outcome.REFUSED);

    stand.device.fate().restartListener("command", stand.now);
    stand.run(1_000);
    assertThat(knock().outcome()).isEqualTo(Outcome.OPEN);
    stand.device.shutDown(stand.now);
  }

  private Orders.Seen knock() {
    return Knock.at(address.getHostString(), address.getPort());
  }

  private String ask(String request) throws IOException {
    try (var socket = new Socket(address.getAddress(), address.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static InetSocketAddress freeAddress() {
    try (var socket = new ServerSocket(0)) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A guest book.
  private static final class Book implements StatusServer.Guests {
    final List<String> accepts = new CopyOnWriteArrayList<>();
    final List<Integer> answers = new CopyOnWriteArrayList<>();

    @Override
    public void accepted() {
      accepts.add("accepted");
    }

    @Override
    public void turnedAway() {}

    @Override
    public void answered(int status, long ms) {
      answers.add(status);
    }
  }
}
