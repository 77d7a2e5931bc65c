package io.cyanwatch.detection;

import io.cyanwatch.detection.Judgement.Opinion;
import io.cyanwatch.fleet.DeviceRemoved;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// A removed device is not watched any more, and none of its faults stays open.
@Component("detectionForgetting")
class Forgetting {
  private final JdbcClient jdbc;
  private final Rules rules;
  private final ApplicationEventPublisher events;

  Forgetting(JdbcClient jdbc, Rules rules, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.rules = rules;
    this.events = events;
  }

  @EventListener
  void on(DeviceRemoved removed) {
    forget("detection.deadline", removed.device().nr());
    forget("detection.device", removed.device().nr());
    forget("detection.state", removed.device().nr());
    var subject = Subject.of(removed.device(), null);
    List<Opinion> opinions =
        rules.kinds().stream()
            .map(kind -> new Opinion(subject, kind, new Verdict.Clear("The device was removed.")))
            .toList();
    events.publishEvent(new Judgement(removed.at(), opinions));
  }

  private void forget(String table, long device) {
    jdbc.sql("delete from %s where device = :device".formatted(table))
        .param("device", device)
        .update();
  }
}
