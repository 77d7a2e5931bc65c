package io.cyanwatch.incident;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The rows of `incident.silence`.
@Repository
class Silences {
  private static final TypeReference<List<Silence.Matcher>> MATCHERS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json;

  Silences(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /// A silence that keeps quiet, and until when.
  record Over(Silence silence, Instant until) {}

  /// The one that keeps this incident quiet for the longest.
  Optional<Over> over(Incident incident, Instant now) {
    return current(now).stream()
        .filter(silence -> silence.matches(incident))
        .flatMap(silence -> silence.quietUntil(now).map(at -> new Over(silence, at)).stream())
        .max(Comparator.comparing(Over::until));
  }

  /// Those that keep or may keep quiet: neither ended nor over for good. Few by their nature.
  List<Silence> current(Instant now) {
    return jdbc.sql(
            """
            select * from incident.silence where ended_at is null
              and (until_at > :now or repeat <> 'none') order by id
            """)
        .param("now", Timestamp.from(now))
        .query((row, _) -> read(row))
        .list();
  }

  Optional<Silence> find(UUID id) {
    return jdbc.sql("select * from incident.silence where id = :id")
        .param("id", id)
        .query((row, _) -> read(row))
        .optional();
  }

  void add(Silence silence) {
    jdbc.sql(
            """
            insert into incident.silence
              (id, matchers, from_at, until_at, repeat, comment, author, created_at)
            values (:id, :matchers, :from, :until, :repeat, :comment, :author, :created)
            """)
        .param("id", silence.id())
        .param("matchers", json.writeValueAsString(silence.matchers()))
        .param("from", Timestamp.from(silence.from()))
        .param("until", Timestamp.from(silence.until()))
        .param("repeat", silence.repeat().key())
        .param("comment", silence.comment())
        .param("author", silence.author())
        .param("created", Timestamp.from(silence.createdAt()))
        .update();
  }

  /// False when it had ended before.
  boolean end(UUID id, Instant now) {
    return jdbc.sql(
                "update incident.silence set ended_at = :now where id = :id and ended_at is null")
            .param("id", id)
            .param("now", Timestamp.from(now))
            .update()
        > 0;
  }

  private Silence read(ResultSet row) throws SQLException {
    var ended = row.getTimestamp("ended_at");
    return new Silence(
        row.getObject("id", UUID.class),
        json.readValue(row.getString("matchers"), MATCHERS),
        row.getTimestamp("from_at").toInstant(),
        row.getTimestamp("until_at").toInstant(),
        Silence.Repeat.valueOf(row.getString("repeat").toUpperCase(Locale.ROOT)),
        row.getString("comment"),
        row.getString("author"),
        row.getTimestamp("created_at").toInstant(),
        ended == null ? null : ended.toInstant());
  }
}
