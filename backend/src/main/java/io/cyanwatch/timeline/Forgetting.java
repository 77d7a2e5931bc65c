package io.cyanwatch.timeline;

import io.cyanwatch.fleet.DeviceRemoved;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// A removed device's records leave with their days; what finds them goes at once.
@Component("timelineForgetting")
class Forgetting {
  private final JdbcClient jdbc;

  Forgetting(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @EventListener
  void on(DeviceRemoved removed) {
    jdbc.sql("delete from timeline.cursor where device = :device")
        .param("device", removed.device().nr())
        .update();
    jdbc.sql("delete from timeline.boot where device = :device")
        .param("device", removed.device().nr())
        .update();
  }
}
