package io.cyanwatch.command;

import io.cyanwatch.access.Actor;
import io.cyanwatch.access.Audit;
import io.cyanwatch.access.Problem;
import io.cyanwatch.command.CommandProperties.Remediation;
import io.cyanwatch.fleet.Fleet;
import io.cyanwatch.incident.IncidentView;
import io.cyanwatch.timeline.Watch;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Mends a proven dead listener by itself, where that is allowed, and never when many are ill at
/// once:
/// then a restart is no cure. Every decision is audited.
@Component
class Remedy {
  private static final Actor ACTOR = Actor.system("remediation");

  /// More than this part of a site at once is not the devices' own fault.
  private static final double MOST_OF_A_SITE = 0.3;

  private final CommandDesk desk;
  private final Commands commands;
  private final Fleet fleet;
  private final Watch watch;
  private final Audit audit;
  private final CommandProperties properties;
  private final Clock clock;
  private final Set<String> said = new HashSet<>();

  Remedy(
      CommandDesk desk,
      Commands commands,
      Fleet fleet,
      Watch watch,
      Audit audit,
      CommandProperties properties,
      Clock clock) {
    this.desk = desk;
    this.commands = commands;
    this.fleet = fleet;
    this.watch = watch;
    this.audit = audit;
    this.properties = properties;
    this.clock = clock;
  }

  /// @param open all open incidents
  void consider(IncidentView incident, List<IncidentView> open) {
    if (properties.remediation() == Remediation.OFF) {
      return;
    }
    var refusal = refusal(incident, open, clock.instant());
    if (refusal.isPresent()) {
      decided(incident, refusal.get());
    } else if (properties.remediation() == Remediation.DRY_RUN) {
      decided(incident, "dry run: would restart the listener");
    } else {
      restart(incident);
    }
  }

  private void restart(IncidentView incident) {
    var reason = "Its listener is proven dead (incident " + incident.id() + ").";
    var order =
        new Order(
            Op.RESTART_LISTENER, Map.of(), java.time.Duration.ofSeconds(30), reason, null, null);
    try {
      var command = desk.issue(incident.subject(), order, ACTOR);
      decided(incident, "restarts the listener: command " + command.id());
    } catch (Problem problem) {
      decided(incident, "does nothing: " + problem.getMessage());
    }
  }

  /// Why nothing is done now; empty when nothing speaks against it.
  private Optional<String> refusal(IncidentView incident, List<IncidentView> open, Instant now) {
    var device = fleet.find(incident.subject());
    if (device.isEmpty()) {
      return Optional.of("refused: the device is not registered");
    }
    if (watch.since().map(since -> since.plus(properties.warmUp()).isAfter(now)).orElse(true)) {
      return Optional.of("refused: we have not watched for long enough ourselves");
    }
    if (isOpen(open, "uplink_lost", incident.accessPoint())) {
      return Optional.of("refused: its access point has lost its uplink");
    }
    if (isOpen(open, "reboot_loop", incident.subject())) {
      return Optional.of("refused: the device is in a reboot loop");
    }
    var since = now.minus(properties.cooldown());
    if (commands.issuedSince(device.get().nr(), ACTOR.name(), since) > 0) {
      return Optional.of(
          "refused: tried less than " + properties.cooldown().toMinutes() + " min ago");
    }
    var ill =
        open.stream()
            .filter(i -> i.kind().equals("dead_listener") && i.site().equals(incident.site()));
    var all = fleet.siteSize(incident.site());
    var count = ill.count();
    return count > 1 && count > MOST_OF_A_SITE * all
        ? Optional.of("refused: %d of %d at this site are ill at once".formatted(count, all))
        : Optional.empty();
  }

  private static boolean isOpen(
      List<IncidentView> open, String kind, @org.jspecify.annotations.Nullable String subject) {
    return open.stream()
        .anyMatch(i -> i.kind().equals(kind) && Objects.equals(i.subject(), subject));
  }

  /// Each decision once per incident: it is considered again every few seconds.
  private void decided(IncidentView incident, String decision) {
    if (said.size() > 10_000) {
      said.clear();
    }
    if (said.add(key(incident.id(), decision))) {
      audit.record(
          ACTOR,
          "remediation",
          incident.subject(),
          Map.of("incident", incident.id().toString(), "decision", decision));
    }
  }

  private static String key(UUID incident, String decision) {
    return incident + "/" + decision;
  }
}
