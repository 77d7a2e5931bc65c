package io.cyanwatch.timeline;

import io.cyanwatch.link.BrokerAddress;
import io.cyanwatch.link.LinkChanged;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// Whether we are watching at all. While the broker, the database or all backends are away, silence
/// proves nothing.
@Component
public class Watch {
  private static final Logger log = LoggerFactory.getLogger(Watch.class);

  /// Each backend says every ten seconds that it watches.
  private static final Duration ALIVE = Duration.ofSeconds(30);

  private static final Duration FORGOTTEN = Duration.ofDays(1);

  private final JdbcClient jdbc;
  private final String backend;
  private final Clock clock;
  private final AtomicReference<@Nullable Instant> since = new AtomicReference<>();
  private final AtomicReference<@Nullable Stretch> ended = new AtomicReference<>();
  private final Stall stall;
  private final TransactionTemplate transaction;
  private final Queue<LinkChanged> unwritten = new ArrayDeque<>();
  private boolean linked;

  Watch(JdbcClient jdbc, BrokerAddress broker, Clock clock, TransactionTemplate transaction) {
    this.transaction = transaction;
    this.jdbc = jdbc;
    this.backend = broker.backend();
    this.clock = clock;
    this.stall = new Stall(clock);
  }

  /// In which messages were flowing without a break.
  private record Stretch(Instant since, Instant end) {
    boolean has(Instant at) {
      return !at.isBefore(since) && at.isBefore(end);
    }
  }

  /// Since when messages have been flowing without a break; empty while they are not.
  public Optional<Instant> since() {
    return stall.isOn() ? Optional.empty() : Optional.ofNullable(since.get());
  }

  /// The same, as it was at a moment of this stretch or of the one before; empty for any other.
  public Optional<Instant> since(Instant at) {
    var from = since.get();
    return from != null && !at.isBefore(from)
        ? since()
        : Optional.ofNullable(ended.get()).filter(it -> it.has(at)).map(Stretch::since);
  }

  /// Whether messages come in, but nothing can be stored.
  public boolean isStalled() {
    return since.get() != null && stall.isOn();
  }

  /// A writer begins to store what it has in hand, of which the oldest was received then.
  public void storing(int writer, Instant oldest) {
    stall.begins(writer, oldest);
  }

  /// It has nothing in hand any more.
  public void stored(int writer) {
    stall.ends(writer);
  }

  /// From the first message that could not be stored until now we have watched nobody.
  @Scheduled(fixedDelayString = "PT1S")
  void afterStall() {
    stall.over().ifPresent(this::takeDown);
  }

  private void takeDown(Instant from) {
    var now = clock.instant();
    jdbc.sql(
            """
            insert into timeline.unwatched (from_at, to_at, reason)
            values (:from, :now, 'database')
            """)
        .param("from", Timestamp.from(from))
        .param("now", Timestamp.from(now))
        .update();
    since.updateAndGet(watching -> watching == null ? null : now);
    stall.takenDown();
  }

  /// Before others hear of it, who ask us. That we went is known at once; what cannot be written
  /// down now is written down as soon as the database is there again.
  @EventListener
  @Order(Ordered.HIGHEST_PRECEDENCE)
  public synchronized void on(LinkChanged change) {
    if (!change.connected()) {
      if (!linked) {
        return;
      }
      since().ifPresent(from -> ended.set(new Stretch(from, change.at())));
      since.set(null);
    }
    linked = change.connected();
    unwritten.add(change);
    writeDown();
    if (!unwritten.isEmpty()) {
      log.warn("{} cannot be written down now", change);
    }
  }

  @Scheduled(fixedDelayString = "PT1S")
  synchronized void writeDown() {
    for (var change = unwritten.peek(); change != null; change = unwritten.peek()) {
      var next = change;
      try {
        transaction.executeWithoutResult(_ -> write(next));
      } catch (RuntimeException e) {
        log.debug("{} is written down later", next, e);
        return;
      }
      unwritten.remove();
      if (next.connected() && unwritten.isEmpty()) {
        since.set(next.at());
      }
    }
  }

  private void write(LinkChanged change) {
    if (change.connected()) {
      if (since.get() == null) {
        openAfterAbsence(change.at());
      }
      jdbc.sql("update timeline.unwatched set to_at = :at where to_at is null")
          .param("at", Timestamp.from(change.at()))
          .update();
      alive(change.at());
    } else {
      gone();
      if (!othersWatch(change.at())) {
        open(change.at());
      }
    }
  }

  @Scheduled(fixedDelayString = "PT10S")
  @Transactional
  void stillHere() {
    if (since().isPresent()) {
      alive(clock.instant());
    }
  }

  /// When nobody else was there meanwhile, nobody watched since somebody last said so.
  private void openAfterAbsence(Instant now) {
    if (!othersWatch(now)) {
      jdbc.sql(
              """
              insert into timeline.unwatched (from_at, reason)
              select max(alive_at), 'backend' from timeline.watch
              having max(alive_at) < :now
                and not exists (select from timeline.unwatched where to_at is null)
              """)
          .param("now", Timestamp.from(now))
          .update();
    }
  }

  private boolean othersWatch(Instant now) {
    return jdbc.sql(
            """
            select exists (select from timeline.watch
              where backend <> :backend and alive_at > :recently)
            """)
        .param("backend", backend)
        .param("recently", Timestamp.from(now.minus(ALIVE)))
        .query(Boolean.class)
        .single();
  }

  private void open(Instant from) {
    jdbc.sql(
            """
            insert into timeline.unwatched (from_at, reason) select :from, 'broker'
            where not exists (select from timeline.unwatched where to_at is null)
            """)
        .param("from", Timestamp.from(from))
        .update();
  }

  private void alive(Instant at) {
    jdbc.sql(
            """
            insert into timeline.watch (backend, alive_at) values (:backend, :at)
            on conflict (backend) do update set alive_at = excluded.alive_at
            """)
        .param("backend", backend)
        .param("at", Timestamp.from(at))
        .update();
    jdbc.sql("delete from timeline.watch where alive_at < :long_ago")
        .param("long_ago", Timestamp.from(at.minus(FORGOTTEN)))
        .update();
  }

  private void gone() {
    jdbc.sql("delete from timeline.watch where backend = :backend")
        .param("backend", backend)
        .update();
  }
}
