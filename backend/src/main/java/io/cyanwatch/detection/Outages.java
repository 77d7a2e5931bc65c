package io.cyanwatch.detection;

import io.cyanwatch.detection.Hindsight.Recorded;
import io.cyanwatch.detection.Surroundings.Outage;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The rows of `detection.outage`: when an access point or a site was dark, and who went with it.
@Repository
class Outages {
  private static final int MOST = 100_000;

  private final JdbcClient jdbc;

  Outages(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record Row(Instant from, Set<String> lost) {}

  Optional<Row> open(String type, String subject) {
    return jdbc.sql(
            """
            select from_at, lost from detection.outage
            where type = :type and subject = :subject and to_at is null
            """)
        .param("type", type)
        .param("subject", subject)
        .query(
            (row, _) ->
                new Row(
                    row.getTimestamp("from_at").toInstant(),
                    Set.of((String[]) row.getArray("lost").getArray())))
        .optional();
  }

  /// Those of this type that a rule saw which is not used like this any more are over.
  void endUnless(String type, Rules.Mode mode, Instant now) {
    jdbc.sql(
            """
            update detection.outage set to_at = :now
            where type = :type and to_at is null and (:off or shadow <> :shadow)
            """)
        .param("type", type)
        .param("now", Timestamp.from(now))
        .param("off", mode == Rules.Mode.OFF)
        .param("shadow", mode == Rules.Mode.SHADOW)
        .update();
  }

  /// Opens it, or adds to the one that is open. One that is only seen in the shadow explains
  /// nothing.
  void began(
      String type,
      String subject,
      Instant from,
      Collection<String> lost,
      Instant found,
      boolean shadow) {
    var names = lost.stream().sorted().toArray(String[]::new);
    var updated =
        jdbc.sql(
                """
                update detection.outage set lost =
                  array(select distinct unnest(lost || :lost::text[]) order by 1)
                where type = :type and subject = :subject and to_at is null
                """)
            .param("type", type)
            .param("subject", subject)
            .param("lost", names)
            .update();
    if (updated == 0) {
      jdbc.sql(
              """
              insert into detection.outage (type, subject, from_at, found_at, lost, shadow)
              values (:type, :subject, :from, :found, :lost, :shadow)
              on conflict (type, subject, from_at) do update set
                to_at = null, lost = excluded.lost, shadow = excluded.shadow
              """)
          .param("type", type)
          .param("subject", subject)
          .param("from", Timestamp.from(from))
          .param("found", Timestamp.from(found))
          .param("lost", names)
          .param("shadow", shadow)
          .update();
    }
  }

  void ended(String type, String subject, Instant at) {
    jdbc.sql(
            """
            update detection.outage set to_at = :at
            where type = :type and subject = :subject and to_at is null
            """)
        .param("type", type)
        .param("subject", subject)
        .param("at", Timestamp.from(at))
        .update();
  }

  /// What could explain what happened to a device there since `from`, as far as it is known at
  /// `now`, our own absences included: they reach two minutes further, for devices come back one
  /// after the other.
  List<Outage> near(@Nullable String accessPoint, String site, Instant from, Instant now) {
    return jdbc.sql(
            """
            select from_at, to_at from detection.outage
            where ((type = 'access_point' and subject = :access_point)
                or (type = 'site' and subject = :site))
              and (to_at is null or to_at >= :from) and found_at <= :now
              and not shadow
            union all
            select from_at, to_at + interval '2 minutes' from timeline.unwatched
            where (to_at is null or to_at >= :from) and from_at <= :now
            order by from_at
            """)
        .param("access_point", accessPoint == null ? "" : accessPoint)
        .param("site", site)
        .param("from", Timestamp.from(from))
        .param("now", Timestamp.from(now))
        .query(
            (row, _) -> {
              var to = row.getTimestamp("to_at");
              return new Outage(
                  row.getTimestamp("from_at").toInstant(), to == null ? null : to.toInstant());
            })
        .list();
  }

  /// Those that touch the stretch, by `type/subject`; the earliest, if there are too many.
  Map<String, List<Recorded>> within(Instant from, Instant to) {
    var found = new HashMap<String, List<Recorded>>();
    jdbc.sql(
            """
            select type, subject, from_at, to_at, found_at from detection.outage
            where from_at < :to and (to_at is null or to_at >= :from) and not shadow
            order by from_at limit :most
            """)
        .param("from", Timestamp.from(from))
        .param("to", Timestamp.from(to))
        .param("most", MOST)
        .query(
            row -> {
              var end = row.getTimestamp("to_at");
              var until = end == null ? null : end.toInstant();
              var outage = new Outage(row.getTimestamp("from_at").toInstant(), until);
              found
                  .computeIfAbsent(
                      row.getString("type") + "/" + row.getString("subject"),
                      _ -> new ArrayList<>())
                  .add(new Recorded(outage, row.getTimestamp("found_at").toInstant(), until));
            });
    return found;
  }
}
