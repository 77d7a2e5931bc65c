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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinkTest {

  private static final Pace HASTY =
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

  @Test
  void theHouseHearsOfEveryEdgeAndTheMetersFollow() {
    assertThat(link.connected()).isFalse();
    assertThat(meters.get("cyanwatch.link.connected").gauge().value()).isZero();

    connect();
    assertThat(meters.get("cyanwatch.link.connected").gauge().value()).isEqualTo(1);
    gateway.cut();

    await().untilAsserted(() -> assertThat(edges).containsExactly(true, false, true));
    assertThat(meters.get("cyanwatch.link.reconnects").counter().count()).isEqualTo(1);
    link.stop();
    assertThat(edges).containsExactly(true, false, true, false);
  }

  @Test
  void aCutWhileTheInboxIsBusyIsNoticedMendedAndTheMessageComesAgain() {
    connect();
    desk.stuck = true;
    say("A", "hello");
    await().until(() -> desk.deliveries.size() == 1);
    desk.stuck = false;

    gateway.cut();

    await().untilAsserted(() -> assertThat(edges).containsExactly(true, false, true));
    await().untilAsserted(() -> assertThat(desk.payloads()).containsExactly("hello", "hello"));
    desk.deliveries.getLast().acknowledge();
    await().until(() -> broker.broker.held() == 0);
  }

  @Test
  void acknowledgementsOfADeadConnectionDoNoHarmAndTheMessagesComeAgain() {
    connect();
    sayMany("A", 20);
    await().until(() -> desk.deliveries.size() == 20);
    var early = List.copyOf(desk.deliveries);

    gateway.cut();
    early.subList(0, 10).forEach(Delivery::acknowledge);
    await().until(() -> desk.deliveries.size() == 40);
    early.forEach(Delivery::acknowledge);

    assertThat(desk.payloads().subList(20, 40)).isEqualTo(desk.payloads().subList(0, 20));
    assertThat(broker.broker.held()).isEqualTo(20);
    desk.deliveries.subList(20, 40).forEach(Delivery::acknowledge);
    await().until(() -> broker.broker.held() == 0);
    say("A", "and on");
    await().until(() -> desk.payloads().contains("and on"));
    assertThat(link.connected()).isTrue();
  }

  @Test
  void nothingIsAcknowledgedBeforeWeSaySo() {
    connect();
    sayMany("A", 10);
    await().until(() -> desk.deliveries.size() == 10);
    desk.deliveries.subList(0, 4).forEach(Delivery::acknowledge);
    await().until(() -> broker.broker.held() == 6);
    link.stop();
    desk.deliveries.clear();

    link.start();

    await().until(() -> desk.deliveries.size() == 6);
    assertThat(desk.payloads()).containsExactly("A4", "A5", "A6", "A7", "A8", "A9");
  }

  @Test
  void fiveThousandWaitingMessagesAllArriveInOrderPerDevice() {
    var devices = List.of("A", "B", "C", "D", "E");
    devices.parallelStream().forEach(device -> sayMany(device, 1000));
    assertThat(broker.broker.held()).isEqualTo(5000);
    desk.acknowledging = true;

    connect();

    await().until(() -> broker.broker.held() == 0);
    assertThat(edges).containsExactly(true);
    devices.forEach(device -> assertThat(said(device)).isEqualTo(numbered(device, 1000)));
  }

  @Test
  void messagesThatKeepComingArriveInOrderPerDevice() {
    var devices = List.of("A", "B", "C", "D", "E");
    desk.acknowledging = true;
    connect();

    devices.parallelStream().forEach(device -> sayMany(device, 1000));

    await().until(() -> broker.broker.held() == 0);
    devices.forEach(device -> assertThat(said(device)).isEqualTo(numbered(device, 1000)));
  }

  @Test
  void theEchoComesAlsoWhileWeAcknowledgeNothing() {
    link = link(HASTY, 10);
    sayMany("A", 50);
    connect();
    await().until(() -> desk.deliveries.size() == 10);

    await()
        .during(HASTY.silentAfter().multipliedBy(2))
        .atMost(Duration.ofSeconds(5))
        .until(() -> edges.equals(List.of(true)) && desk.deliveries.size() == 10);
  }

  @Test
  void aConnectionInWhichAllBytesVanishIsReplaced() {
    connect();

    gateway.swallowing = true;
    await().until(() -> edges.equals(List.of(true, false)));
    gateway.swallowing = false;

    await().untilAsserted(() -> assertThat(edges).containsExactly(true, false, true));
  }

  @ParameterizedTest
  @EnumSource(names = {"MUTE", "RUDE"})
  @DisplayName("4. Broker accepts TCP but never sends CONNACK")
  void aPeerThatDoesNotSpeakMqttCostsNoThreadsHoweverOftenWeTry(Gateway.Mood mood) {
    var others = threadsOfClients(); // Of applications that other tests keep running.
    gateway.mood = mood;
    link =
        link(
            new Pace(
                Duration.ofMillis(100),
                Duration.ofMillis(100),
                Duration.ofMillis(700),
                Duration.ofMillis(1),
                Duration.ofMillis(1)),
            2000);
    link.start();

    await().atMost(Duration.ofSeconds(30)).until(() -> gateway.accepted.get() >= 100);

    assertThat(threadsOfClients()).isLessThan(others + 10);
    assertThat(edges).isEmpty();
    gateway.mood = Gateway.Mood.OPEN;
    await().until(link::connected);
    await().untilAsserted(() -> assertThat(threadsOfClients()).isLessThanOrEqualTo(others + 4));
  }

  @Test
  void aBrokerThatIsNotThereYetIsFoundOnceItIs() {
    gateway.shut();
    link.start();
    await().until(() -> meters.get("cyanwatch.link.reconnects").counter().count() > 3);
    assertThat(link.connected()).isFalse();

    gateway.reopen();

    await().until(link::connected);
  }

  @Test
  void aWrongPasswordIsRetriedWithoutTouchingAnybody() {
    var wrong =
        new Account(
            new LinkProperties.Address("127.0.0.1", gateway.port, false),
            "@cyanwatch",
            "guess",
            Account.CLIENT_ID,
            "");
    var other = link(wrong, HASTY, 2000);
    other.start();

    await().until(() -> gateway.accepted.get() > 3);

    assertThat(other.connected()).isFalse();
    other.stop();
  }

  @Test
  void aMessageTheInboxThrewAtStaysWithTheBrokerAndTheNextOnesFlow() {
    connect();
    desk.broken = true;
    say("A", "lost?");
    await().until(() -> broker.broker.held() == 1);
    desk.broken = false;
    say("A", "next");

    await().untilAsserted(() -> assertThat(desk.payloads()).containsExactly("next"));
    gateway.cut();
    await().until(() -> desk.payloads().contains("lost?"));
  }

  @Test
  void aDeliverySaysWhatCameWhenAndFromWhere() {
    connect();
    say("A", "hello");

    await().until(() -> desk.deliveries.size() == 1);

    var delivery = desk.deliveries.getFirst();
    assertThat(delivery.topic()).isEqualTo("cw/1/A/up/event");
    assertThat(delivery.qos()).isEqualTo(1);
    assertThat(delivery.receivedAt()).isBeforeOrEqualTo(Clock.systemUTC().instant());
  }

  @Test
  void aCommandCarriesItsExpiryItsResponseTopicAndItsCorrelation() throws MqttException {
    connect();
    var got = new AtomicReference<MqttMessage>();
    var device = device("A", got);
    device.subscribe("cw/1/A/dn/#", 1);

    var sent =
        link.publish(
            "cw/1/A/dn/command",
            bytes("restart"),
            Duration.ofSeconds(30),
            "cw/1/A/up/reply",
            bytes("id 7"));

    assertThat(sent).isTrue();
    await().until(() -> got.get() != null);
    assertThat(got.get().getPayload()).isEqualTo(bytes("restart"));
    assertThat(got.get().isRetained()).isFalse();
    var properties = got.get().getProperties();
    assertThat(properties.getMessageExpiryInterval()).isBetween(28L, 30L);
    assertThat(properties.getResponseTopic()).isEqualTo("cw/1/A/up/reply");
    assertThat(properties.getCorrelationData()).isEqualTo(bytes("id 7"));
    device.disconnect();
    device.close();
  }

  @Test
  void withoutAConnectionNothingIsSentAndTheCallerHearsIt() {
    assertThat(command("A")).isFalse();
    connect();
    assertThat(command("A")).isTrue();
    gateway.shut();
    await().until(() -> !link.connected());

    assertThat(command("A")).isFalse();
    assertThat(meters.get("cyanwatch.link.refused").counter().count()).isEqualTo(2);
  }

  @Test
  void theSendWindowIsBoundedAndOpensAgain() {
    connect();
    gateway.swallowing = true;
    var sent = 0;
    while (command("A")) {
      sent++;
    }
    assertThat(sent).isEqualTo(1000);

    gateway.swallowing = false;
    await().until(() -> edges.equals(List.of(true, false, true)));
    for (var i = 0; i < 1200; i++) {
      await().pollInterval(Duration.ofMillis(1)).until(() -> command("A"));
    }
  }

  @Test
  void stoppingTakesThreeSecondsAtMostWhateverIsStuck() {
    connect();
    desk.stuck = true;
    say("A", "hello");
    await().until(() -> desk.deliveries.size() == 1);
    gateway.swallowing = true;
    var before = System.nanoTime();

    link.stop();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
    assertThat(link.connected()).isFalse();
    assertThat(link.isRunning()).isFalse();
  }

  private PahoLink link(Pace pace, int receiveMaximum) {
    var account = broker.broker.account();
    var address = new LinkProperties.Address("127.0.0.1", gateway.port, false);
    var behind =
        new Account(address, account.username(), account.password(), account.clientId(), "");
    return link(behind, pace, receiveMaximum);
  }

  private PahoLink link(Account account, Pace pace, int receiveMaximum) {
    var news = new News(event -> edges.add(((LinkChanged) event).connected()), Clock.systemUTC());
    return new PahoLink(
        () -> account, () -> desk, news, Clock.systemUTC(), meters, pace, receiveMaximum);
  }

  private void connect() {
    link.start();
    await().until(() -> edges.equals(List.of(true)));
  }

  private void say(String device, String what) {
    try (var wire = broker.device(5, device)) {
      assertThat(wire.publish("cw/1/" + device + "/up/event", what)).isZero();
    }
  }

  private List<String> said(String device) {
    return desk.payloads().stream().filter(payload -> payload.startsWith(device)).toList();
  }

  private static List<String> numbered(String device, int count) {
    return IntStream.range(0, count).mapToObj(n -> device + n).toList();
  }

  /// `A0`, `A1`, …
  private void sayMany(String device, int count) {
    try (var wire = broker.device(4, device)) {
      wire.publishAll("cw/1/" + device + "/up/event", device, count);
    }
  }

  private boolean command(String device) {
    return link.publish(
        "cw/1/" + device + "/dn/command", bytes("x"), Duration.ofSeconds(30), "", new byte[0]);
  }

  private static long threadsOfClients() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("MQTT "))
        .filter(thread -> thread.getName().contains(Account.CLIENT_ID))
        .count();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private MqttClient device(String id, AtomicReference<MqttMessage> got) throws MqttException {
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
