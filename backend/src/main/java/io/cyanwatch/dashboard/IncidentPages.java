package io.cyanwatch.dashboard;

import io.cyanwatch.incident.IncidentView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// The log book of faults, and one fault.
@Controller
class IncidentPages {
  private static final int PAGE = 100;

  /// What is drawn before and after an incident.
  private static final Duration MARGIN = Duration.ofMinutes(10);

  private final IncidentReads incidents;
  private final Clock clock;

  IncidentPages(IncidentReads incidents, Clock clock) {
    this.incidents = incidents;
    this.clock = clock;
  }

  @GetMapping("/incidents")
  String incidents(
      @RequestParam(defaultValue = "") String state,
      @RequestParam(defaultValue = "") String kind,
      @RequestParam @Nullable Instant before,
      Model model) {
    var found = incidents.logBook(state, kind, before, PAGE);
    model.addAttribute("incidents", found);
    model.addAttribute("next", found.size() < PAGE ? null : found.getLast().openedAt());
    model.addAttribute("kinds", incidents.kinds());
    model.addAttribute("state", state);
    model.addAttribute("kind", kind);
    model.addAttribute("now", clock.instant());
    return "incidents";
  }

  @GetMapping("/incidents/{id}")
  String incident(@PathVariable UUID id, Model model) {
    about(id, model);
    return "incident";
  }

  @GetMapping(path = "/incidents/{id}", headers = "HX-Request=true")
  String incidentAgain(@PathVariable UUID id, Model model) {
    about(id, model);
    return "incident :: live";
  }

  private void about(UUID id, Model model) {
    var incident = incidents.find(id).orElseThrow(Visitor::missing);
    var now = clock.instant();
    var end = incident.resolvedAt() == null ? now : incident.resolvedAt();
    var after = end.plus(MARGIN);
    model.addAttribute("heading", Words.kind(incident.kind()));
    model.addAttribute("incident", incident);
    model.addAttribute("history", incidents.history(id));
    model.addAttribute("children", incidents.explainedBy(id));
    model.addAttribute("parent", parent(incident));
    model.addAttribute("facts", Evidence.facts(incident.evidence()));
    model.addAttribute("lasted", Words.duration(Duration.between(incident.openedAt(), end)));
    model.addAttribute("from", incident.openedAt().minus(MARGIN));
    model.addAttribute("to", after.isAfter(now) ? now : after);
    model.addAttribute("now", now);
  }

  private @Nullable IncidentView parent(IncidentView incident) {
    var parent = incident.suppressedBy();
    return parent == null ? null : incidents.find(parent).orElse(null);
  }
}
