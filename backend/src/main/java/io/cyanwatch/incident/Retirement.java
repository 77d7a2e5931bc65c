package io.cyanwatch.incident;

import io.cyanwatch.detection.RetiredKinds;
import java.time.Clock;
import org.springframework.data.domain.Limit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Closes what was opened by rules that are on no more: nobody judges it again.
@Component
class Retirement {
  private static final Limit AT_ONCE = Limit.of(500);

  private final RetiredKinds rules;
  private final Incidents incidents;
  private final Settling settling;
  private final Clock clock;

  Retirement(RetiredKinds rules, Incidents incidents, Settling settling, Clock clock) {
    this.rules = rules;
    this.incidents = incidents;
    this.settling = settling;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT1S")
  @Transactional
  public void close() {
    var kinds = rules.retired();
    if (kinds.isEmpty()) {
      return;
    }
    var now = clock.instant();
    incidents
        .openOfKinds(kinds, AT_ONCE)
        .forEach(
            incident ->
                settling.resolve(
                    incident, "Its rule is switched off, or only in the shadow now.", now));
  }
}
