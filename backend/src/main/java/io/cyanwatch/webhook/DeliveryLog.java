package io.cyanwatch.webhook;

import io.cyanwatch.access.Page;
import io.cyanwatch.access.Paging;
import io.cyanwatch.webhook.DeliveryView.Attempt;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What became of deliveries, for people.
@Component
class DeliveryLog {
  private static final UUID NEWEST = new UUID(-1, -1);

  private final JdbcClient jdbc;

  DeliveryLog(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Newest first.
  Page<DeliveryView> page(UUID endpoint, Paging paging) {
    var rows =
        jdbc.sql(
                """
                select d.*, e.type, e.subject
                from webhook.delivery d join webhook.event e on e.id = d.event
                where d.endpoint = :endpoint and d.id < :after
                order by d.id desc limit :limit
                """)
            .param("endpoint", endpoint)
            .param("after", paging.first() ? NEWEST : paging.uuid(0))
            .param("limit", paging.fetch())
            .query((row, _) -> view(row))
            .list();
    var page = paging.page(rows, delivery -> Paging.cursor(delivery.id()));
    var attempts = attempts(page.items().stream().map(DeliveryView::id).toList());
    return page.map(delivery -> delivery.with(attempts.getOrDefault(delivery.id(), List.of())));
  }

  Optional<DeliveryView> one(UUID delivery) {
    return jdbc.sql(
            """
            select d.*, e.type, e.subject
            from webhook.delivery d join webhook.event e on e.id = d.event where d.id = :id
            """)
        .param("id", delivery)
        .query((row, _) -> view(row))
        .optional()
        .map(view -> view.with(attempts(List.of(delivery)).getOrDefault(delivery, List.of())));
  }

  /// Whom a delivery is for.
  Optional<UUID> endpointOf(UUID delivery) {
    return jdbc.sql("select endpoint from webhook.delivery where id = :id")
        .param("id", delivery)
        .query(UUID.class)
        .optional();
  }

  private Map<UUID, List<Attempt>> attempts(Collection<UUID> deliveries) {
    if (deliveries.isEmpty()) {
      return Map.of();
    }
    record Row(UUID delivery, Attempt attempt) {}
    return jdbc
        .sql(
            """
            select * from webhook.attempt where delivery in (:deliveries) order by delivery, nr
            """)
        .param("deliveries", deliveries)
        .query((row, _) -> new Row(row.getObject("delivery", UUID.class), attempt(row)))
        .stream()
        .collect(
            Collectors.groupingBy(
                Row::delivery, Collectors.mapping(Row::attempt, Collectors.toList())));
  }

  private static DeliveryView view(ResultSet row) throws SQLException {
    var state = row.getString("state");
    return new DeliveryView(
        row.getObject("id", UUID.class),
        row.getObject("event", UUID.class),
        row.getString("type"),
        row.getString("subject"),
        state,
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        state.equals("pending") ? instant(row, "due_at") : null,
        instant(row, "finished_at"),
        row.getObject("redelivery_of", UUID.class),
        List.of());
  }

  private static Attempt attempt(ResultSet row) throws SQLException {
    var finished = instant(row, "finished_at") != null;
    var error = finished ? row.getString("error") : "unknown";
    return new Attempt(
        row.getInt("nr"),
        row.getObject("started_at", OffsetDateTime.class).toInstant(),
        row.getObject("status", Integer.class),
        row.getObject("latency_ms", Long.class),
        blankless(error),
        blankless(row.getString("response")));
  }

  private static @Nullable String blankless(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
