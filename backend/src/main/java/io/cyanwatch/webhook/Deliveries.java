package io.cyanwatch.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Events on their way.
@Component
class Deliveries {
  private final JdbcClient jdbc;

  Deliveries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void add(UUID event, EventType type, String subject, byte[] body, Instant now) {
    jdbc.sql(
            """
            insert into webhook.event (id, type, subject, body, created_at)
            values (:id, :type, :subject, :body, :now)
            """)
        .param("id", event)
        .param("type", type.key())
        .param("subject", subject)
        .param("body", body)
        .param("now", utc(now))
        .update();
  }

  /// @param before the delivery that this one repeats
  void send(UUID delivery, UUID event, UUID endpoint, @Nullable UUID before, Instant now) {
    jdbc.sql(
            """
            insert into webhook.delivery (id, event, endpoint, redelivery_of, created_at, due_at)
            values (:id, :event, :endpoint, :before, :now, :now)
            """)
        .param("id", delivery)
        .param("event", event)
        .param("endpoint", endpoint)
        .param("before", before, Types.OTHER)
        .param("now", utc(now))
        .update();
  }

  /// Who wants to hear of this.
  List<UUID> listeners(EventType type, String kind, String severity, String site) {
    return jdbc.sql(
            """
            select id from webhook.endpoint
            where state = 'enabled'
              and (events = '{}' or :type = any (events))
              and (kinds = '{}' or :kind = '' or :kind = any (kinds))
              and (severities = '{}' or :severity = '' or :severity = any (severities))
              and (sites = '{}' or :site = any (sites))
            """)
        .param("type", type.key())
        .param("kind", kind)
        .param("severity", severity)
        .param("site", site)
        .query(UUID.class)
        .list();
  }

  /// Takes up to `limit` due deliveries of an endpoint for one lease; other workers skip them.
  List<Parcel> claim(UUID endpoint, UUID lease, Instant now, Instant until, int limit) {
    return jdbc.sql(
            """
            with due as materialized (
              select id from webhook.delivery
              where endpoint = :endpoint and state = 'pending' and due_at <= :now
              order by due_at limit :limit for update skip locked),
            claimed as (
              update webhook.delivery d set lease = :lease, due_at = :until, attempts = attempts + 1
              from due where d.id = due.id
              returning d.id, d.event, d.attempts, d.failures),
            logged as (
              insert into webhook.attempt (delivery, nr, started_at)
              select id, attempts, :now from claimed)
            select c.id, c.event, c.attempts, c.failures, e.body
            from claimed c join webhook.event e on e.id = c.event
            """)
        .param("endpoint", endpoint)
        .param("lease", lease)
        .param("now", utc(now))
        .param("until", utc(until))
        .param("limit", limit)
        .query((row, _) -> parcel(row, lease))
        .list();
  }

  private static Parcel parcel(ResultSet row, UUID lease) throws SQLException {
    return new Parcel(
        row.getObject("id", UUID.class),
        row.getObject("event", UUID.class),
        lease,
        row.getInt("attempts"),
        row.getInt("failures"),
        row.getBytes("body"));
  }

  /// Kept whoever holds the lease by now: the call did happen.
  void log(Parcel parcel, Answer answer, Instant now) {
    var said = answer instanceof Answer.Answered answered ? answered : null;
    jdbc.sql(
            """
            update webhook.attempt
            set finished_at = :now, status = :status, latency_ms = :latency, error = :error,
                response = :response
            where delivery = :delivery and nr = :nr
            """)
        .param("now", utc(now))
        .param("status", said == null ? null : said.status(), Types.INTEGER)
        .param("latency", answer.latency().toMillis())
        .param("error", answer instanceof Answer.Silent silent ? silent.error() : "")
        .param("response", said == null ? "" : said.text())
        .param("delivery", parcel.delivery())
        .param("nr", parcel.attempt())
        .update();
  }

  /// Ends a delivery, if the lease is still ours.
  ///
  /// @param state `delivered`, `exhausted` or `discarded`
  boolean finish(Parcel parcel, String state, Instant now) {
    return jdbc.sql(
                """
                update webhook.delivery
                set state = :state, finished_at = :now, lease = null,
                    failures = failures + case when :state = 'delivered' then 0 else 1 end
                where id = :id and lease = :lease and state = 'pending'
                """)
            .param("state", state)
            .param("now", utc(now))
            .param("id", parcel.delivery())
            .param("lease", parcel.lease())
            .update()
        == 1;
  }

  /// Plans the next try, if the lease is still ours.
  boolean postpone(Parcel parcel, Instant due) {
    return jdbc.sql(
                """
                update webhook.delivery
                set due_at = :due, lease = null, failures = failures + 1
                where id = :id and lease = :lease and state = 'pending'
                """)
            .param("due", utc(due))
            .param("id", parcel.delivery())
            .param("lease", parcel.lease())
            .update()
        == 1;
  }

  /// Gives up what still waits for an endpoint that is no longer called.
  int discard(UUID endpoint, Instant now) {
    return jdbc.sql(
            """
            update webhook.delivery set state = 'discarded', finished_at = :now, lease = null
            where endpoint = :endpoint and state = 'pending'
            """)
        .param("endpoint", endpoint)
        .param("now", utc(now))
        .update();
  }

  /// What was queued while its endpoint was being disabled.
  int discardStranded(Instant now) {
    return jdbc.sql(
            """
            update webhook.delivery set state = 'discarded', finished_at = :now, lease = null
            where id in (
              select d.id from webhook.delivery d join webhook.endpoint e on e.id = d.endpoint
              where e.state <> 'enabled' and d.state = 'pending' for update of d skip locked)
            """)
        .param("now", utc(now))
        .update();
  }

  Optional<Instant> oldestPending() {
    return jdbc.sql(
            """
            select created_at from webhook.delivery where state = 'pending'
            order by created_at limit 1
            """)
        .query(OffsetDateTime.class)
        .optional()
        .map(OffsetDateTime::toInstant);
  }

  /// Drops up to `limit` deliveries that ended before `end`.
  int forget(Instant end, int limit) {
    return jdbc.sql(
            """
            delete from webhook.delivery where id in (
              select id from webhook.delivery where state <> 'pending' and finished_at < :end
              order by finished_at limit :limit)
            """)
        .param("end", utc(end))
        .param("limit", limit)
        .update();
  }

  /// Drops events that no delivery needs any more.
  int forgetEvents(Instant end, int limit) {
    return jdbc.sql(
            """
            delete from webhook.event where id in (
              select id from webhook.event e where created_at < :end
                and not exists (select 1 from webhook.delivery d where d.event = e.id)
              order by id limit :limit)
            """)
        .param("end", utc(end))
        .param("limit", limit)
        .update();
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
