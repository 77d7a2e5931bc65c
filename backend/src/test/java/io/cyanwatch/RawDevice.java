package io.cyanwatch;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import io.cyanwatch.protocol.Command;
import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A device that a test plays by hand, message by message.
public final class RawDevice implements AutoCloseable {
  private final String id;
  private final Mqtt3BlockingClient client;
  private final BlockingQueue<Command> commands = new LinkedBlockingQueue<>();
  private String boot = "00000001-c0ffee00";
  private long seq;
  private String accessPoint;

  /// Connects with a will for connection 1 of the present boot.
  public RawDevice(String id, String password, int port) {
    this.id = id;
    this.accessPoint = "ap-of-" + id;
    this.client =
        MqttClient.builder()
            .useMqttVersion3()
            .identifier(id)
            .serverHost("127.0.0.1")
            .serverPort(port)
            .simpleAuth()
            .username(id)
            .password(password.getBytes(StandardCharsets.UTF_8))
            .applySimpleAuth()
            .willPublish()
            .topic(Topics.up(id, Topics.Channel.WILL))
            .qos(MqttQos.AT_LEAST_ONCE)
            .payload(
                "{\"boot\":\"%s\",\"conn\":1}".formatted(boot).getBytes(StandardCharsets.UTF_8))
            .applyWillPublish()
            .buildBlocking();
    client.connectWith().cleanSession(true).keepAlive(30).send();
    client
        .toAsync()
        .subscribeWith()
        .topicFilter(Topics.allDown(id))
        .qos(MqttQos.AT_LEAST_ONCE)
        .callback(
            message -> Wire.decodeCommand(message.getPayloadAsBytes()).ifPresent(commands::add))
        .send()
        .join();
  }

  public String boot() {
    return boot;
  }

  /// From now on this boot, counted from its beginning.
  public RawDevice boots(String boot) {
    this.boot = boot;
    this.seq = 0;
    return this;
  }

  public RawDevice behind(String accessPoint) {
    this.accessPoint = accessPoint;
    return this;
  }

  /// What the broker would say if the connection broke.
  public RawDevice breaksOff() {
    return publishes("will", "{\"boot\":\"%s\",\"conn\":1}".formatted(boot));
  }

  public RawDevice birth(String reset) {
    return says(
        "birth",
        """
        "interval":10,"device":{"hw":"photon","fw":"1.0.0","os":"deviceos 0.6.0"},
        "reset":{"class":"%s"},"net":{"ip":"127.0.0.1","gw":"10.0.0.1"},"caps":["restart_listener"]
        """
            .formatted(reset));
  }

  public RawDevice health(int ups, int generation, int accepts) {
    return says(
        "health",
        """
        "phase":"cloud_connected",
        "wifi":{"ready":true,"ssid":"lab","bssid":"%s","rssi":-61,"ups":%d},"cloud":{"up":true},
        "listener":{"state":"listening","gen":%d,"accepts":%d},"mem":{"free":51000}
        """
            .formatted(accessPoint, ups, generation, accepts));
  }

  /// Publishes an envelope with these fields, at the next place in the sequence.
  public RawDevice says(String channel, String fields) {
    var number = seq++;
    return publishes(
        channel,
        "{\"boot\":\"%s\",\"seq\":%d,\"conn\":1,\"up\":%d,%s}"
            .formatted(boot, number, 1000 + number * 10, fields.strip()));
  }

  public RawDevice publishes(String channel, String payload) {
    client
        .publishWith()
        .topic("cw/1/" + id + "/up/" + channel)
        .qos(MqttQos.AT_LEAST_ONCE)
        .payload(payload.getBytes(StandardCharsets.UTF_8))
        .send();
    return this;
  }

  public Optional<Command> nextCommand() throws InterruptedException {
    return Optional.ofNullable(commands.poll(15, TimeUnit.SECONDS));
  }

  @Override
  public void close() {
    client.disconnect();
  }
}
