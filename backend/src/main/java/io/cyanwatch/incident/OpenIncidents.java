package io.cyanwatch.incident;

import io.cyanwatch.detection.IncidentKinds;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// How many incidents are open, by kind; its cost follows their number.
@Component
class OpenIncidents {
  private final JdbcClient jdbc;
  private final IncidentKinds kinds;
  private final MultiGauge gauge;

  OpenIncidents(JdbcClient jdbc, IncidentKinds kinds, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.kinds = kinds;
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
            .param("kinds", kinds.kinds().toArray(String[]::new))
            .query(
                (row, _) ->
                    MultiGauge.Row.of(Tags.of("kind", row.getString("kind")), row.getLong("open")))
            .list();
    gauge.register(rows, true);
  }
}
