package io.cyanwatch.simulator;

import com.hivemq.client.internal.mqtt.MqttClientConfig;
import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.protocol.Will;
import io.cyanwatch.protocol.Wire;
import io.cyanwatch.protocol.Wire.Format;
import io.cyanwatch.simulator.device.Backlog;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// One device's connection with the broker, which can be cut like a cable. Everything it has to
/// tell comes on `stage`.
final class Session {
  private static final int KEEP_ALIVE_S = 30;
  private static final int CONNECT_MS = 3_000;
  private static final int FAREWELL_MS = 3_000;

  private final String id;
  private final String password;
  private final Mqtt5AsyncClient client;
  private final Executor stage;
  private final Ears ears;
  private int underway;
  private Runnable farewell = () -> {};
  private State state = State.DOWN;

  /// @param password empty where the broker lets anybody in
  Session(
      String id,
      InetSocketAddress broker,
      String password,
      MqttClientExecutorConfig threads,
      Executor stage,
      Ears ears) {
    this.id = id;
    this.password = password;
    this.stage = stage;
    this.ears = ears;
    this.client =
        Mqtt5Client.builder()
            .identifier(id)
            .transportConfig()
            .serverAddress(broker)
            .socketConnectTimeout(CONNECT_MS, TimeUnit.MILLISECONDS)
            .mqttConnectTimeout(CONNECT_MS, TimeUnit.MILLISECONDS)
            .applyTransportConfig()
            .executorConfig(threads)
            .addDisconnectedListener(this::disconnected)
            .buildAsync();
  }

  /// Hears what becomes of the session.
  interface Ears {
    void connected();

    /// The connection, or the attempt to make one, came to an end.
    void lost();

    void heard(String topic, byte[] payload);

    void acknowledged(Backlog.Batch batch);

    void undelivered(Backlog.Batch batch);
  }

  private enum State {
    DOWN,
    CONNECTING,
    UP
  }

  boolean down() {
    return state == State.DOWN;
  }

  boolean up() {
    return state == State.UP;
  }

  /// Connects and subscribes. The will belongs to this one connection.
  void connect(Will will) {
    state = State.CONNECTING;
    CompletableFuture<?> _ =
        client
            .connect(connect(Wire.encode(will, Format.JSON)))
            .thenCompose(_ -> subscribe())
            .whenCompleteAsync((_, failure) -> settled(failure == null), stage);
  }

  void publish(Backlog.Batch batch) {
    var records = batch.records();
    var payload =
        records.size() == 1
            ? Wire.encode(records.getFirst(), Format.JSON)
            : Wire.encode(records, Format.JSON);
    underway++;
    CompletableFuture<?> _ =
        publish(batch.channel(), payload)
            .whenCompleteAsync(
                (_, failure) -> {
                  if (failure == null) {
                    ears.acknowledged(batch);
                  } else if (!refused(failure)) {
                    ears.undelivered(batch);
                  }
                  settle();
                },
                stage);
  }

  private void settle() {
    underway--;
    if (underway == 0) {
      farewell.run();
    }
  }

  /// Closes the socket without a word, so that the broker publishes the will.
  void cut() {
    if (client.getConfig() instanceof MqttClientConfig internals
        && internals.getRawConnectionConfig() != null) {
      var _ = internals.getRawConnectionConfig().getChannel().close();
    }
  }

  /// Leaves politely: once the broker has what was said, unless it takes too long, and without a
  /// will.
  void leave(Runnable gone) {
    var left = new AtomicBoolean();
    farewell =
        () -> {
          if (left.compareAndSet(false, true)) {
            CompletableFuture<?> _ = client.disconnect().whenComplete((_, _) -> gone.run());
          }
        };
    if (underway == 0) {
      farewell.run();
    } else {
      CompletableFuture.delayedExecutor(FAREWELL_MS, TimeUnit.MILLISECONDS, stage)
          .execute(() -> farewell.run());
    }
  }

  private Mqtt5Connect connect(byte[] will) {
    var connect = Mqtt5Connect.builder().cleanStart(true).keepAlive(KEEP_ALIVE_S);
    if (!password.isEmpty()) {
      connect
          .simpleAuth()
          .username(id)
          .password(password.getBytes(StandardCharsets.UTF_8))
          .applySimpleAuth();
    }
    return connect
        .willPublish()
        .topic(Topics.up(id, Channel.WILL))
        .qos(MqttQos.AT_LEAST_ONCE)
        .payload(will)
        .applyWillPublish()
        .build();
  }

  /// The callback ends with the connection, as the session does.
  private CompletableFuture<?> subscribe() {
    return client
        .subscribeWith()
        .topicFilter(Topics.allDown(id))
        .qos(MqttQos.AT_LEAST_ONCE)
        .callback(this::heard)
        .send();
  }

  private void heard(Mqtt5Publish publish) {
    var payload = publish.getPayloadAsBytes();
    stage.execute(() -> ears.heard(publish.getTopic().toString(), payload));
  }

  private CompletableFuture<?> publish(Channel channel, byte[] payload) {
    return client
        .publishWith()
        .topic(Topics.up(id, channel))
        .qos(MqttQos.AT_LEAST_ONCE)
        .payload(payload)
        .send();
  }

  private void settled(boolean connected) {
    if (state != State.CONNECTING) {
      return;
    }
    if (connected) {
      state = State.UP;
      ears.connected();
    } else {
      cut();
      disconnected();
    }
  }

  private void disconnected(MqttClientDisconnectedContext context) {
    stage.execute(this::disconnected);
  }

  private void disconnected() {
    if (state != State.DOWN) {
      state = State.DOWN;
      ears.lost();
    }
  }

  /// Whether the broker took the record and said no: sending it again would not help.
  private static boolean refused(Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof Mqtt5PubAckException;
  }
}
