package io.cyanwatch.score;

import io.cyanwatch.fleet.Fleet;
import io.cyanwatch.timeline.Timelines;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What the application made of a performance: its incidents, each time that they were open, and
/// what people were told.
final class Findings {
  private final JdbcClient jdbc;

  Findings(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// A fault as we saw it, from when it was found until it was over.
  ///
  /// @param subject by its original name
  /// @param explained whether something further up explained it, so that it was no verdict
  /// @param told how often people were told of it
  record Episode(
      UUID incident,
      String kind,
      String subject,
      String severity,
      Instant from,
      @Nullable Instant to,
      boolean explained,
      int told,
      String summary) {}

  private record Row(
      UUID id, String kind, String subject, String severity, String summary, boolean suppressed) {}

  private record Entry(Instant at, String action, String note) {}

  List<Episode> of(Performance play) {
    var episodes = new ArrayList<Episode>();
    for (var row : rows(play)) {
      episodes.addAll(episodes(row, play));
    }
    return episodes;
  }

  /// Of the backend itself, since then.
  List<Episode> ofBackend(Instant since, Performance play) {
    var episodes = new ArrayList<Episode>();
    jdbc.sql(
            """
            select * from incident.incident where kind = 'backend_unwatched' and opened_at >= :since
            """)
        .param("since", Timestamp.from(since))
        .query((row, _) -> row(row))
        .list()
        .forEach(row -> episodes.addAll(episodes(row, play)));
    return episodes;
  }

  private List<Row> rows(Performance play) {
    return jdbc.sql(
            """
            select * from incident.incident
            where subject like :prefix || '%' or subject like :bssid || '%'
              or subject like '%/' || :prefix || '%'
            order by opened_at
            """)
        .param("prefix", play.prefix())
        .param("bssid", play.bssid() + ":")
        .query((row, _) -> row(row))
        .list();
  }

  private static Row row(java.sql.ResultSet row) throws java.sql.SQLException {
    return new Row(
        row.getObject("id", UUID.class),
        row.getString("kind"),
        row.getString("subject"),
        row.getString("severity"),
        row.getString("summary"),
        row.getObject("suppressed_by") != null);
  }

  private List<Episode> episodes(Row row, Performance play) {
    var told = told(row.id);
    var episodes = new ArrayList<Episode>();
    @Nullable Instant from = null;
    var explained = row.suppressed;
    for (var entry : history(row.id)) {
      if (from == null && !entry.action.equals("reclassified")) {
        from = entry.at;
      }
      explained |= entry.note.startsWith("Behind ") || entry.note.startsWith("Explained by ");
      if (from != null && entry.action.equals("resolved")) {
        episodes.add(episode(row, play, from, entry.at, explained, told));
        from = null;
        explained = false;
      }
    }
    if (from != null) {
      episodes.add(episode(row, play, from, null, explained || row.suppressed, told));
    }
    return episodes;
  }

  private static Episode episode(
      Row row,
      Performance play,
      Instant from,
      @Nullable Instant to,
      boolean explained,
      List<Instant> told) {
    var times =
        told.stream().filter(at -> !at.isBefore(from) && (to == null || at.isBefore(to))).count();
    return new Episode(
        row.id,
        row.kind,
        play.original(row.subject),
        row.severity,
        from,
        to,
        explained,
        (int) times,
        row.summary);
  }

  private List<Entry> history(UUID incident) {
    return jdbc.sql(
            "select at, action, note from incident.history where incident = :id order by id")
        .param("id", incident)
        .query(
            (row, _) ->
                new Entry(
                    row.getTimestamp("at").toInstant(),
                    row.getString("action"),
                    row.getString("note")))
        .list();
  }

  /// What went into the outbox of a webhook about its beginning.
  private List<Instant> told(UUID incident) {
    return jdbc.sql(
            """
            select e.created_at from webhook.event e join webhook.delivery d on d.event = e.id
            where e.subject = :id and e.type in ('incident.opened', 'incident.updated')
            order by 1
            """)
        .param("id", incident.toString())
        .query((row, _) -> row.getTimestamp(1).toInstant())
        .list();
  }

  /// What is stored of a device around an episode, a line a record, for whoever looks into a false
  // one.
  static List<String> around(House house, Performance play, Episode episode) {
    var lines = new ArrayList<String>();
    house
        .bean(Fleet.class)
        .find(play.prefix() + episode.subject())
        .ifPresent(
            device ->
                house
                    .bean(Timelines.class)
                    .records(
                        device.nr(),
                        episode.from().minusSeconds(600),
                        episode.from().plusSeconds(60),
                        it -> lines.add(line(it))));
    return lines;
  }

  private static String line(Timelines.Entry it) {
    return "  %s (heard %s) %s %s/%d conn %d: %s"
        .formatted(
            it.atEstimated(),
            it.receivedAt(),
            it.kind(),
            it.boot(),
            it.seq(),
            it.conn(),
            it.body());
  }

  /// The performance is over: nobody misses its devices.
  void clear(Performance play) {
    var forget = new LinkedHashMap<String, String>();
    forget.put("detection.deadline", "device");
    forget.put("timeline.hole", "device");
    forget.put("detection.state", "device");
    forget.put("detection.device", "device");
    forget.put("fleet.device", "nr");
    forget.forEach(
        (table, column) ->
            jdbc.sql(
                    "delete from %s where %s in (select nr from score_cast where play = :play)"
                        .formatted(table, column))
                .param("play", play.prefix())
                .update());
    jdbc.sql(
            """
            update incident.incident set resolved_at = opened_at, notify_at = null,
              version = version + 1
            where resolved_at is null
              and (subject like :prefix || '%' or subject like :bssid || '%')
            """)
        .param("prefix", play.prefix())
        .param("bssid", play.bssid() + ":")
        .update();
  }
}
