package io.cyanwatch.incident;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// How many incidents are open, by kind; its cost follows their number.
@Component
class OpenIncidents {
  private static final List<String> KINDS =
      List.of(
          "offline",
          "reboot_loop",
          "dead_listener",
          "listener_suspect",
          "uplink_lost",
          "site_outage",
          "flapping",
          "socket_exhaustion",
          "memory_low",
          "cloud_only",
          "firmware_regression",
          "clone_suspected",
          "time_implausible",
          "backend_unwatched");

  private final JdbcClient jdbc;
  private final MultiGauge gauge;

  OpenIncidents(JdbcClient jdbc, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.gauge =
        MultiGauge.builder("cyanwatch.incidents.open")
            .description("Open incidents by kind")
            .register(meters);
  }

  @Scheduled(fixedDelayString = "PT5S")
  void count() {
    var rows =
        jdbc.sql(
                """
                select k.kind, count(i.id) as open
                from unnest(:kinds::text[]) as k (kind)
                left join incident.incident i on i.kind = k.kind and i.resolved_at is null
                group by k.kind order by k.kind
                """)
            .param("kinds", KINDS.toArray(String[]::new))
            .query(
                (row, _) ->
                    MultiGauge.Row.of(Tags.of("kind", row.getString("kind")), row.getLong("open")))
            .list();
    gauge.register(rows, true);
  }
}
