package io.cyanwatch.incident;

import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// What explains what: a site explains its access points, an access point its devices, and a device
/// that flaps its own absences, as does one whose name another took.
@Component
class Parents {
  /// What an outage does to the devices behind it. A crash or a deaf server is the device's own.
  static final Set<String> OF_OUTAGES = Set.of("offline", "cloud_only", "flapping");

  /// Found before their parent may be.
  private static final Set<String> WAIT =
      Set.of("offline", "cloud_only", "flapping", "uplink_lost");

  private final Incidents incidents;
  private final JsonMapper json;

  Parents(Incidents incidents, JsonMapper json) {
    this.incidents = incidents;
    this.json = json;
  }

  /// Whether it waits for its parent before people are told.
  static boolean waits(Incident incident) {
    return WAIT.contains(incident.kind())
        && !(incident.kind().equals("uplink_lost") && incident.site().isEmpty());
  }

  static boolean explains(Incident incident) {
    return switch (incident.kind()) {
      case "uplink_lost", "site_outage", "flapping", "clone_suspected" -> true;
      default -> false;
    };
  }

  Optional<Incident> of(Incident incident) {
    if (incident.kind().equals("uplink_lost")) {
      return site(incident).filter(site -> covers(site, incident));
    }
    if (!incident.aboutADevice() || !OF_OUTAGES.contains(incident.kind())) {
      return Optional.empty();
    }
    return Optional.ofNullable(incident.accessPoint())
        .flatMap(at -> incidents.openOf("uplink_lost", "access_point", at))
        .or(() -> site(incident).filter(site -> covers(site, incident)))
        .or(() -> incidents.openOf("clone_suspected", "device", incident.subject()))
        .or(
            () ->
                incident.kind().equals("offline")
                    ? incidents.openOf("flapping", "device", incident.subject())
                    : Optional.empty());
  }

  /// A site explains what is behind its dark access points, and nothing else.
  boolean covers(Incident site, Incident child) {
    var at = Optional.ofNullable(child.accessPoint()).orElse("");
    for (var dark : json.readTree(site.evidence()).path("facts").path("access_points")) {
      if (dark.asString().equals(at)) {
        return true;
      }
    }
    return false;
  }

  private Optional<Incident> site(Incident incident) {
    return incident.site().isEmpty()
        ? Optional.empty()
        : incidents.openOf("site_outage", "site", incident.site());
  }
}
