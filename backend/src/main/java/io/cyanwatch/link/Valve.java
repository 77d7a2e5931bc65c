package io.cyanwatch.link;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes devices wait while the broker is full: their sockets are not read, so that TCP holds them
/// back as it would behind a slow line. They stay connected and send nothing twice.
///
/// A socket that is not read hears no keep-alive either. Whoever has waited long enough is read
/// again, and refused if it then still publishes into a full broker.
final class Valve {

  /// Below one and a half times the shortest keep-alive in use.
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /// What one that is let go may pour in at once: a read of its socket, and what the broker adds.
  private static final long POUR = 160 * 1024;

  /// What the broker adds to a message, about.
  private static final int ADDED = 600;

  private static final Logger log = LoggerFactory.getLogger(Valve.class);
  private static final AttributeKey<State> STATE = AttributeKey.valueOf("cyanwatch.valve");
  private static final AttributeKey<Queue<Integer>> UNANSWERED =
      AttributeKey.valueOf("cyanwatch.unanswered");

  private final LongSupplier stored;
  private final LongSupplier nanoTime;
  private final long patience;
  private final long hold;
  private final ChannelGroup devices = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final AtomicLong unanswered = new AtomicLong();
  private final Queue<Held> held = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean full = new AtomicBoolean();

  /// @param stored bytes that the broker holds now
  /// @param hold bytes beyond which devices wait
  /// @param nanoTime of a clock that only goes forward
  Valve(LongSupplier stored, long hold, Duration patience, LongSupplier nanoTime) {
    this.stored = stored;
    this.hold = hold;
    this.patience = patience.toNanos();
    this.nanoTime = nanoTime;
  }

  private enum State {
    HELD,
    TIRED
  }

  private record Held(Channel channel, long since) {}

  /// A device is let in.
  void joined(Channel channel) {
    var waiting = new ConcurrentLinkedQueue<Integer>();
    channel.attr(UNANSWERED).set(waiting);
    channel.closeFuture().addListener(_ -> ended(channel));
    devices.add(channel);
  }

  private void ended(Channel channel) {
    channel.attr(UNANSWERED).get().forEach(_ -> answered(channel));
  }

  /// Whether there is more than it should hold.
  boolean isFull() {
    return used() >= hold;
  }

  /// How many are connected.
  int devices() {
    return devices.size();
  }

  /// Whether what this one publishes now is too much: it has waited in vain, or what was read
  /// before all could be stopped is more than there is room for.
  boolean refuses(Channel channel) {
    var now = stored.getAsLong();
    return now >= hold / 4 * 5 || (now >= hold && channel.attr(STATE).get() == State.TIRED);
  }

  /// This one has published; what is to be answered counts although the broker has not stored it.
  void passed(Channel channel, int bytes, boolean answers) {
    var waiting = channel.attr(UNANSWERED).get();
    if (answers && waiting != null) {
      waiting.add(bytes + ADDED);
      unanswered.addAndGet(bytes + ADDED);
      if (!channel.isActive()) {
        ended(channel); // What was read before its end is never answered.
      }
    }
    if (used() < hold) {
      channel.attr(STATE).compareAndSet(State.TIRED, null);
      return;
    }
    if (full.compareAndSet(false, true)) {
      log.warn("The embedded broker is full: devices wait until the backend takes");
      devices.forEach(this::hold);
    }
    hold(channel);
  }

  /// Its oldest message was acknowledged.
  void answered(Channel channel) {
    var waiting = channel.attr(UNANSWERED).get();
    var bytes = waiting == null ? null : waiting.poll();
    if (bytes != null) {
      unanswered.addAndGet(-bytes);
    }
  }

  private void hold(Channel channel) {
    if (channel.attr(STATE).compareAndSet(null, State.HELD)) {
      channel.config().setAutoRead(false);
      held.add(new Held(channel, nanoTime.getAsLong()));
    }
  }

  /// Lets go as many as there is room for, and whoever has waited long enough; those first who wait
  /// longest. Called ten times a second.
  void turn() {
    var room = (hold / 4 * 3 - used()) / POUR;
    if (room > 0 && full.compareAndSet(true, false)) {
      log.info("The embedded broker takes messages again");
    }
    for (var next = held.peek(); next != null; next = held.peek()) {
      var tired = nanoTime.getAsLong() - next.since() >= patience;
      if (room <= 0 && !tired) {
        return;
      }
      held.remove();
      release(next.channel(), room > 0 ? null : State.TIRED);
      room--;
    }
  }

  /// In the thread that reads the socket: between the two, nothing may pass unseen.
  private static void release(Channel channel, @Nullable State after) {
    channel
        .eventLoop()
        .execute(
            () -> {
              channel.config().setAutoRead(true);
              channel.attr(STATE).set(after);
            });
  }

  /// Somewhat too much: a message may be stored and not yet acknowledged.
  private long used() {
    return Math.addExact(stored.getAsLong(), unanswered.get());
  }
}
