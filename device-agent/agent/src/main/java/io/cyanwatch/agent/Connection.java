package io.cyanwatch.agent;

import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Topics.Channel;
import java.util.function.BiConsumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/// One attempt to be connected, with a client object of its own that is never used again. Its
/// callbacks only pass the news on: the library loses connections and messages when they block or
/// throw.
final class Connection implements MqttCallback, MqttActionListener {
  private static final int KEEP_ALIVE_S = 30;
  private static final int CONNECT_S = 10;

  private final Account account;
  private final byte[] will;
  private final BiConsumer<Connection, News> desk;
  private final MqttAsyncClient client;

  Connection(Account account, byte[] will, BiConsumer<Connection, News> desk) throws MqttException {
    this.account = account;
    this.will = will;
    this.desk = desk;
    this.client = new MqttAsyncClient(account.broker(), account.id(), new MemoryPersistence());
  }

  /// What a connection has to tell.
  sealed interface News {
    /// Connected and subscribed.
    record Up() implements News {}

    record Down(long now) implements News {}

    record Heard(String topic, byte[] payload, long at) implements News {}
  }

  MqttAsyncClient client() {
    return client;
  }

  void open() throws MqttException {
    client.setCallback(this);
    var connect = new MqttConnectionOptions();
    connect.setAutomaticReconnect(false);
    connect.setCleanStart(true);
    connect.setSessionExpiryInterval(0L);
    connect.setKeepAliveInterval(KEEP_ALIVE_S);
    connect.setConnectionTimeout(CONNECT_S);
    connect.setUserName(account.id());
    connect.setPassword(account.password());
    account.trust().ifPresent(connect::setSocketFactory);
    connect.setWill(Topics.up(account.id(), Channel.WILL), new MqttMessage(will, 1, false, null));
    client.connect(connect, null, connecting());
  }

  /// Says goodbye to the broker, then lets go.
  void leave(long ms) {
    try {
      client.disconnect().waitForCompletion(ms);
    } catch (MqttException e) {
      // The broker will notice by itself.
    }
    abandon();
  }

  /// Lets go on another thread: closing may block.
  void abandon() {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                client.disconnectForcibly(0, 0, false);
              } catch (MqttException e) {
                // There was no connection to end.
              }
              try {
                client.close(true);
              } catch (MqttException e) {
                // The object is dropped anyway.
              }
            });
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {
    down();
  }

  @Override
  public void mqttErrorOccurred(MqttException exception) {
    // A broken connection also comes as disconnected().
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    desk.accept(this, new News.Heard(topic, message.getPayload().clone(), Ticks.now()));
  }

  @Override
  public void deliveryComplete(IMqttToken token) {
    // Each publish has a listener of its own.
  }

  @Override
  public void connectComplete(boolean reconnect, String uri) {
    // The listener of the connect hears of it, too.
  }

  @Override
  public void authPacketArrived(int reason, MqttProperties properties) {
    // Only a user name and a password are used.
  }

  /// The subscription stands.
  @Override
  public void onSuccess(IMqttToken token) {
    desk.accept(this, new News.Up());
  }

  @Override
  public void onFailure(IMqttToken token, Throwable cause) {
    down();
  }

  private MqttActionListener connecting() {
    return new MqttActionListener() {
      @Override
      public void onSuccess(IMqttToken token) {
        try {
          client.subscribe(Topics.allDown(account.id()), 1, null, Connection.this);
        } catch (MqttException e) {
          down();
        }
      }

      @Override
      public void onFailure(IMqttToken token, Throwable cause) {
        down();
      }
    };
  }

  private void down() {
    desk.accept(this, new News.Down(Ticks.now()));
  }
}
