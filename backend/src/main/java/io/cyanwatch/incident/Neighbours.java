package io.cyanwatch.incident;

import java.time.Instant;
import org.springframework.stereotype.Component;

/// Whether those around an incident are still coming and going: an outage may be about to show, or
/// about to be over for this one as well. They do not all go at once, nor do they all return so.
@Component
class Neighbours {
  /// One alone that fails elsewhere at a site is its own fault.
  private static final int FEW = 2;

  private final Incidents incidents;
  private final IncidentProperties properties;

  Neighbours(Incidents incidents, IncidentProperties properties) {
    this.incidents = incidents;
    this.properties = properties;
  }

  boolean areMoving(Incident incident, Instant now) {
    var at = incident.accessPoint();
    if (at == null) {
      return false;
    }
    return switch (incident.kind()) {
      case "offline" -> goToo(incident, at, now) || comeBack(incident, at, now);
      case "uplink_lost" -> itsSiteGoes(incident, at, now);
      default -> false;
    };
  }

  private boolean goToo(Incident incident, String at, Instant now) {
    var from = incident.openedAt().minus(properties.spread());
    var end = incident.openedAt().plus(properties.spread());
    return now.isBefore(end) && incidents.alsoGone(at, incident.id(), from, end) > 0;
  }

  private boolean itsSiteGoes(Incident incident, String at, Instant now) {
    var from = incident.openedAt().minus(properties.spread());
    var end = incident.openedAt().plus(properties.spread());
    return now.isBefore(end) && incidents.goneElsewhere(incident.site(), at, from, end) >= FEW;
  }

  /// Its outage ended not long ago, and one of them came back just now.
  private boolean comeBack(Incident incident, String at, Instant now) {
    var lately = now.minus(properties.spread());
    return incidents.outagesOver(at, incident.site(), lately) > 0
        && incidents.cameBack(at, incident.id(), now.minus(properties.groupWait())) > 0;
  }
}
