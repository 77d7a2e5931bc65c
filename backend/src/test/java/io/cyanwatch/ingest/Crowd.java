package io.cyanwatch.ingest;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.cyanwatch.protocol.Ack;
import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.protocol.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// Many devices behind one connection. What it said counts once the broker took it.
final class Crowd implements AutoCloseable {
  private final Mqtt5AsyncClient client;
  private final List<CompletableFuture<?>> underway = new ArrayList<>();

  Crowd(int port) {
    client =
        MqttClient.builder()
            .useMqttVersion5()
            .identifier("crowd-" + UUID.randomUUID())
            .serverHost("127.0.0.1")
            .serverPort(port)
            .buildAsync();
    client.connect().orTimeout(10, TimeUnit.SECONDS).join();
  }

  Crowd says(String device, Channel channel, String payload) {
    return says(Topics.up(device, channel), payload.getBytes(StandardCharsets.UTF_8), 1);
  }

  Crowd says(String topic, byte[] payload, int qos) {
    underway.add(
        client
            .publishWith()
            .topic(topic)
            .qos(qos == 0 ? MqttQos.AT_MOST_ONCE : MqttQos.AT_LEAST_ONCE)
            .payload(payload)
            .send());
    return this;
  }

  /// Waits until the broker took all that was said.
  void isHeard() {
    CompletableFuture.allOf(underway.toArray(CompletableFuture[]::new))
        .orTimeout(30, TimeUnit.SECONDS)
        .join();
    underway.clear();
  }

  /// What a device is told to be durable, from now on.
  List<Ack> acknowledgements(String device) {
    var acks = new CopyOnWriteArrayList<Ack>();
    client
        .subscribeWith()
        .topicFilter(Topics.ack(device))
        .qos(MqttQos.AT_MOST_ONCE)
        .callback(message -> Wire.decodeAck(message.getPayloadAsBytes()).ifPresent(acks::add))
        .send()
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
    return acks;
  }

  @Override
  public void close() {
    client.disconnect().orTimeout(5, TimeUnit.SECONDS).exceptionally(_ -> null).join();
  }
}
