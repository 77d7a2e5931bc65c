package io.cyanwatch.incident;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.cyanwatch.access.Page;
import io.cyanwatch.access.Paging;
import io.cyanwatch.access.Problem;
import io.cyanwatch.incident.IncidentDesk.Filter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Incidents over HTTP. Every change names the version that its author looked at.
@RestController
@RequestMapping("/api/v1/incidents")
class IncidentApi {
  private static final Set<String> STATES = Set.of("open", "acknowledged", "resolved");
  private static final int LONGEST_NOTE = 2000;

  private final IncidentDesk desk;

  IncidentApi(IncidentDesk desk) {
    this.desk = desk;
  }

  record Detail(@JsonUnwrapped IncidentView incident, List<History.Entry> history) {}

  record Change(@Nullable Integer version, @Nullable Instant until, @Nullable String note) {}

  @GetMapping
  Page<IncidentView> list(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable String device,
      @RequestParam(required = false) @Nullable String site,
      @RequestParam(required = false) @Nullable Instant since,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String after) {
    if (state != null && !STATES.contains(state)) {
      throw Problem.badField("state", "It must be open, acknowledged or resolved.");
    }
    var conditions = new HashMap<String, Object>();
    put(conditions, "state", state);
    put(conditions, "kind", kind);
    put(conditions, "site", site);
    if (device != null) {
      conditions.put("subject_type", "device");
      conditions.put("subject", device);
    }
    return desk.list(new Filter(conditions, since), Paging.of(limit, after));
  }

  private static void put(Map<String, Object> conditions, String column, @Nullable String value) {
    if (value != null) {
      conditions.put(column, value);
    }
  }

  @GetMapping("/{id}")
  Detail one(@PathVariable UUID id) {
    var detail = desk.detail(id);
    return new Detail(detail.incident(), detail.history());
  }

  @PostMapping("/{id}/ack")
  IncidentView acknowledge(@PathVariable UUID id, @RequestBody Change change) {
    return desk.acknowledge(id, version(change));
  }

  @PostMapping("/{id}/resolve")
  IncidentView resolve(@PathVariable UUID id, @RequestBody Change change) {
    return desk.resolve(id, version(change));
  }

  @PostMapping("/{id}/snooze")
  IncidentView snooze(@PathVariable UUID id, @RequestBody Change change) {
    if (change.until() == null) {
      throw Problem.badField("until", "Say until when, as an ISO 8601 time.");
    }
    return desk.snooze(id, version(change), change.until());
  }

  @PostMapping("/{id}/note")
  IncidentView note(@PathVariable UUID id, @RequestBody Change change) {
    var note = change.note();
    if (note == null || note.isBlank() || note.length() > LONGEST_NOTE) {
      throw Problem.badField("note", "It must have 1 to " + LONGEST_NOTE + " characters.");
    }
    return desk.note(id, note);
  }

  private static int version(Change change) {
    if (change.version() == null) {
      throw Problem.badField("version", "Say which version of the incident you looked at.");
    }
    return change.version();
  }
}
