package io.cyanwatch.timeline;

import io.cyanwatch.timeline.Sifting.Contradiction;
import io.cyanwatch.timeline.Timelines.Happening;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The rows of `timeline.notice`: what we noticed about a device's records, where it said nothing.
@Repository
class Notices {
  private static final TypeReference<Map<String, Object>> DETAIL = new TypeReference<>() {};
  private static final Duration KEPT = Duration.ofDays(400);
  private static final int MOST = 2000;

  /// Somebody probed the device from outside; too many to be drawn.
  static final String KNOCK = "knock";

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;

  Notices(JdbcClient jdbc, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /// @param boot the number of the boot
  record Notice(long device, int boot, Instant at, String name, Map<String, Object> detail) {}

  void conflicts(List<Contradiction> found) {
    add(found.stream().map(Notices::notice).toList());
  }

  private static Notice notice(Contradiction found) {
    var conflict = found.conflict();
    Map<String, Object> detail =
        Map.of("seq", conflict.seq(), "conn", conflict.conn(), "up", conflict.up().toMillis());
    return new Notice(conflict.device().nr(), found.boot(), conflict.at(), "seq_conflict", detail);
  }

  void knocked(long device, String outcome, Instant at) {
    add(List.of(new Notice(device, 0, at, KNOCK, Map.of("outcome", outcome))));
  }

  void add(List<Notice> notices) {
    if (notices.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into timeline.notice (device, boot, at, name, detail)
            select device, boot, at, name, detail
            from unnest(:devices::bigint[], :boots::integer[], :ats::timestamptz[], :names::text[],
              :details::text[]) as v (device, boot, at, name, detail)
            """)
        .param("devices", notices.stream().map(Notice::device).toArray(Long[]::new))
        .param("boots", notices.stream().map(Notice::boot).toArray(Integer[]::new))
        .param("ats", notices.stream().map(n -> Timestamp.from(n.at())).toArray(Timestamp[]::new))
        .param("names", notices.stream().map(Notice::name).toArray(String[]::new))
        .param(
            "details",
            notices.stream().map(n -> json.writeValueAsString(n.detail())).toArray(String[]::new))
        .update();
  }

  /// Puts what we noticed among what happened, by time.
  List<Happening> among(List<Happening> events, long device, Instant from, Instant to) {
    var all = new ArrayList<>(between(device, from, to));
    if (all.isEmpty()) {
      return events;
    }
    all.addAll(events);
    all.sort(Comparator.comparing(Happening::at));
    return all;
  }

  private List<Happening> between(long device, Instant from, Instant to) {
    return jdbc.sql(
            """
            select n.at, n.name, n.detail, b.boot from timeline.notice n
            join timeline.boot b on b.device = n.device and b.nr = n.boot
            where n.device = :device and n.at >= :from and n.at < :to order by n.at limit :most
            """)
        .param("device", device)
        .param("from", Timestamp.from(from))
        .param("to", Timestamp.from(to))
        .param("most", MOST)
        .query(
            (row, _) ->
                new Happening(
                    row.getTimestamp("at").toInstant(),
                    "event",
                    row.getString("name"),
                    row.getString("boot"),
                    json.readValue(row.getString("detail"), DETAIL)))
        .list();
  }

  @Scheduled(fixedDelayString = "PT6H", initialDelayString = "PT10M")
  void prune() {
    jdbc.sql("delete from timeline.notice where at < :before")
        .param("before", Timestamp.from(clock.instant().minus(KEPT)))
        .update();
  }
}
