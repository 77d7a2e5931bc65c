package io.cyanwatch.simulator.play;

import io.cyanwatch.protocol.Topics.Channel;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/// The way from a device to the broker: it takes time, now and then it takes long, and a few
/// messages go twice or late because an acknowledgement or a first copy was lost.
final class Ether {
  private static final int RESEND_MS = 5_000;

  private final Agenda agenda;
  private final Random random;
  private Air air = (_, _, _, _) -> {};
  private final Map<Channel, Double> losses = new EnumMap<>(Channel.class);
  private boolean up = true;

  Ether(Agenda agenda, Random random) {
    this.agenda = agenda;
    this.random = random;
  }

  void to(Air listener) {
    air = listener;
  }

  /// From now on so great a part of these is lost for good, as of QoS 0.
  void lose(Channel channel, double part) {
    losses.put(channel, part);
  }

  void watching(boolean on) {
    up = on;
    air.watching(now(), on);
  }

  /// Sends; what goes the usual way keeps its order.
  ///
  /// @param after nothing of the same session arrives before this time
  /// @param weak whether the signal is
  /// @return when it arrives
  long send(String id, Channel channel, byte[] payload, long after, boolean weak) {
    var fate = random.nextInt(weak ? 200 : 1_000);
    var slow = random.nextInt(weak ? 20 : 100) == 0 ? 200 + random.nextInt(2_800) : 0;
    var at = Math.max(after, agenda.now() + 8 + random.nextInt(60) + slow);
    var plain = channel == Channel.HEALTH || channel == Channel.EVENT;
    if (plain && fate == 0) {
      air.dropped(now(), id, channel, payload);
      agenda.at(resend(at), () -> deliver(id, channel, payload));
      return after;
    }
    agenda.at(at, () -> deliver(id, channel, payload));
    if (plain && fate == 1) {
      agenda.at(resend(at), () -> deliver(id, channel, payload));
    }
    return at;
  }

  /// Hands over now; while nobody is there the sender's side tries again.
  void deliver(String id, Channel channel, byte[] payload) {
    var part = losses.getOrDefault(channel, 0.0);
    if (part > 0 && random.nextDouble() < part) {
      air.dropped(now(), id, channel, payload);
    } else if (up) {
      air.sent(now(), id, channel, payload);
    } else {
      agenda.at(resend(agenda.now()), () -> deliver(id, channel, payload));
    }
  }

  private long resend(long at) {
    return at + RESEND_MS + random.nextInt(2_000);
  }

  private Instant now() {
    return Instant.ofEpochMilli(agenda.now());
  }
}
