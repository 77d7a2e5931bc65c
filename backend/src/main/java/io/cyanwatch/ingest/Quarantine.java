package io.cyanwatch.ingest;

import io.cyanwatch.link.Delivery;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;

/// Where refused messages can be looked at: a bounded number of bounded copies.
@Repository
class Quarantine {
  private static final int COPIED = 1024;
  private static final int KEPT = 10_000;

  /// A flood of refused messages is counted in full, and copied in part.
  private static final int PER_BATCH = 20;

  private final JdbcClient jdbc;

  Quarantine(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// @param reason the metric's `reason`
  /// @param field the offending field; empty for the message as a whole
  record Refused(Delivery delivery, String reason, String field, String detail) {}

  /// Unregistered devices are listed as knocking; their messages are not kept.
  void keep(List<Refused> refused, Instant now) {
    refused.stream()
        .filter(one -> !one.reason().equals("unknown_device"))
        .limit(PER_BATCH)
        .forEach(one -> insert(one, now));
  }

  private void insert(Refused refused, Instant now) {
    var payload = refused.delivery().payload();
    jdbc.sql(
            """
            insert into ingest.quarantine (at, topic, reason, field, detail, size, payload)
            values (:at, :topic, :reason, :field, :detail, :size, :payload)
            """)
        .param("at", Timestamp.from(now))
        .param("topic", clean(refused.delivery().topic()))
        .param("reason", refused.reason())
        .param("field", clean(refused.field()))
        .param("detail", clean(refused.detail()))
        .param("size", payload.length)
        .param("payload", Arrays.copyOf(payload, Math.min(payload.length, COPIED)))
        .update();
  }

  /// PostgreSQL takes no NUL in a text, and a topic may hold one.
  private static String clean(String text) {
    return text.replace('\0', '?');
  }

  @Scheduled(fixedDelayString = "PT1M")
  void prune() {
    jdbc.sql(
            "delete from ingest.quarantine where id <= (select max(id) from ingest.quarantine) - :kept")
        .param("kept", KEPT)
        .update();
  }
}
