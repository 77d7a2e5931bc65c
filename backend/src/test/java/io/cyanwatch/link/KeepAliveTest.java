package io.cyanwatch.link;

import static io.cyanwatch.link.LinkHarness.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/// The client has its keep-alive, although it hears no messages.
@ResourceLock("backends")
class KeepAliveTest {
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(3);
  private static final int PINGREQ = 0xC0;

  private final AtomicInteger messages = new AtomicInteger();
  private final AtomicInteger pings = new AtomicInteger();
  private final Line line =
      new Line(
          false,
          new Hearing(
              new ReceiveWindow(1, Long.MAX_VALUE),
              1_000,
              KEEP_ALIVE,
              _ -> messages.incrementAndGet()));
  private Peer peer;
  private MqttAsyncClient client;

  @BeforeEach
  void connect() throws IOException, MqttException {
    peer = new Peer();
    client =
        new MqttAsyncClient("tcp://127.0.0.1:" + peer.port(), "backend", new MemoryPersistence());
    var options = new MqttConnectionOptions();
    options.setAutomaticReconnect(false);
    options.setKeepAliveInterval((int) KEEP_ALIVE.toSeconds());
    options.setSocketFactory(line.factory());
    var welcomed = peer.welcome(false);
    client.connect(options).waitForCompletion(10_000);
    welcomed.join();
  }

  @AfterEach
  void end() throws IOException {
    line.end("the test is over");
    peer.close();
  }

  @Test
  void aPingThatWaitsBehindMessagesEndsNothing() {
    Thread.ofVirtual().start(this::countPings);
    Thread.ofVirtual().start(this::flood);

    await()
        .during(KEEP_ALIVE.multipliedBy(4))
        .atMost(KEEP_ALIVE.multipliedBy(20))
        .until(() -> client.isConnected() && !line.ended().isDone());

    assertThat(messages).hasPositiveValue();
    assertThat(pings).hasPositiveValue();
  }

  @Test
  void onAQuietLinePingsGoOutAndTheirAnswersComeIn() {
    Thread.ofVirtual().start(this::answerPings);

    await()
        .during(KEEP_ALIVE.multipliedBy(4))
        .atMost(KEEP_ALIVE.multipliedBy(20))
        .until(() -> client.isConnected() && !line.ended().isDone());

    assertThat(pings).hasValueGreaterThan(1);
  }

  @Test
  void aBrokerThatIsSilentIsLeft() {
    await().atMost(KEEP_ALIVE.multipliedBy(20)).until(() -> line.ended().isDone());
  }

  private void flood() {
    try {
      while (true) {
        peer.send(Sent.message("t", 0, 0, Sent.NO_PROPERTIES, bytes("!")));
        Thread.sleep(10);
      }
    } catch (IOException | InterruptedException e) {
      // The test is over.
    }
  }

  private void countPings() {
    try {
      while (true) {
        peer.read(PINGREQ);
        pings.incrementAndGet();
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void answerPings() {
    try {
      while (true) {
        peer.read(PINGREQ);
        pings.incrementAndGet();
        peer.send(Sent.packet(0xD0, new byte[0]));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }
}
