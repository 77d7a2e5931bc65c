package io.cyanwatch.command;

import io.cyanwatch.command.Prober.Outcome;
import io.cyanwatch.detection.Detection;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.fleet.Fleet;
import io.cyanwatch.fleet.Fleet.ProbeTarget;
import io.cyanwatch.incident.IncidentLog;
import io.cyanwatch.incident.IncidentView;
import java.time.Clock;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Visits every device whose listener is in doubt: a probe proves it dead or alive, and what is
/// proven
/// dead may be mended.
@Component
class Rounds {
  private static final Logger log = LoggerFactory.getLogger(Rounds.class);
  private static final Set<String> IN_DOUBT = Set.of("listener_suspect", "dead_listener");
  private static final int AT_ONCE = 50;

  private final IncidentLog incidents;
  private final Fleet fleet;
  private final Prober prober;
  private final Detection detection;
  private final Remedy remedy;
  private final Clock clock;

  Rounds(
      IncidentLog incidents,
      Fleet fleet,
      Prober prober,
      Detection detection,
      Remedy remedy,
      Clock clock) {
    this.incidents = incidents;
    this.fleet = fleet;
    this.prober = prober;
    this.detection = detection;
    this.remedy = remedy;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT6S", initialDelayString = "PT5S")
  void go() {
    var open = incidents.open();
    var inDoubt = open.stream().filter(i -> IN_DOUBT.contains(i.kind())).limit(AT_ONCE).toList();
    inDoubt.forEach(this::visit);
    inDoubt.stream()
        .filter(incident -> incident.kind().equals("dead_listener"))
        .forEach(incident -> remedy.consider(incident, open));
  }

  private void visit(IncidentView incident) {
    fleet
        .find(incident.subject())
        .ifPresent(
            device ->
                fleet
                    .probeTarget(device.nr())
                    .ifPresent(
                        target ->
                            Thread.ofVirtual()
                                .name("probe-" + device.id())
                                .start(() -> probe(device, target))));
  }

  private void probe(DeviceRef device, ProbeTarget target) {
    try {
      var outcome = prober.probe(target);
      if (outcome != Outcome.NOT_EXECUTED) {
        detection.probed(device, outcome.key(), clock.instant());
      }
    } catch (RuntimeException e) {
      log.warn("The probe of {} is taken again later: {}", device.id(), e.toString());
    }
  }
}
