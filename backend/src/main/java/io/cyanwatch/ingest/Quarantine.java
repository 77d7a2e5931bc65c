package io.cyanwatch.ingest;

import io.cyanwatch.access.Paging;
import io.cyanwatch.link.Delivery;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;

/// Where refused messages can be looked at: a bounded number of bounded copies.
@Repository
class Quarantine {
  static final int KEPT = 10_000;
  private static final int COPIED = 1024;
  private static final int LONGEST_TEXT = 500;

  /// A flood of refused messages is counted in full, and copied in part.
  private static final int PER_BATCH = 20;

  private final JdbcClient jdbc;
  private final AtomicLong held = new AtomicLong();

  Quarantine(JdbcClient jdbc, MeterRegistry meters) {
    this.jdbc = jdbc;
    Gauge.builder("cyanwatch.ingest.quarantined", held, AtomicLong::get)
        .description("refused messages that can be looked at")
        .register(meters);
  }

  /// @param reason the metric's `reason`
  /// @param field the offending field; empty for the message as a whole
  record Refused(Delivery delivery, String reason, String field, String detail) {}

  /// @param size of the payload as it came
  /// @param payload its beginning
  record Row(
      long id,
      Instant at,
      String topic,
      String reason,
      String field,
      String detail,
      int size,
      byte[] payload) {}

  /// Unregistered devices are listed as knocking; their messages are not kept.
  void keep(List<Refused> refused, Instant now) {
    var kept =
        refused.stream()
            .filter(one -> !one.reason().equals("unknown_device"))
            .limit(PER_BATCH)
            .toList();
    if (!kept.isEmpty()) {
      insert(kept, now);
    }
  }

  private void insert(List<Refused> kept, Instant now) {
    jdbc.sql(
            """
            insert into ingest.quarantine (at, topic, reason, field, detail, size, payload)
            select :at, v.* from unnest(:topics::text[], :reasons::text[], :fields::text[],
              :details::text[], :sizes::integer[], :payloads::bytea[]) as v
            """)
        .param("at", Timestamp.from(now))
        .param("topics", kept.stream().map(r -> clean(r.delivery().topic())).toArray(String[]::new))
        .param("reasons", kept.stream().map(Refused::reason).toArray(String[]::new))
        .param("fields", kept.stream().map(r -> clean(r.field())).toArray(String[]::new))
        .param("details", kept.stream().map(r -> clean(r.detail())).toArray(String[]::new))
        .param("sizes", kept.stream().map(r -> r.delivery().size()).toArray(Integer[]::new))
        .param("payloads", kept.stream().map(Quarantine::copy).toArray(byte[][]::new))
        .update();
  }

  private static byte[] copy(Refused refused) {
    var payload = refused.delivery().payload();
    return Arrays.copyOf(payload, Math.min(payload.length, COPIED));
  }

  /// PostgreSQL takes no NUL and no half a character, and a topic may hold either.
  private static String clean(String text) {
    return text.codePoints()
        .limit(LONGEST_TEXT)
        .map(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF) ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /// Newest first.
  List<Row> rows(Paging paging, @Nullable String reason) {
    return jdbc.sql(
            """
            select id, at, topic, reason, field, detail, size, payload from ingest.quarantine
            where id < :after and (:reason::text is null or reason = :reason)
            order by id desc limit :limit
            """)
        .param("after", paging.first() ? Long.MAX_VALUE : paging.number(0))
        .param("reason", reason)
        .param("limit", paging.fetch())
        .query(
            (row, _) ->
                new Row(
                    row.getLong("id"),
                    row.getTimestamp("at").toInstant(),
                    row.getString("topic"),
                    row.getString("reason"),
                    row.getString("field"),
                    row.getString("detail"),
                    row.getInt("size"),
                    row.getBytes("payload")))
        .list();
  }

  @Scheduled(fixedDelayString = "PT1M")
  void prune() {
    jdbc.sql(
            "delete from ingest.quarantine where id <= (select max(id) from ingest.quarantine) - :kept")
        .param("kept", KEPT)
        .update();
    held.set(jdbc.sql("select count(*) from ingest.quarantine").query(Long.class).single());
  }
}
