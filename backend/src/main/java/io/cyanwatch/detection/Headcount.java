package io.cyanwatch.detection;

import io.cyanwatch.fleet.DeviceRegistered;
import io.cyanwatch.fleet.DeviceRemoved;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/// How many devices are online, offline and unknown: counted once, then kept by what changes.
@Component
class Headcount {
  private final Map<String, AtomicLong> states =
      Map.of("online", new AtomicLong(), "offline", new AtomicLong(), "unknown", new AtomicLong());
  private final JdbcClient jdbc;
  private volatile boolean stale;

  Headcount(JdbcClient jdbc, MeterRegistry meters) {
    this.jdbc = jdbc;
    states.forEach(
        (state, count) ->
            Gauge.builder("cyanwatch.devices", count, AtomicLong::get)
                .tag("state", state)
                .register(meters));
  }

  /// Other backends move devices, too: counted anew now and then.
  @EventListener(ApplicationReadyEvent.class)
  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1H")
  void countAnew() {
    jdbc.sql(
            """
            select coalesce(d.presence, 'unknown') as presence, count(*) as devices
            from fleet.device f left join detection.device d on d.device = f.nr group by 1
            union all select v, 0 from unnest(array['online', 'offline', 'unknown']) as v
            order by devices
            """)
        .query(
            row -> {
              at(row.getString("presence")).set(row.getLong("devices"));
            });
  }

  void moved(String from, String to) {
    at(from).decrementAndGet();
    at(to).incrementAndGet();
  }

  @TransactionalEventListener
  void on(DeviceRegistered registered) {
    at("unknown").incrementAndGet();
  }

  /// How it stood is gone with it.
  @TransactionalEventListener
  void on(DeviceRemoved removed) {
    stale = true;
  }

  @Scheduled(fixedDelayString = "PT30S")
  void catchUp() {
    if (stale) {
      stale = false;
      countAnew();
    }
  }

  private AtomicLong at(String state) {
    return java.util.Objects.requireNonNull(states.get(state), state);
  }
}
