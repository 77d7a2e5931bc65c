package io.cyanwatch.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("backends")
class LinkTest extends LinkHarness {

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
}
