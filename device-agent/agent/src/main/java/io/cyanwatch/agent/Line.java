package io.cyanwatch.agent;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Command;
import io.cyanwatch.protocol.Envelope;
import io.cyanwatch.protocol.Health;
import io.cyanwatch.protocol.Message;
import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Will;
import io.cyanwatch.protocol.Wire;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// The line to the cloud: numbers what is said, keeps it until it is delivered, and hears commands.
final class Line implements Broker.Ears {
  private static final Logger log = System.getLogger("agent");
  private static final long DECLARE_MS = 60_000;
  private static final long AFTER_FAILURE_MS = 2_000;

  /// A clock that shows an earlier time was never set.
  private static final long TRUSTED_FROM = 1_735_689_600_000L;

  private final String boot;
  private final String commands;
  private final Journal journal;
  private final Outbox outbox;
  private final Broker broker;
  private final Ears ears;
  private long seq;
  private long conn;
  private long declareAt;
  private long sendAt;

  Line(Account account, String boot, Journal journal, Random random, Executor loop, Ears ears) {
    this.boot = boot;
    this.commands = Topics.command(account.id());
    this.journal = journal;
    this.outbox = new Outbox(journal);
    this.broker = new Broker(account, random, loop, this);
    this.ears = ears;
  }

  /// Hears of the line's edges and of the cloud's wishes.
  interface Ears {
    Birth birth(Envelope envelope);

    void cloud(boolean up);

    void obey(Command command, long received);
  }

  void tick(long now) {
    broker.tick(now);
    if (broker.up() && now >= declareAt) {
      declareAt = now + DECLARE_MS;
      journal.declareOld(now);
    }
    send(now);
    journal.tick(now);
  }

  void say(Function<Envelope, Message.Recorded> what) {
    var now = Ticks.now();
    var clock = System.currentTimeMillis();
    var at = clock >= TRUSTED_FROM ? clock : null;
    var envelope = new Envelope(boot, seq++, conn, now, at, journal.undeclared());
    outbox.add(what.apply(envelope), now);
  }

  boolean up() {
    return broker.up();
  }

  /// Whether somebody at the other end takes what is said.
  boolean heard() {
    return broker.up() && !outbox.unheard();
  }

  /// Whether everything said has arrived.
  boolean idle() {
    return journal.isEmpty();
  }

  Health.Cloud cloud() {
    return broker.snapshot();
  }

  Health.Queue queue() {
    return journal.snapshot();
  }

  long heardAt() {
    return broker.heardAt();
  }

  long lostAt() {
    return broker.lostAt();
  }

  /// Leaves politely, within `ms`; what is not delivered stays on disk.
  void close(long ms) throws IOException {
    broker.close(ms);
    journal.close();
  }

  @Override
  public Will nextWill() {
    conn++;
    return new Will(boot, conn);
  }

  @Override
  public void connected() {
    outbox.disconnected();
    declareAt = 0;
    sendAt = 0;
    say(ears::birth);
    ears.cloud(true);
  }

  @Override
  public void lost(boolean wasUp) {
    outbox.disconnected();
    if (wasUp) {
      ears.cloud(false);
    }
  }

  @Override
  public void heard(String topic, byte[] payload, long at) {
    if (topic.equals(commands)) {
      Wire.decodeCommand(payload).ifPresent(it -> ears.obey(it, at));
    }
  }

  @Override
  public void acknowledged(long number) {
    var now = Ticks.now();
    if (outbox.acknowledged(number, now)) {
      log.log(Level.INFO, "Somebody listens at the broker again: sending what was kept");
      say(ears::birth);
    }
    send(now);
  }

  @Override
  public void unheard(long number) {
    if (!outbox.unheard()) {
      log.log(Level.WARNING, "Nobody listens at the broker: records are kept until somebody does");
    }
    outbox.unheard(number, Ticks.now());
  }

  @Override
  public void failed(long number) {
    outbox.failed(number);
    sendAt = Ticks.now() + AFTER_FAILURE_MS;
  }

  @Override
  public void refused(long number) {
    outbox.refused(number, Ticks.now());
  }

  private void send(long now) {
    while (broker.up() && now >= sendAt) {
      var next = outbox.next(now);
      if (next.isEmpty()) {
        return;
      }
      var batch = next.get();
      if (!broker.publish(batch.channel(), batch.payload(), batch.number())) {
        outbox.failed(batch.number());
        return;
      }
    }
  }
}
