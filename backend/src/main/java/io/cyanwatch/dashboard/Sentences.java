package io.cyanwatch.dashboard;

import static io.cyanwatch.dashboard.Sentence.name;

import io.cyanwatch.dashboard.IncidentReads.Family;
import io.cyanwatch.incident.IncidentView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

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
    return faults(sentence, fleet, open);
  }

  private static Sentence breathing(FleetSummary fleet) {
    var breathing = fleet.light(Light.BREATHING);
    var all = Words.number(fleet.devices());
    if (breathing == fleet.devices()) {
      return Sentence.of(
          breathing == 1 ? "The one device breathes cyan." : "All " + all + " breathe cyan.");
    }
    if (breathing == 0) {
      return Sentence.of("None of " + all + " breathes cyan.");
    }
    var verb = breathing == 1 ? " breathes cyan." : " breathe cyan.";
    return Sentence.of(Words.number(breathing) + " of " + all + verb);
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
    return where(outage)
        .then(
            Sentence.of(
                lost(outage),
                ago + " ago: ",
                many == 1
                    ? "1 device is behind it, "
                    : Words.number(many) + " devices are behind it, ",
                broken == 0 ? "none is broken." : broken + " with a fault of its own."));
  }

  /// Who lost only the vendor's cloud is heard here still.
  private static String lost(IncidentView outage) {
    if (outage.evidence().get("signature") instanceof Map<?, ?> named
        && "F7".equals(named.get("id"))) {
      return "lost its cloud ";
    }
    return outage.kind().equals("uplink_lost") ? "lost its uplink " : "went dark ";
  }

  /// A hardware address alone reads like noise.
  private static Sentence where(IncidentView outage) {
    var shown = Words.accessPoint(outage.subject());
    if (shown.equals(outage.subject())) {
      return Sentence.of(name(shown));
    }
    var hardware = shown.startsWith("…");
    return Sentence.of(
        hardware ? "Access point " : "",
        name(hardware ? shown : Words.sentenceCase(shown)),
        outage.site().isEmpty() ? "" : " in " + outage.site());
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

  private static Sentence faults(Sentence sentence, FleetSummary fleet, List<Family> open) {
    var own = open.stream().map(Family::parent).toList();
    return sentence
        .then(
            some(
                fleet.light(Light.LOOP),
                named(own, "reboot_loop"),
                "restarts in a loop",
                "restart in a loop"))
        .then(
            some(
                fleet.light(Light.DEAD),
                named(own, "dead_listener"),
                "takes no connections",
                "take no connections"))
        .then(
            some(
                fleet.light(Light.SUSPECT),
                named(own, "listener_suspect"),
                "may be deaf",
                "may be deaf"))
        .then(
            some(
                fleet.light(Light.OFFLINE) - behind(open),
                named(own, "offline"),
                "is offline on its own",
                "are offline on their own"))
        .then(
            some(
                fleet.light(Light.UNKNOWN),
                List.of(),
                "has never reported",
                "have never reported"));
  }

  private static List<String> named(List<IncidentView> open, String kind) {
    return open.stream()
        .filter(incident -> incident.kind().equals(kind))
        .map(IncidentView::subject)
        .distinct()
        .toList();
  }

  /// One or two by name, more by number.
  private static Sentence some(long count, List<String> names, String one, String many) {
    if (count <= 0) {
      return Sentence.of();
    }
    if (count > 2 || names.size() != count) {
      return Sentence.of(count == 1 ? "One " + one + "." : Words.number(count) + " " + many + ".");
    }
    return count == 1
        ? Sentence.of(name(names.getFirst()), " " + one + ".")
        : Sentence.of(name(names.getFirst()), " and ", name(names.getLast()), " " + many + ".");
  }
}
