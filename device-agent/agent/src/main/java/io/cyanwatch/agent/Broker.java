package io.cyanwatch.agent;

import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.protocol.Will;
import io.cyanwatch.protocol.Wire;
import io.cyanwatch.protocol.Wire.Format;
import java.util.Random;
import java.util.concurrent.Executor;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;

/// The way to the broker: a new [Connection] for each attempt, further and further apart, for ever.
/// Used on one thread, the loop.
final class Broker {
  private static final long SHORTEST_MS = 1_000;
  private static final long LONGEST_MS = 60_000;
  private static final long GIVE_UP_MS = 15_000;

  /// Reason codes of the broker from here on are errors; those of the client are larger still.
  private static final int REFUSED = 0x80;

  private final Options options;
  private final Random random;
  private final Executor loop;
  private final Ears ears;
  private @Nullable Connection current;
  private boolean up;
  private int failures;
  private long retryAt;
  private long giveUpAt;

  Broker(Options options, Random random, Executor loop, Ears ears) {
    this.options = options;
    this.random = random;
    this.loop = loop;
    this.ears = ears;
  }

  /// Hears what becomes of the connection and of each record, on the loop.
  interface Ears {
    Will will();

    void connected();

    void lost();

    void heard(String topic, byte[] payload, long at);

    void acknowledged(long seq);

    void failed(long seq);
  }

  boolean up() {
    return up;
  }

  void tick(long now) {
    if (current == null && now >= retryAt) {
      connect(now);
    } else if (current != null && !up && now >= giveUpAt) {
      over(current, now);
    }
  }

  /// False when the record could not even be handed over.
  boolean publish(Channel channel, byte[] payload, long seq) {
    var connection = current;
    if (connection == null) {
      return false;
    }
    var message = new MqttMessage(payload, 1, false, null);
    try {
      connection.client().publish(Topics.up(options.id(), channel), message, null, outcome(seq));
      return true;
    } catch (MqttException e) {
      return false;
    }
  }

  /// Leaves politely, within `ms`.
  void close(long ms) {
    var connection = current;
    current = null;
    up = false;
    if (connection != null) {
      connection.leave(ms);
    }
  }

  private void connect(long now) {
    giveUpAt = now + GIVE_UP_MS;
    try {
      var connection = new Connection(options, Wire.encode(ears.will(), Format.JSON), this::post);
      current = connection;
      connection.open();
    } catch (MqttException e) {
      over(current, now);
    }
  }

  /// What a connection reports counts only while it is the current one.
  private void post(Connection from, Connection.News news) {
    loop.execute(
        () -> {
          if (from == current) {
            tell(from, news);
          }
        });
  }

  private void tell(Connection from, Connection.News news) {
    switch (news) {
      case Connection.News.Up() -> {
        up = true;
        failures = 0;
        ears.connected();
      }
      case Connection.News.Down(var now) -> over(from, now);
      case Connection.News.Heard(var topic, var payload, var at) -> ears.heard(topic, payload, at);
    }
  }

  private void over(@Nullable Connection connection, long now) {
    current = null;
    up = false;
    var ceiling = Math.min(LONGEST_MS, SHORTEST_MS << Math.min(failures++, 10));
    retryAt = now + SHORTEST_MS + random.nextLong(ceiling);
    if (connection != null) {
      connection.abandon();
    }
    ears.lost();
  }

  /// A record that the broker refuses is settled: it would be refused again.
  private void fail(long seq, Throwable cause) {
    if (cause instanceof MqttException refused
        && refused.getReasonCode() >= REFUSED
        && refused.getReasonCode() < REFUSED * 2) {
      ears.acknowledged(seq);
    } else {
      ears.failed(seq);
    }
  }

  private MqttActionListener outcome(long seq) {
    return new MqttActionListener() {
      @Override
      public void onSuccess(IMqttToken token) {
        loop.execute(() -> ears.acknowledged(seq));
      }

      @Override
      public void onFailure(IMqttToken token, Throwable cause) {
        loop.execute(() -> fail(seq, cause));
      }
    };
  }
}
