package io.cyanwatch.agent;

import io.cyanwatch.protocol.Health;
import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.protocol.Will;
import io.cyanwatch.protocol.Wire;
import io.cyanwatch.protocol.Wire.Format;
import java.util.Random;
import java.util.Set;
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

  /// The broker's word for: taken, and given to nobody.
  private static final int NOBODY_LISTENS = 0x10;

  /// From here on a reason is a refusal.
  private static final int REFUSALS = 0x80;

  /// A connection that stood as long as this was a good one; one that breaks sooner, again and
  /// again, is tried further and further apart, such as when two devices share an id.
  private static final long STOOD_MS = 30_000;

  /// The broker's reasons that the next attempt would meet again: not authorized, bad topic, too
  /// large, bad format.
  private static final Set<Integer> FINAL = Set.of(0x87, 0x90, 0x95, 0x99);

  private final Account account;
  private final Random random;
  private final Executor loop;
  private final Ears ears;
  private @Nullable Connection current;
  private boolean up;
  private int failures;
  private long tries;
  private long drops;
  private long upAt;
  private long heardAt;
  private long lostAt;
  private @Nullable Integer rtt;
  private long retryAt;
  private long giveUpAt;

  Broker(Account account, Random random, Executor loop, Ears ears) {
    this.account = account;
    this.random = random;
    this.loop = loop;
    this.ears = ears;
  }

  /// Hears what becomes of the connection and of each record, on the loop.
  interface Ears {
    /// The will of the attempt that begins now.
    Will nextWill();

    void connected();

    /// The connection, or the attempt at one, is over.
    void lost(boolean wasUp);

    void heard(String topic, byte[] payload, long at);

    void acknowledged(long number);

    /// To be sent again.
    void failed(long number);

    /// Taken by the broker, which knew nobody to give it to.
    void unheard(long number);

    /// The broker does not take it, and would not the next time.
    void refused(long number);
  }

  boolean up() {
    return up;
  }

  /// When anything last came from the broker, in ms of this process; 0 for never.
  long heardAt() {
    return heardAt;
  }

  /// When the last connection was lost, in ms of this process; 0 for never.
  long lostAt() {
    return lostAt;
  }

  Health.Cloud snapshot() {
    return new Health.Cloud(up, drops, tries, rtt);
  }

  void tick(long now) {
    if (current == null && now >= retryAt) {
      connect(now);
    } else if (current != null && !up && now >= giveUpAt) {
      over(current, now);
    }
  }

  /// False when the record could not even be handed over.
  boolean publish(Channel channel, byte[] payload, long number) {
    var connection = current;
    if (connection == null) {
      return false;
    }
    var message = new MqttMessage(payload, 1, false, null);
    try {
      connection.client().publish(Topics.up(account.id(), channel), message, null, outcome(number));
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
    tries++;
    try {
      var connection =
          new Connection(account, Wire.encode(ears.nextWill(), Format.JSON), this::post);
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
        upAt = Ticks.now();
        heardAt = upAt;
        ears.connected();
      }
      case Connection.News.Down(var now) -> over(from, now);
      case Connection.News.Heard(var topic, var payload, var at) -> {
        heardAt = at;
        ears.heard(topic, payload, at);
      }
    }
  }

  private void over(@Nullable Connection connection, long now) {
    var wasUp = up;
    current = null;
    up = false;
    if (wasUp) {
      drops++;
      lostAt = now;
      failures = now - upAt >= STOOD_MS ? 0 : failures;
    }
    retryAt = now + pause(failures++, random);
    if (connection != null) {
      connection.abandon();
    }
    ears.lost(wasUp);
  }

  /// 1, 2, 4 … 60 s and up to half of it more, so that a fleet does not return in one instant.
  static long pause(int failures, Random random) {
    var pause = Math.min(LONGEST_MS, SHORTEST_MS << Math.min(failures, 10));
    return pause + random.nextLong(pause / 2);
  }

  private void fail(long number, Throwable cause) {
    if (cause instanceof MqttException refused && FINAL.contains(refused.getReasonCode())) {
      ears.refused(number);
    } else {
      ears.failed(number);
    }
  }

  /// The library calls every answer a success, a refusal too.
  private void answered(long number, int @Nullable [] reasons) {
    var reason = reasons == null || reasons.length == 0 ? 0 : reasons[0];
    if (FINAL.contains(reason)) {
      ears.refused(number);
    } else if (reason >= REFUSALS) {
      ears.failed(number);
    } else if (reason == NOBODY_LISTENS) {
      ears.unheard(number);
    } else {
      ears.acknowledged(number);
    }
  }

  private MqttActionListener outcome(long number) {
    var start = Ticks.now();
    return new MqttActionListener() {
      @Override
      public void onSuccess(IMqttToken token) {
        var end = Ticks.now();
        loop.execute(
            () -> {
              heardAt = end;
              rtt = Math.toIntExact(Math.min(end - start, Integer.MAX_VALUE));
              answered(number, token.getReasonCodes());
            });
      }

      @Override
      public void onFailure(IMqttToken token, Throwable cause) {
        loop.execute(() -> fail(number, cause));
      }
    };
  }
}
