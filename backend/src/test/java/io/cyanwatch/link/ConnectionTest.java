package io.cyanwatch.link;

import static io.cyanwatch.link.LinkHarness.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/// A connection and a broker that is played byte by byte.
@ResourceLock("backends")
class ConnectionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LARGEST = 4 * 1024 * 1024;
  private static final int PUBACK = 0x40;

  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private Peer peer;
  private Connection connection;

  @BeforeEach
  void open() throws IOException {
    peer = new Peer();
    var address = new LinkProperties.Address("127.0.0.1", peer.port(), false);
    connection =
        new Connection(
            new Account(address, null, null, "backend", ""),
            (topic, payload, qos, acknowledgement, over) ->
                deliveries.add(
                    new Delivery(
                        topic, payload, payload.length, qos, Instant.EPOCH, acknowledgement, over)),
            2000);
    var welcomed = peer.welcome(true);
    connection.open(PATIENCE);
    welcomed.join();
  }

  @AfterEach
  void end() throws IOException {
    connection.end("the test is over");
    peer.close();
  }

  @Test
  void aMessageThatArrivesByteByByteIsTakenAndAcknowledged() throws IOException {
    for (var one : Sent.message("cw/1/A/up/event", 513, bytes("hello")).bytes()) {
      peer.send(new Sent(new byte[] {one}));
    }

    await().until(() -> deliveries.size() == 1);
    assertThat(Desk.payload(deliveries.getFirst())).isEqualTo("hello");
    deliveries.getFirst().acknowledge();
    assertThat(peer.read(PUBACK)).containsExactly(2, 1);
  }

  @Test
  void whatNobodySubscribedToIsHandedOnLikeAllElse() throws IOException {
    peer.send(Sent.message("junk", 1, bytes("junk")));
    peer.send(Sent.message("junk", 0, 0, Sent.NO_PROPERTIES, bytes("lighter junk")));
    peer.send(Sent.message("cw/1/A/up/event", 2, bytes("good")));

    await().until(() -> deliveries.size() == 3);
    deliveries.forEach(Delivery::acknowledge);
    assertThat(peer.read(PUBACK)).containsExactly(0, 1);
    assertThat(peer.read(PUBACK)).containsExactly(0, 2);
  }

  @Test
  void manyAcknowledgementsComeInTheirOrderAroundALargeCommand() throws IOException {
    for (var id = 1; id <= 2_000; id++) {
      peer.send(Sent.message("cw/1/A/up/event", id, bytes("!")));
    }
    await().until(() -> deliveries.size() == 2_000);

    deliveries.subList(0, 1_000).forEach(Delivery::acknowledge);
    assertThat(connection.publish("cw/1/A/dn/x", new MqttMessage(new byte[LARGEST / 2]))).isTrue();
    deliveries.subList(1_000, 2_000).forEach(Delivery::acknowledge);

    for (var id = 1; id <= 2_000; id++) {
      assertThat(peer.read(PUBACK)).containsExactly(id >> 8, id & 0xFF);
    }
    assertThat(connection.ended()).isNotDone();
  }

  @Test
  void theLargestPacketWeAllowIsTakenAndALargerOneEndsTheConnection() throws Exception {
    var topic = "cw/1/A/up/event";
    var payload = LARGEST - 5 - 2 - topic.length() - 2 - 1;
    assertThat(Sent.message(topic, 1, new byte[payload]).bytes()).hasSize(LARGEST);

    peer.send(Sent.message(topic, 1, new byte[payload]));
    await().until(() -> deliveries.size() == 1);
    assertThat(deliveries.getFirst().size()).isEqualTo(payload);
    peer.send(new Sent(new byte[] {0x32, -127, -128, -128, 2}));

    assertThat(connection.ended().get(10, TimeUnit.SECONDS)).contains("a packet of 4194310 bytes");
  }

  @Test
  void aMessageOfQoS2EndsTheConnection() throws Exception {
    peer.send(Sent.message("cw/1/A/up/event", 2, 1, Sent.NO_PROPERTIES, bytes("!")));

    assertThat(connection.ended().get(10, TimeUnit.SECONDS))
        .isEqualTo("the broker sent a message of QoS 2, for which we never asked");
    assertThat(deliveries).isEmpty();
  }

  @Test
  void theEchoIsHeardAndHandedToNobody() throws IOException {
    connection.shout();
    var shouted = peer.read(0x30);
    peer.send(Sent.packet(0x30, shouted));

    await().until(connection::heardAnything);
    assertThat(connection.heardAnything()).isFalse();
    assertThat(deliveries).isEmpty();
  }

  @Test
  void aBrokerThatGoesOnSendingIsNotSilentThoughTheEchoWaitsBehindAllThat() throws IOException {
    connection.shout();
    assertThat(connection.heardAnything()).isFalse();
    peer.send(Sent.message("cw/1/A/up/event", 1, bytes("!")));

    await().until(connection::heardAnything);
    assertThat(connection.heardAnything()).isFalse();
  }

  @Test
  void whatWasAcknowledgedIsSaidBeforeTheGoodBye() throws IOException {
    peer.send(Sent.message("cw/1/A/up/event", 1, bytes("!")));
    peer.send(Sent.message("cw/1/A/up/event", 2, bytes("!")));
    await().until(() -> deliveries.size() == 2);

    deliveries.getFirst().acknowledge();
    connection.close(PATIENCE);
    deliveries.getLast().acknowledge();

    assertThat(peer.read(PUBACK)).containsExactly(0, 1);
    assertThat(peer.readOne()).isEqualTo(0xE0);
    while (peer.readOne() > 0) {}
    assertThat(connection.ended().join()).isEqualTo("closed here");
  }
}
