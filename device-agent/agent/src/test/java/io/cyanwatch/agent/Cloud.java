package io.cyanwatch.agent;

import io.cyanwatch.protocol.Command;
import io.cyanwatch.protocol.Message;
import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Wire;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/// A real broker and somebody who hears all devices, which can both be taken away.
final class Cloud implements MqttCallback, AutoCloseable {
  private final List<Message> heard = new CopyOnWriteArrayList<>();
  private final int port;
  private final ActiveMQServer server;
  private final MqttAsyncClient client;

  Cloud(int port, Path directory) throws Exception {
    this(port, directory, "", null);
  }

  /// @param tls more settings of the acceptor
  /// @param ca signed the broker's certificate, where there is one
  Cloud(int port, Path directory, String tls, @Nullable Path ca) throws Exception {
    this.port = port;
    this.server = new ActiveMQServerImpl(settings(directory, tls));
    this.server.start();
    var url = (ca == null ? "tcp" : "ssl") + "://localhost:" + port;
    this.client = new MqttAsyncClient(url, "listener", new MemoryPersistence());
    client.setCallback(this);
    var options = new MqttConnectionOptions();
    if (ca != null) {
      options.setSocketFactory(Trust.of(url, ca.toString()).orElseThrow());
    }
    options.setReceiveMaximum(1_000);
    client.connect(options).waitForCompletion(10_000);
    client.subscribe(new MqttSubscription(Topics.ALL_UP, 1)).waitForCompletion(10_000);
  }

  private ConfigurationImpl settings(Path directory, String tls) throws Exception {
    var settings = new ConfigurationImpl();
    settings.setName("test");
    settings.setWildCardConfiguration(MQTTUtil.MQTT_WILDCARD);
    settings.setJMXManagementEnabled(false);
    settings.setSecurityEnabled(false);
    settings.setPersistenceEnabled(false);
    settings.setMaxDiskUsage(-1);
    settings.setNodeManagerLockDirectory(directory.resolve("lock").toString());
    settings.setThreadPoolMaxSize(8);
    settings.setScheduledThreadPoolMaxSize(2);
    settings.addAcceptorConfiguration(
        "mqtt",
        "tcp://127.0.0.1:"
            + port
            + "?protocols=MQTT;useEpoll=false;useKQueue=false;remotingThreads=2"
            + tls);
    return settings;
  }

  /// Everything that was heard, in its order.
  List<Message> heard() {
    return heard;
  }

  <T extends Message> List<T> heard(Class<T> kind) {
    return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  void command(String device, Command command) throws MqttException {
    var payload = Wire.encode(command, Wire.Format.JSON);
    client.publish(Topics.command(device), payload, 1, false).waitForCompletion(5_000);
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    Topics.parse(topic)
        .map(it -> Wire.decode(it.channel(), message.getPayload()))
        .ifPresent(
            it -> {
              heard.addAll(it.messages());
              if (!it.refusals().isEmpty()) {
                throw new IllegalStateException(it.refusals().toString());
              }
            });
  }

  @Override
  public void close() {
    try {
      client.disconnectForcibly(0, 100, false);
      client.close(true);
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the broker does not end", e);
    }
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
  public void authPacketArrived(int reason, MqttProperties properties) {}
}
