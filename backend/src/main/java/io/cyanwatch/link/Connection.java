package io.cyanwatch.link;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client object for one connection. It is never reconnected: Paho's objects do not survive
/// that reliably, so the next connection gets the next object, and what belonged to this one
/// dies with it.
final class Connection implements MqttCallback {

  /// The broker keeps our messages for a day.
  private static final long SESSION_SECONDS = Duration.ofHours(24).toSeconds();

  private static final int KEEP_ALIVE_SECONDS = 30;

  /// What is larger a broker drops without a word. What is smaller, and still too large for us, is
  /// refused where it is counted.
  private static final int LARGEST_PACKET = 4 * 1024 * 1024;

  /// In bytes: messages may be larger than heartbeats by far.
  private static final long MOST_UNACKNOWLEDGED = 8L * 1024 * 1024;

  private static final int FIRST_FAILURE_CODE = 0x80;

  private static final Logger log = LoggerFactory.getLogger(Connection.class);

  private final Account account;
  private final String echo;
  private final Mailroom mailroom;
  private final ReceiveWindow unacknowledged;
  private final int receiveMaximum;
  private final Line line;
  private final BooleanSupplier over;
  private final MqttAsyncClient client;
  private final AtomicLong heard = new AtomicLong();
  private final AtomicLong arrived = new AtomicLong();
  private volatile SendWindow window = SendWindow.CLOSED;

  /// @param receiveMaximum how many messages may wait for their acknowledgement
  Connection(Account account, Mailroom mailroom, int receiveMaximum) throws IOException {
    this.account = account;
    this.echo = account.echo();
    this.mailroom = mailroom;
    this.receiveMaximum = receiveMaximum;
    this.unacknowledged = new ReceiveWindow(receiveMaximum, MOST_UNACKNOWLEDGED);
    var keepAlive = Duration.ofSeconds(KEEP_ALIVE_SECONDS);
    var hearing = new Hearing(unacknowledged, LARGEST_PACKET, keepAlive, this::heard);
    this.line = new Line(account.address().tls(), hearing);
    this.over = line.ended()::isDone;
    var _ = line.ended().thenRun(() -> Thread.ofVirtual().name("link-tidy").start(this::tidy));
    try {
      var uri = "tcp://" + account.address().host() + ":" + account.address().port();
      this.client = new MqttAsyncClient(uri, account.clientId(), new MemoryPersistence());
    } catch (MqttException e) {
      throw new IOException(e);
    }
  }

  /// Takes what arrives.
  interface Mailroom {
    /// Must not block; may throw.
    void accept(
        String topic, byte[] payload, int qos, Runnable acknowledgement, BooleanSupplier over);
  }

  /// Connects and subscribes, or ends the line and says why not.
  void open(Duration patience) throws IOException {
    try {
      client.setCallback(this);
      client.setManualAcks(true);
      var token = client.connect(options(patience));
      token.waitForCompletion(patience.toMillis());
      window = SendWindow.of(token);
      subscribe(patience);
    } catch (MqttException e) {
      var reason = reason(e);
      end(reason);
      throw new IOException(reason, e);
    } catch (IOException | RuntimeException e) {
      end(e.toString());
      throw e;
    }
  }

  /// Completes with the reason when this connection is of no more use.
  CompletableFuture<String> ended() {
    return line.ended();
  }

  /// Says good-bye if that goes quickly, and ends the line.
  void close(Duration patience) {
    try {
      client.disconnect(0).waitForCompletion(patience.toMillis());
    } catch (MqttException | RuntimeException e) {
      log.debug("No good-bye", e);
    }
    end("closed here");
  }

  /// Cuts the line; Paho's threads notice and go.
  void end(String reason) {
    line.end(reason);
  }

  /// @return false when nothing was sent
  boolean publish(String topic, MqttMessage message) {
    return !line.ended().isDone() && window.send(client, topic, message);
  }

  /// Sends a word that comes back over the broker.
  void shout() {
    var properties = new MqttProperties();
    properties.setMessageExpiryInterval((long) KEEP_ALIVE_SECONDS);
    var message = new MqttMessage("?".getBytes(StandardCharsets.US_ASCII), 0, false, properties);
    try {
      client.publish(echo, message);
    } catch (MqttException | RuntimeException e) {
      log.debug("No echo can come", e);
    }
  }

  /// Whether anything came since the last time this was asked: an echo, or a message. A broker that
  /// has much for us brings that first, and lets the echo wait until it is of no more use. While
  /// nothing is read nothing can come, and nobody may conclude anything from that.
  boolean heardAnything() {
    var now = arrived.get();
    return heard.getAndSet(now) != now || unacknowledged.isFull();
  }

