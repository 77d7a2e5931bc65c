package io.cyanwatch.timeline;

import io.cyanwatch.link.LinkChanged;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Whether we are watching at all. While broker or backend is away, silence proves nothing.
@Component
public class Watch {
  private final JdbcClient jdbc;
  private final Clock clock;
  private final AtomicReference<@Nullable Instant> since = new AtomicReference<>();

  Watch(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /// Since when messages have been flowing without a break; empty while they are not.
  public Optional<Instant> since() {
    return Optional.ofNullable(since.get());
  }

  @EventListener
  @Transactional
  public void on(LinkChanged change) {
    if (change.connected()) {
      openAfterOwnAbsence();
      jdbc.sql("update timeline.unwatched set to_at = :at where to_at is null")
          .param("at", Timestamp.from(change.at()))
          .update();
      alive(change.at());
      since.set(change.at());
    } else if (since.getAndSet(null) != null) {
      open(change.at(), "broker");
    }
  }

  @Scheduled(fixedDelayString = "PT10S")
  @Transactional
  void stillHere() {
    if (since.get() != null) {
      alive(clock.instant());
    }
  }

  /// A backend that comes back was away since it last said that it was alive.
  private void openAfterOwnAbsence() {
    if (since.get() == null) {
      jdbc.sql(
              """
              insert into timeline.unwatched (from_at, reason)
              select alive_at, 'backend' from timeline.watch
              where not exists (select from timeline.unwatched where to_at is null)
              """)
          .update();
    }
  }

  private void open(Instant from, String reason) {
    jdbc.sql("insert into timeline.unwatched (from_at, reason) values (:from, :reason)")
        .param("from", Timestamp.from(from))
        .param("reason", reason)
        .update();
  }

  private void alive(Instant at) {
    jdbc.sql(
            """
            insert into timeline.watch (alive_at) values (:at)
            on conflict (one) do update set alive_at = excluded.alive_at
            """)
        .param("at", Timestamp.from(at))
        .update();
  }
}
