package io.cyanwatch.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.detection.IncidentKinds;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class OpenIncidentsTests extends SettlingStage {
  @Autowired IncidentKinds kinds;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void eachKindThatARuleCanFindIsCounted() {
    new OpenIncidents(jdbc, kinds, meters).count();

    assertThat(counted()).isEqualTo(kinds.kinds().stream().sorted().toList());
    assertThat(counted()).contains("offline", "uplink_lost", "backend_unwatched");
  }

  @Test
  void aKindThatIsNewIsCountedToo() {
    finds("brand_new", 0);
    incidents.flush();

    new OpenIncidents(jdbc, () -> List.of("brand_new", "never_found"), meters).count();

    assertThat(meters.get("cyanwatch.incidents.open").tag("kind", "brand_new").gauge().value())
        .isEqualTo(1);
    assertThat(meters.get("cyanwatch.incidents.open").tag("kind", "never_found").gauge().value())
        .isZero();
  }

  private List<String> counted() {
    return meters.find("cyanwatch.incidents.open").gauges().stream()
        .map(Gauge::getId)
        .map(id -> String.valueOf(id.getTag("kind")))
        .sorted()
        .toList();
  }
}
