package io.cyanwatch.link;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How many messages may be on their way to the broker over one connection.
///
/// @param places as many as are free
record SendWindow(Semaphore places) {

  /// Nothing may be sent.
  static final SendWindow CLOSED = new SendWindow(new Semaphore(0));

  private static final int WIDEST = 1000;
  private static final Logger log = LoggerFactory.getLogger(SendWindow.class);

  /// One place less than the broker allows, because Paho frees its own a moment late.
  static SendWindow of(IMqttToken connected) {
    var allowed =
        Optional.ofNullable(connected.getResponseProperties())
            .map(MqttProperties::getReceiveMaximum)
            .orElse(WIDEST + 1);
    return new SendWindow(new Semaphore(Math.clamp(allowed - 1, 1, WIDEST)));
  }

  /// @return false when nothing was sent
  boolean send(MqttAsyncClient client, String topic, MqttMessage message) {
    if (!places.tryAcquire()) {
      return false;
    }
    var place = new Place(places, new AtomicBoolean());
    try {
      send(client, topic, message, place);
      return true;
    } catch (MqttException | RuntimeException e) {
      place.release();
      log.debug("Not sent to {}", topic, e);
      return false;
    }
  }

  private static void send(MqttAsyncClient client, String topic, MqttMessage message, Place place)
      throws MqttException {
    for (var attempt = 1; ; attempt++) {
      try {
        client.publish(topic, message, null, place);
        return;
      } catch (MqttException e) {
        if (e.getReasonCode() != MqttClientException.REASON_CODE_MAX_INFLIGHT || attempt == 3) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  /// Is given back once, whatever Paho calls how often.
  private record Place(Semaphore places, AtomicBoolean free) implements MqttActionListener {

    void release() {
      if (!free.getAndSet(true)) {
        places.release();
      }
    }

    @Override
    public void onSuccess(IMqttToken token) {
      release();
    }

    @Override
    public void onFailure(IMqttToken token, Throwable exception) {
      release();
    }
  }
}
