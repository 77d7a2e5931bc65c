package io.cyanwatch.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A link to a broker of our own, through a network that can fail.
abstract class LinkHarness {

  static final Pace HASTY =
      new Pace(
          Duration.ofSeconds(2),
          Duration.ofMillis(100),
          Duration.ofMillis(700),
          Duration.ofMillis(20),
          Duration.ofMillis(100));

  @TempDir Path home;
  EmbeddedBroker broker;
  Gateway gateway;
  Desk desk = new Desk();
  List<Boolean> edges = new CopyOnWriteArrayList<>();
  SimpleMeterRegistry meters = new SimpleMeterRegistry();
  PahoLink link;

  @BeforeEach
  void start() {
    broker = new EmbeddedBroker(home, Roster.of("A", "B", "C", "D", "E"));
    gateway = new Gateway(broker.port());
    link = link(HASTY, 2000);
  }

  @AfterEach
  void stop() {
    desk.release.countDown();
    link.stop();
    gateway.close();
    broker.close();
  }

  PahoLink link(Pace pace, int receiveMaximum) {
    var account = broker.broker.account();
    var address = new LinkProperties.Address("127.0.0.1", gateway.port, false);
    var behind =
        new Account(address, account.username(), account.password(), account.clientId(), "");
    return link(behind, pace, receiveMaximum);
  }

  PahoLink link(Account account, Pace pace, int receiveMaximum) {
    var news = new News(event -> edges.add(((LinkChanged) event).connected()), Clock.systemUTC());
    return new PahoLink(
        () -> account, () -> desk, news, Clock.systemUTC(), meters, pace, receiveMaximum);
  }

  void connect() {
    link.start();
    await().until(() -> edges.equals(List.of(true)));
  }

  void say(String device, String what) {
    try (var wire = broker.device(5, device)) {
      assertThat(wire.publish("cw/1/" + device + "/up/event", what)).isZero();
    }
  }

  List<String> said(String device) {
    return desk.payloads().stream().filter(payload -> payload.startsWith(device)).toList();
  }

  static List<String> numbered(String device, int count) {
    return IntStream.range(0, count).mapToObj(n -> device + n).toList();
  }

  /// `A0`, `A1`, …
  void sayMany(String device, int count) {
    try (var wire = broker.device(4, device)) {
      wire.publishAll("cw/1/" + device + "/up/event", device, count);
    }
  }

  boolean command(String device) {
    return link.publish(
        "cw/1/" + device + "/dn/command", bytes("x"), Duration.ofSeconds(30), "", new byte[0]);
  }

  static long threadsOfClients() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("MQTT "))
        .filter(thread -> thread.getName().contains(Account.CLIENT_ID))
        .count();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  MqttClient device(String id, AtomicReference<MqttMessage> got) throws MqttException {
    var client = new MqttClient("tcp://127.0.0.1:" + broker.port(), id, new MemoryPersistence());
    client.setCallback(new Listener(got));
    var options = new MqttConnectionOptions();
    options.setUserName(id);
    options.setPassword(bytes("secret of " + id));
    client.connect(options);
    return client;
  }

  private record Listener(AtomicReference<MqttMessage> got) implements MqttCallback {

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      got.set(message);
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {}

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String uri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
  }
}
