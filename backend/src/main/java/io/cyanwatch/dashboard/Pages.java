package io.cyanwatch.dashboard;

import io.cyanwatch.dashboard.FleetReads.Dot;
import io.cyanwatch.incident.IncidentView;
import io.cyanwatch.timeline.Timelines;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The fleet, a device, and the door.
@Controller
class Pages {
  private static final int RECENT = 8;

  private final FleetReads fleet;
  private final FleetPage grid;
  private final DeviceReads devices;
  private final DeviceMarks marks;
  private final IncidentReads incidents;
  private final Timelines timelines;
  private final Clock clock;

  Pages(
      FleetReads fleet,
      FleetPage grid,
      DeviceReads devices,
      DeviceMarks marks,
      IncidentReads incidents,
      Timelines timelines,
      Clock clock) {
    this.fleet = fleet;
    this.grid = grid;
    this.devices = devices;
    this.marks = marks;
    this.incidents = incidents;
    this.timelines = timelines;
    this.clock = clock;
  }

  @GetMapping("/login")
  String login() {
    return "login";
  }

  @GetMapping("/")
  String fleet(Model model) {
    var summary = overview(model);
    model.addAttribute("grid", grid.grid(summary));
    return "fleet";
  }

  /// What stands above the dots, for a page that is open already.
  @GetMapping(path = "/", headers = "HX-Request=true")
  String fleetAgain(Model model) {
    overview(model);
    return "fleet :: overview";
  }

  /// The fleet is its own list: search it.
  @GetMapping("/devices")
  String devices(@RequestParam(defaultValue = "") String q, RedirectAttributes onwards) {
    if (!q.isEmpty()) {
      onwards.addAttribute("q", q);
    }
    return "redirect:/";
  }

  /// The dots of a fleet too large to be elements of a page.
  @GetMapping("/fleet/dots")
  @ResponseBody
  List<Dot> dots() {
    return fleet.dots();
  }

  @GetMapping("/devices/{id}")
  String device(@PathVariable String id, Model model) {
    about(id, model);
    return "device";
  }

  @GetMapping(path = "/devices/{id}", headers = "HX-Request=true")
  String deviceAgain(@PathVariable String id, Model model) {
    about(id, model);
    return "device :: live";
  }

  @GetMapping("/webhooks")
  String webhooks() {
    return "webhooks";
  }

  private FleetSummary overview(Model model) {
    var now = clock.instant();
    var summary = fleet.summary(now);
    var open = incidents.open();
    model.addAttribute("summary", summary);
    model.addAttribute("sentence", Sentences.fleet(summary, open, now));
    model.addAttribute("counts", FleetPage.counts(summary));
    model.addAttribute("open", open);
    model.addAttribute("now", now);
    return summary;
  }

  private void about(String id, Model model) {
    var now = clock.instant();
    var device = devices.find(id).orElseThrow(Visitor::missing);
    var nr = devices.nr(id).orElseThrow(Visitor::missing);
    var recent = marks.newestIncidents(nr, RECENT);
    var commands = marks.newestCommands(nr, RECENT);
    var known = new DeviceSentences.Known(device, parentOf(id), recent, commands);
    model.addAttribute("device", device);
    model.addAttribute("light", Light.valueOf(device.light().toUpperCase(Locale.ROOT)));
    model.addAttribute("sentence", DeviceSentences.device(known, now));
    model.addAttribute("incidents", recent);
    model.addAttribute("commands", commands);
    model.addAttribute("boots", timelines.boots(nr, RECENT));
    model.addAttribute(
        "ownWords",
        timelines.newestHealth(nr).map(health -> OwnWords.of(health.body())).orElse(List.of()));
    model.addAttribute("uptime", uptime(device));
    model.addAttribute("now", now);
  }

  private Optional<IncidentView> parentOf(String id) {
    return incidents.open().stream()
        .filter(family -> family.children().stream().anyMatch(child -> id.equals(child.device())))
        .map(IncidentReads.Family::parent)
        .findFirst();
  }

  private String uptime(DeviceView device) {
    var boot = device.boot();
    return boot == null || !device.state().equals("online")
        ? ""
        : Words.duration(Duration.between(boot.at(), clock.instant()));
  }
}
