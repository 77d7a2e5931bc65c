package io.cyanwatch.dashboard;

import static io.cyanwatch.dashboard.Sentence.name;

import io.cyanwatch.dashboard.IncidentReads.Family;
import io.cyanwatch.incident.IncidentView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What a good colleague would say first of a fleet, made from the data alone.
final class Sentences {
  private static final int MOST_OUTAGES = 2;

  private Sentences() {}

  /// The opening of the fleet's page.
  static Sentence fleet(FleetSummary fleet, List<Family> open, Instant now) {
    if (fleet.devices() == 0) {
      return Sentence.of("No device is registered yet.");
    }
    var sentence = breathing(fleet);
    var outages = open.stream().map(Family::parent).filter(Sentences::outage).toList();
    for (var outage : outages.stream().limit(MOST_OUTAGES).toList()) {
      sentence = sentence.then(outage(outage, childrenOf(outage, open), fleet, now));
    }
    if (outages.size() > MOST_OUTAGES) {
      sentence = sentence.then(Sentence.of("So did " + (outages.size() - MOST_OUTAGES) + " more."));
    }
    return faults(sentence, fleet, behind(open));
  }

  private static Sentence breathing(FleetSummary fleet) {
    var breathing = fleet.light(Light.BREATHING);
    if (breathing < fleet.devices()) {
      return Sentence.of(
          breathing == 0
              ? "None of " + fleet.devices() + " breathes cyan."
              : breathing
                  + " of "
                  + fleet.devices()
                  + (breathing == 1 ? " breathes" : " breathe")
                  + " cyan.");
    }
    return Sentence.of(
        fleet.devices() == 1
            ? "The one device breathes cyan."
            : "All " + fleet.devices() + " breathe cyan.");
  }

  private static boolean outage(IncidentView incident) {
    return incident.kind().equals("uplink_lost") || incident.kind().equals("site_outage");
  }

  private static Sentence outage(
      IncidentView outage, List<IncidentView> children, FleetSummary fleet, Instant now) {
    var ago = Words.duration(Duration.between(outage.openedAt(), now));
    var broken = children.stream().filter(child -> ownFault(child.kind())).count();
    var many =
        children.isEmpty()
            ? devicesAt(outage, fleet)
            : children.stream().map(IncidentView::subject).distinct().count();
    return Sentence.of(
        name(
            outage.kind().equals("uplink_lost")
                ? Words.accessPoint(outage.subject())
                : outage.subject()),
        outage.kind().equals("uplink_lost") ? " lost its uplink " : " went dark ",
        ago + " ago: ",
        many == 1 ? "1 device is behind it, " : many + " devices are behind it, ",
        broken == 0
            ? "none is broken."
            : broken + " of them had a fault of " + (broken == 1 ? "its" : "their") + " own.");
  }

  /// Whether an incident means that the device itself needs somebody.
  private static boolean ownFault(String kind) {
    return switch (kind) {
      case "offline", "flapping", "cloud_only", "uplink_lost", "site_outage" -> false;
      default -> true;
    };
  }

  private static long devicesAt(IncidentView outage, FleetSummary fleet) {
    return fleet.sites().stream()
        .filter(site -> outage.kind().equals("uplink_lost") || site.site().equals(outage.subject()))
        .flatMap(site -> site.accessPoints().stream())
        .filter(
            point ->
                outage.kind().equals("site_outage") || point.accessPoint().equals(outage.subject()))
        .mapToLong(point -> point.devices() - point.online())
        .sum();
  }

  private static List<IncidentView> childrenOf(IncidentView parent, List<Family> open) {
    return open.stream()
        .filter(family -> family.parent().equals(parent))
        .flatMap(family -> family.children().stream())
        .toList();
  }

  private static long behind(List<Family> open) {
    return open.stream()
        .filter(family -> outage(family.parent()))
        .flatMap(family -> family.children().stream())
        .filter(child -> child.kind().equals("offline"))
        .map(IncidentView::subject)
        .distinct()
        .count();
  }

  private static Sentence faults(Sentence sentence, FleetSummary fleet, long behind) {
    var said = sentence;
    said = said.then(some(fleet.light(Light.LOOP), "restarts in a loop", "restart in a loop"));
    said =
        said.then(
            some(
                fleet.light(Light.DEAD),
                "is deaf: online, but its server takes no connection",
                "are deaf: online, but their servers take no connection"));
    said = said.then(some(fleet.light(Light.SUSPECT), "may be deaf", "may be deaf"));
    said =
        said.then(
            some(
                fleet.light(Light.OFFLINE) - behind,
                "is offline on its own",
                "are offline on their own"));
    return said.then(some(fleet.light(Light.UNKNOWN), "has never reported", "have never reported"));
  }

  private static Sentence some(long count, String one, String many) {
    if (count <= 0) {
      return Sentence.of();
    }
    return Sentence.of(count == 1 ? "One " + one + "." : count + " " + many + ".");
  }
}