  /// On the thread that reads the line.
  private void heard(PublishPacket message) {
    arrived.incrementAndGet();
    try {
      if (message.topic().equals(echo)) {
        return;
      }
      var id = message.id();
      var qos = message.qos();
      var size = message.payload().length;
      Runnable acknowledgement = qos == 0 ? () -> {} : () -> acknowledge(id, size);
      if (qos > 0) {
        unacknowledged.taken(size);
      }
      mailroom.accept(message.topic(), message.payload(), qos, acknowledgement, over);
    } catch (Throwable e) {
      log.error("A message on {} was not taken; the broker keeps it", message.topic(), e);
    }
  }

  private void acknowledge(int id, int size) {
    unacknowledged.given(size);
    if (!over.getAsBoolean()) {
      line.acknowledge(id);
    }
  }

  private MqttConnectionOptions options(Duration patience) {
    var options = new MqttConnectionOptions();
    options.setAutomaticReconnect(false);
    options.setCleanStart(false);
    options.setSessionExpiryInterval(SESSION_SECONDS);
    options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    options.setReceiveMaximum(receiveMaximum);
    options.setMaximumPacketSize((long) LARGEST_PACKET);
    options.setUseSubscriptionIdentifiers(false);
    options.setConnectionTimeout((int) Math.max(1, patience.toSeconds()));
    options.setSocketFactory(line.factory());
    if (account.username() != null) {
      options.setUserName(account.username());
    }
    if (account.password() != null) {
      options.setPassword(account.password().getBytes(StandardCharsets.UTF_8));
    }
    return options;
  }

  private void subscribe(Duration patience) throws MqttException, IOException {
    var done = new CompletableFuture<int[]>();
    client.subscribe(
        new MqttSubscription[] {
          new MqttSubscription(account.filter(), 1), new MqttSubscription(echo, 0)
        },
        null,
        new Answer(done),
        new MqttProperties());
    var _ = line.ended().thenApply(why -> done.completeExceptionally(new IOException(why)));
    try {
      var codes = answer(done, patience);
      if (Arrays.stream(codes).anyMatch(code -> code >= FIRST_FAILURE_CODE)) {
        throw new IOException("the broker refused our subscriptions " + Arrays.toString(codes));
      }
    } catch (TimeoutException e) {
      throw new IOException("the broker did not answer our subscriptions", e);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped", e);
    }
  }

  /// What we are subscribed to already may come first, however much that is: a broker that goes on
  /// sending, or that we do not listen to, is not silent.
  private int[] answer(CompletableFuture<int[]> done, Duration patience)
      throws TimeoutException, ExecutionException, InterruptedException {
    while (true) {
      var before = arrived.get();
      try {
        return done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (arrived.get() == before && !unacknowledged.isFull()) {
          throw e;
        }
      }
    }
  }

  private static String reason(MqttException e) {
    if (e.getReasonCode() == MqttClientException.REASON_CODE_CLIENT_TIMEOUT) {
      return "the broker did not answer CONNECT";
    }
    var cause = e.getCause() == null ? "" : ", " + e.getCause();
    return "code " + e.getReasonCode() + " (" + e.getMessage() + ")" + cause;
  }

  /// On a thread of its own, because the object's locks may be held by whatever is stuck in it.
  private void tidy() {
    for (var attempt = 0; attempt < 20; attempt++) {
      try {
        Thread.sleep(500);
        client.close(true);
        return;
      } catch (MqttException | RuntimeException e) {
        log.trace("Still busy", e);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {
    end("disconnected, code " + response.getReturnCode());
  }

  /// Never, for messages are taken off the line before; if one comes, it comes again.
  @Override
  public void messageArrived(String topic, MqttMessage message) {
    log.error("A message on {} came past the line; the broker keeps it", topic);
  }

  @Override
  public void mqttErrorOccurred(MqttException exception) {
    log.warn("The MQTT client reports an error", exception);
  }

  @Override
  public void deliveryComplete(IMqttToken token) {}

  @Override
  public void connectComplete(boolean reconnect, String uri) {}

  @Override
  public void authPacketArrived(int reasonCode, MqttProperties properties) {}

  private record Answer(CompletableFuture<int[]> done) implements MqttActionListener {

    @Override
    public void onSuccess(IMqttToken token) {
      done.complete(token.getReasonCodes());
    }

    @Override
    public void onFailure(IMqttToken token, Throwable exception) {
      done.completeExceptionally(exception);
    }
  }
}
