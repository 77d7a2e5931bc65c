package io.cyanwatch.detection;

import io.cyanwatch.detection.Judgement.Opinion;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The rows of `detection.shadow`: what rules in the shadow would have opened, and when it would
/// have been over.
@Repository
class Shadows {
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
  private static final int KEPT_PER_RULE = 10_000;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  Shadows(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /// @param verdict `fault`, or `clear` when it would have been over
  record Row(
      Instant at, String subject, String verdict, String summary, Map<String, Object> evidence) {}

  /// Records what rules in the shadow say. As long as a fault lasts, its row says the newest.
  void add(List<Opinion> opinions, Instant now) {
    for (var opinion : opinions) {
      if (opinion.verdict() instanceof Verdict.Fault fault) {
        fault(opinion, fault, now);
      } else if (opinion.verdict() instanceof Verdict.Clear clear) {
        insert(opinion, "clear", clear.reason(), "{}", now);
      }
    }
  }

  private void fault(Opinion opinion, Verdict.Fault fault, Instant now) {
    var evidence = json.writeValueAsString(fault.evidence());
    var updated =
        jdbc.sql(
                """
                update detection.shadow set summary = :summary, evidence = :evidence
                where verdict = 'fault' and id = (
                  select max(id) from detection.shadow where kind = :kind and subject = :subject)
                """)
            .param("kind", opinion.kind())
            .param("subject", opinion.subject().id())
            .param("summary", fault.summary())
            .param("evidence", evidence)
            .update();
    if (updated == 0) {
      insert(opinion, "fault", fault.summary(), evidence, now);
    }
  }

  /// After a fault comes its end, and then another one.
  private void insert(
      Opinion opinion, String verdict, String summary, String evidence, Instant now) {
    jdbc.sql(
            """
            insert into detection.shadow (at, kind, subject, verdict, summary, evidence)
            select :now, :kind, :subject, :verdict, :summary, :evidence
            where :verdict <> coalesce((
              select verdict from detection.shadow
              where kind = :kind and subject = :subject order by id desc limit 1), 'clear')
            """)
        .param("now", Timestamp.from(now))
        .param("kind", opinion.kind())
        .param("subject", opinion.subject().id())
        .param("verdict", verdict)
        .param("summary", summary)
        .param("evidence", evidence)
        .update();
  }

  /// How many incidents each rule in the shadow would have opened.
  Map<String, Long> faults() {
    var counts = new HashMap<String, Long>();
    jdbc.sql(
            "select kind, count(*) as times from detection.shadow where verdict = 'fault' group by kind")
        .query(
            row -> {
              counts.put(row.getString("kind"), row.getLong("times"));
            });
    return counts;
  }

  /// What a rule found in the shadow, the newest first.
  List<Row> of(String kind, int limit) {
    return jdbc.sql(
            """
            select at, subject, verdict, summary, evidence from detection.shadow
            where kind = :kind order by id desc limit :limit
            """)
        .param("kind", kind)
        .param("limit", limit)
        .query(
            (row, _) ->
                new Row(
                    row.getTimestamp("at").toInstant(),
                    row.getString("subject"),
                    row.getString("verdict"),
                    row.getString("summary"),
                    json.readValue(row.getString("evidence"), OBJECT)))
        .list();
  }

  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT5M")
  @Transactional
  void trim() {
    jdbc.sql(
            """
            delete from detection.shadow s using (
              select kind, max(id) as newest from detection.shadow group by kind) as k
            where s.kind = k.kind and s.id <= k.newest - :kept
            """)
        .param("kept", KEPT_PER_RULE)
        .update();
  }
}
