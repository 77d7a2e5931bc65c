package io.cyanwatch.dashboard;

import static io.cyanwatch.dashboard.Sentence.name;

import io.cyanwatch.dashboard.TimelineView.Band;
import io.cyanwatch.dashboard.TimelineView.Mark;
import io.cyanwatch.incident.IncidentView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a good colleague would say first of one device, made from the data alone.
final class DeviceSentences {
  /// A cure is worth telling for this long.
  private static final Duration NEWS = Duration.ofHours(12);

  private DeviceSentences() {}

  /// What there is to know of one device.
  ///
  /// @param incidents newest first, open or not
  /// @param commands newest first
  record Known(
      DeviceView device,
      Optional<IncidentView> parent,
      List<Band> incidents,
      List<Mark> commands) {}

  /// The opening of a device's page.
  static Sentence device(Known known, Instant now) {
    var device = known.device();
    var open = known.incidents().stream().filter(band -> band.resolvedAt() == null).toList();
    return switch (device.state()) {
      case "online" -> online(known, open, now);
      case "offline" -> offline(known, now);
      default ->
          Sentence.of(
              "It has never reported. Give it its password, power it up, and it will say so.");
    };
  }

  private static Sentence online(Known known, List<Band> open, Instant now) {
    var device = known.device();
    for (var kind : List.of("reboot_loop", "dead_listener", "listener_suspect")) {
      var worst = open.stream().filter(band -> band.kind().equals(kind)).findFirst();
      if (worst.isPresent()) {
        return Sentence.of(worst.get().summary()).then(beingCured(known.commands()));
      }
    }
    var light = Light.valueOf(device.light().toUpperCase(Locale.ROOT));
    var state =
        light == Light.BREATHING
            ? cured(known, now).orElseGet(() -> healthy(device, now))
            : Sentence.of("Online, " + light.label() + ".");
    return open.isEmpty() ? state : state.then(Sentence.of(open.getFirst().summary()));
  }

  private static Sentence offline(Known known, Instant now) {
    var since = known.device().changedAt();
    var ago = since == null ? "" : " for " + Words.duration(Duration.between(since, now));
    if (known.parent().isPresent()) {
      var parent = known.parent().get();
      return Sentence.of(
          "Offline" + ago + ", behind ",
          name(Words.accessPoint(parent.subject())),
          parent.kind().equals("uplink_lost") ? ", which lost its uplink. " : ", which went dark. ",
          "Nothing says that the device itself is broken.");
    }
    var offline =
        known.incidents().stream()
            .filter(band -> band.kind().equals("offline") && band.resolvedAt() == null)
            .findFirst();
    var why = offline.map(band -> " " + band.summary()).orElse("");
    return since == null
        ? Sentence.of("Offline." + why)
        : Sentence.of(
            "Offline since ",
            since,
            " (" + Words.duration(Duration.between(since, now)) + ")." + why);
  }

  private static Sentence beingCured(List<Mark> commands) {
    return commands.stream().anyMatch(mark -> mark.finishedAt() == null)
        ? Sentence.of("A cure is under way.")
        : Sentence.of();
  }

  /// It was deaf, and somebody or something mended it.
  private static Optional<Sentence> cured(Known known, Instant now) {
    var deaf =
        known.incidents().stream()
            .filter(band -> band.kind().equals("dead_listener"))
            .filter(band -> band.resolvedAt() != null && band.resolvedAt().isAfter(now.minus(NEWS)))
            .findFirst();
    return deaf.map(
        band -> {
          var restart =
              known.commands().stream()
                  .filter(
                      mark ->
                          mark.op().equals("restart_listener") && mark.state().equals("succeeded"))
                  .filter(mark -> !mark.createdAt().isBefore(band.openedAt()))
                  .reduce((_, earlier) -> earlier);
          var resolved = band.resolvedAt() == null ? now : band.resolvedAt();
          return Sentence.of("Listening again since ", resolved, ".").then(how(band, restart));
        });
  }

  private static Sentence how(Band deaf, Optional<Mark> restart) {
    if (restart.isEmpty()) {
      return Sentence.of("It was deaf before and came back without a restart from here.");
    }
    var after = Words.duration(Duration.between(deaf.openedAt(), restart.get().createdAt()));
    return Sentence.of(
        "It went deaf, was restarted after " + after + ", and ",
        "probe".equals(restart.get().verified())
            ? "answered a probe."
            : "says itself that it listens; nobody probed it from outside.");
  }

  private static Sentence healthy(DeviceView device, Instant now) {
    var boot = device.boot();
    var since =
        boot == null
            ? Sentence.of()
            : Sentence.of(
                " It has been up for " + Words.duration(Duration.between(boot.at(), now)) + ".");
    var server =
        device.listener().verdict().equals("listening") ? ", and its server listens." : ".";
    return Sentence.of("Breathing cyan" + server, since);
  }
}
