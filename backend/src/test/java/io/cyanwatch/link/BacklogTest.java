package io.cyanwatch.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/// A broker that brings what waited for us before it answers our subscription, and more of it than
/// we said we would take, as Mosquitto does.
@ResourceLock("backends")
class BacklogTest {
  private static final int RECEIVE_MAXIMUM = 10;
  private static final int BACKLOG = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Pace HASTY =
      new Pace(PATIENCE, PATIENCE, PATIENCE, Duration.ofMillis(20), Duration.ofMillis(100));

  private final ServerSocket door = listening();
  private final AtomicInteger guests = new AtomicInteger();
  private final Desk desk = new Desk();
  private final News news = new News(_ -> {}, Clock.systemUTC());
  private final PahoLink link =
      new PahoLink(
          () -> account(),
          () -> desk,
          news,
          Clock.systemUTC(),
          new SimpleMeterRegistry(),
          HASTY,
          RECEIVE_MAXIMUM);

  @AfterEach
  void end() throws IOException {
    link.stop();
    door.close();
  }

  @Test
  void whileWeCannotTakeMoreTheBrokerIsNotCalledSilent() {
    Thread.ofVirtual().start(this::receive);
    link.start();
    await().until(() -> desk.deliveries.size() > RECEIVE_MAXIMUM);

    await()
        .during(PATIENCE.multipliedBy(3))
        .atMost(PATIENCE.multipliedBy(20))
        .until(() -> guests.get() == 1 && !link.connected());

    desk.acknowledging = true;
    desk.deliveries.forEach(Delivery::acknowledge);
    await().until(link::connected);
    assertThat(desk.deliveries).hasSize(BACKLOG);
    assertThat(guests).hasValue(1);
  }

  private Account account() {
    var address = new LinkProperties.Address("127.0.0.1", door.getLocalPort(), false);
    return new Account(address, null, null, "backend", "");
  }

  private void receive() {
    while (true) {
      try {
        var guest = door.accept();
        guests.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(guest));
      } catch (IOException e) {
        return; // The test is over.
      }
    }
  }

  private static void serve(Socket guest) {
    try (guest) {
      var in = new DataInputStream(guest.getInputStream());
      var out = guest.getOutputStream();
      packet(in);
      out.write(new byte[] {0x20, 3, 1, 0, 0});
      var subscribe = packet(in);
      for (var id = 1; id <= BACKLOG; id++) {
        publish(out, id);
      }
      for (var acks = 0; acks < BACKLOG; ) {
        acks += packet(in).head == 0x40 ? 1 : 0;
      }
      out.write(new byte[] {(byte) 0x90, 5, subscribe.body[0], subscribe.body[1], 0, 1, 0});
      while (true) {
        packet(in);
      }
    } catch (IOException e) {
      // It left.
    }
  }

  private static void publish(OutputStream out, int id) throws IOException {
    var topic = "cw/1/A/up/event".getBytes(StandardCharsets.UTF_8);
    out.write(new byte[] {0x32, (byte) (topic.length + 6), 0, (byte) topic.length});
    out.write(topic);
    out.write(new byte[] {0, (byte) id, 0, '!'});
  }

  private record Packet(int head, byte[] body) {}

  private static Packet packet(DataInputStream in) throws IOException {
    var head = in.readUnsignedByte();
    var length = 0;
    var shift = 0;
    int group;
    do {
      group = in.readUnsignedByte();
      length |= (group & 0x7F) << shift;
      shift += 7;
    } while (group > 0x7F);
    return new Packet(head, in.readNBytes(length));
  }

  private static ServerSocket listening() {
    try {
      return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
