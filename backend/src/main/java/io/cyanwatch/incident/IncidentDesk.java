package io.cyanwatch.incident;

import io.cyanwatch.access.Audit;
import io.cyanwatch.access.Page;
import io.cyanwatch.access.Paging;
import io.cyanwatch.access.Problem;
import io.cyanwatch.incident.IncidentChanged.Change;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// What people do with incidents: look, acknowledge, snooze, note, resolve.
@Component
@Transactional
class IncidentDesk implements IncidentLog {
  private final Incidents incidents;
  private final History history;
  private final Telling telling;
  private final Settling settling;
  private final Audit audit;
  private final JdbcClient jdbc;
  private final Clock clock;

  IncidentDesk(
      Incidents incidents,
      History history,
      Telling telling,
      Settling settling,
      Audit audit,
      JdbcClient jdbc,
      Clock clock) {
    this.incidents = incidents;
    this.history = history;
    this.telling = telling;
    this.settling = settling;
    this.audit = audit;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /// An incident and how it came to be so.
  record Detail(IncidentView incident, List<History.Entry> history) {}

  /// What to list; null means all.
  ///
  /// @param conditions by column, equality only
  record Filter(Map<String, Object> conditions, @org.jspecify.annotations.Nullable Instant since) {}

  @Override
  @Transactional(readOnly = true)
  public List<IncidentView> open() {
    return incidents.open().stream().map(telling::view).toList();
  }

  /// Newest first: ids grow with time.
  @Transactional(readOnly = true)
  public Page<IncidentView> list(Filter filter, Paging paging) {
    var conditions = new ArrayList<String>();
    var params = new HashMap<String, Object>(filter.conditions());
    filter.conditions().keySet().forEach(column -> conditions.add(column + " = :" + column));
    if (filter.since() != null) {
      conditions.add("opened_at >= :since");
      params.put("since", Timestamp.from(filter.since()));
    }
    if (!paging.first()) {
      conditions.add("id < :after");
      params.put("after", paging.uuid(0));
    }
    var where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
    var ids =
        jdbc.sql(
                "select id from incident.incident %s order by id desc limit :limit"
                    .formatted(where))
            .params(params)
            .param("limit", paging.fetch())
            .query(UUID.class)
            .list();
    var found = new HashMap<UUID, IncidentView>();
    incidents.findAllById(ids).forEach(i -> found.put(i.id(), telling.view(i)));
    var rows = ids.stream().map(found::get).filter(java.util.Objects::nonNull).toList();
    return paging.page(rows, view -> Paging.cursor(view.id()));
  }

  @Transactional(readOnly = true)
  public Detail detail(UUID id) {
    return new Detail(telling.view(find(id)), history.of(id));
  }

  IncidentView acknowledge(UUID id, int version) {
    var incident = find(id);
    var now = clock.instant();
    incident.acknowledge(version, actor(), now);
    audit.record("incident.ack", id.toString(), Map.of("kind", incident.kind()));
    telling.aloud(incident, Change.ACKNOWLEDGED, actor(), "", now);
    return telling.view(incident);
  }

  IncidentView resolve(UUID id, int version) {
    incidents.family(id);
    var incident = find(id);
    var now = clock.instant();
    incident.resolveByHand(version, now);
    audit.record("incident.resolve", id.toString(), Map.of("kind", incident.kind()));
    telling.ended(incident, actor(), "By hand.", now);
    settling.release(incident, now);
    return telling.view(incident);
  }

  IncidentView snooze(UUID id, int version, Instant until) {
    var incident = find(id);
    if (!until.isAfter(clock.instant())) {
      throw Problem.badField("until", "It must lie in the future.");
    }
    incident.snooze(version, until);
    audit.record("incident.snooze", id.toString(), Map.of("until", until.toString()));
    telling.quietly(
        incident, Change.UPDATED, actor(), "Snoozed until " + until + ".", clock.instant());
    return telling.view(incident);
  }

  IncidentView note(UUID id, String text) {
    var incident = find(id);
    history.append(id, clock.instant(), actor(), "note", text);
    audit.record("incident.note", id.toString(), Map.of());
    return telling.view(incident);
  }

  private String actor() {
    return audit.actor().name();
  }

  private Incident find(UUID id) {
    return incidents.findById(id).orElseThrow(() -> Problem.notFound("incident", id.toString()));
  }
}
