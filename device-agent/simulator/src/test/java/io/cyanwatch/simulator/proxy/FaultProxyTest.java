package io.cyanwatch.simulator.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
  private final ServerSocket echo = listening();
  private final FaultProxy proxy =
      new FaultProxy(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          new InetSocketAddress(InetAddress.getLoopbackAddress(), echo.getLocalPort()));

  @BeforeEach
  void begin() throws IOException {
    proxy.open();
    Thread.ofVirtual().start(this::answer);
  }

  @AfterEach
  void end() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void passesBytesBothWays() throws IOException {
    try (var client = connect()) {
      assertThat(said(client, 42)).isEqualTo(42);
    }
  }

  @Test
  void aCutResetsWhatIsOpenAndWelcomesWhatComesNext() throws IOException {
    try (var client = connect()) {
      assertThat(said(client, 1)).isEqualTo(1);

      proxy.cut();

      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }
    try (var next = connect()) {
      assertThat(said(next, 2)).isEqualTo(2);
    }
  }

  @Test
  void aHoleIsOpenAndMuteAndLosesNothing() throws IOException {
    try (var client = connect()) {
      assertThat(said(client, 1)).isEqualTo(1);

      proxy.hole(true);
      client.getOutputStream().write(2);

      client.setSoTimeout(300);
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);

      proxy.hole(false);

      client.setSoTimeout(10_000);
      assertThat(client.getInputStream().read()).isEqualTo(2);
    }
  }

  @Test
  void aRefusalLastsUntilItIsOpenedAgain() throws IOException {
    var port = proxy.port();
    proxy.refuse();

    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(ConnectException.class);

    proxy.open();

    try (var client = connect()) {
      assertThat(said(client, 3)).isEqualTo(3);
    }
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static int said(Socket client, int what) throws IOException {
    client.getOutputStream().write(what);
    return client.getInputStream().read();
  }

  private void answer() {
    try {
      while (true) {
        var peer = echo.accept();
        Thread.ofVirtual().start(() -> echo(peer));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static void echo(Socket peer) {
    try (peer) {
      peer.getInputStream().transferTo(peer.getOutputStream());
    } catch (IOException e) {
      // It was cut.
    }
  }

  private static ServerSocket listening() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
