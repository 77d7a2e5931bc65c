package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cyanwatch.agent.Sockets.Arrival;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NioSocketsTest {
  private static final Handle FIRST = new Handle(0, 1);

  private final Set<SocketAddress> probes = ConcurrentHashMap.newKeySet();
  private NioSockets sockets = open(Set.of());
  private Socket peer = new Socket();

  @BeforeEach
  void connect() throws IOException {
    sockets.close();
    sockets = open(probes);
    peer = new Socket(sockets.address().getAddress(), sockets.address().getPort());
    peer.setSoTimeout(5_000);
  }

  @AfterEach
  void close() throws IOException {
    peer.close();
    sockets.close();
  }

  @Test
  void nobodyIsLetInBeforeTheSystemSaysThatSomebodyWaits() throws IOException {
    assertThat(sockets.accept()).isEqualTo(Arrival.NONE);

    sockets.await(5_000);

    assertThat(sockets.accept()).isEqualTo(Arrival.CLIENT);
    sockets.seat(FIRST);
    assertThat(sockets.accept()).isEqualTo(Arrival.NONE);
  }

  @Test
  void bytesComeAndGoAndTheEndIsSeen() throws IOException {
    seat(FIRST);
    var buffer = ByteBuffer.allocate(8);
    assertThat(sockets.recv(FIRST, buffer)).isEqualTo(Sockets.WOULD_BLOCK);

    peer.getOutputStream().write('a');
    sockets.await(5_000);
    assertThat(sockets.recv(FIRST, buffer)).isEqualTo(1);
    assertThat(sockets.send(FIRST, buffer.flip())).isEqualTo(1);
    assertThat(peer.getInputStream().read()).isEqualTo('a');

    peer.shutdownOutput();
    assertThat(sockets.recv(FIRST, buffer.clear())).isIn(Sockets.WOULD_BLOCK, Sockets.CLOSED);
    sockets.await(5_000);
    assertThat(sockets.recv(FIRST, buffer.clear())).isEqualTo(Sockets.CLOSED);
  }

  @Test
  void aNameIsOfNoUseOnceItsConnectionIsClosed() throws IOException {
    seat(FIRST);
    sockets.close(FIRST, false);

    assertThatThrownBy(() -> sockets.close(FIRST, false)).hasMessageContaining("is closed");
    assertThatThrownBy(() -> sockets.recv(FIRST, ByteBuffer.allocate(1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anAbruptEndIsAReset() throws IOException {
    seat(FIRST);
    sockets.close(FIRST, true);
    sockets.await(0);

    assertThatThrownBy(() -> peer.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  @Test
  void aProbeIsKnownByTheAddressThatItAnnounced() throws IOException {
    probes.add(peer.getLocalSocketAddress());
    sockets.await(5_000);

    assertThat(sockets.accept()).isEqualTo(Arrival.PROBE);
    assertThat(probes).isEmpty();
  }

  @Test
  void aListenerThatIsTakenAwayIsBrokenAndSaysWhy() throws IOException {
    sockets.await(5_000);
    sockets.close();

    assertThat(sockets.accept()).isEqualTo(Arrival.BROKEN);
    assertThat(sockets.fault()).contains("ClosedChannelException");
  }

  private void seat(Handle handle) throws IOException {
    sockets.await(5_000);
    assertThat(sockets.accept()).isEqualTo(Arrival.CLIENT);
    sockets.seat(handle);
  }

  private static NioSockets open(Set<SocketAddress> probes) {
    try {
      return NioSockets.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), probes, 2);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
