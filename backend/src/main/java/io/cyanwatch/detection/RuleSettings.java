package io.cyanwatch.detection;

import io.cyanwatch.access.Audit;
import io.cyanwatch.access.Problem;
import io.cyanwatch.detection.Rules.Mode;
import io.cyanwatch.detection.Rules.Setting;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The rows of `detection.rule`: what people set.
@Component
class RuleSettings {
  private static final TypeReference<TreeMap<String, Double>> NUMBERS = new TypeReference<>() {};

  private final RuleBook book;
  private final Rules rules;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Audit audit;
  private final Clock clock;

  RuleSettings(
      RuleBook book, Rules rules, JdbcClient jdbc, JsonMapper json, Audit audit, Clock clock) {
    this.book = book;
    this.rules = rules;
    this.jdbc = jdbc;
    this.json = json;
    this.audit = audit;
    this.clock = clock;
  }

  /// What somebody wants of a rule; absent means as it is.
  record Wanted(
      String kind,
      @Nullable Integer changed,
      @Nullable String mode,
      @Nullable Map<String, Double> thresholds) {}

  private record Stored(int changed, Mode mode, Map<String, Double> thresholds) {}

  /// Another backend may have changed them.
  @EventListener(ApplicationReadyEvent.class)
  @Scheduled(fixedDelayString = "PT15S", initialDelayString = "PT15S")
  void load() {
    var stored = new HashMap<String, Stored>();
    jdbc.sql("select kind, changed, mode, thresholds from detection.rule")
        .query(
            row -> {
              stored.put(
                  row.getString("kind"),
                  new Stored(
                      row.getInt("changed"),
                      mode(row.getString("mode")),
                      json.readValue(row.getString("thresholds"), NUMBERS)));
            });
    rules.use(book.entries().stream().map(entry -> setting(entry, stored)).toList());
  }

  private static Setting setting(RuleBook.Entry entry, Map<String, Stored> stored) {
    var one = stored.get(entry.kind());
    if (one == null) {
      return new Setting(entry, 0, Mode.ON, entry.defaults());
    }
    // What was allowed once and is no more would never fire.
    var known = new HashMap<>(one.thresholds);
    known.entrySet().removeIf(it -> entry.complaint(it.getKey(), it.getValue()).isPresent());
    return new Setting(entry, one.changed, one.mode, entry.defaults().with(known));
  }

  private static Mode mode(String name) {
    return Mode.valueOf(name.toUpperCase(Locale.ROOT));
  }

  /// All or none of them.
  @Transactional
  public void change(List<Wanted> all) {
    var now = clock.instant();
    all.forEach(wanted -> change(wanted, now));
    load();
  }

  private void change(Wanted wanted, Instant now) {
    var before = rules.setting(wanted.kind());
    if (wanted.changed() != null && wanted.changed() != before.changed()) {
      throw Problem.conflict(
          "stale-version",
          "The rule %s was changed %d times, you looked at change %d: look again."
              .formatted(wanted.kind(), before.changed(), wanted.changed()));
    }
    var mode = wanted.mode() == null ? before.mode() : mode(wanted.mode());
    var thresholds =
        wanted.thresholds() == null
            ? before.thresholds()
            : before.thresholds().with(wanted.thresholds());
    if (mode == before.mode() && thresholds.equals(before.thresholds())) {
      return;
    }
    save(wanted.kind(), before.changed() + 1, mode, thresholds, now);
    audit.record(
        "rule.change",
        wanted.kind(),
        Map.of(
            "mode", mode.name().toLowerCase(Locale.ROOT),
            "thresholds", thresholds.shown(),
            "before", before.thresholds().shown()));
  }

  private void save(String kind, int changed, Mode mode, Thresholds thresholds, Instant now) {
    var written =
        jdbc.sql(
                """
                insert into detection.rule as r
                  (kind, changed, mode, thresholds, changed_at, changed_by)
                values (:kind, :changed, :mode, :thresholds, :now, :by)
                on conflict (kind) do update set changed = excluded.changed, mode = excluded.mode,
                  thresholds = excluded.thresholds, changed_at = excluded.changed_at,
                  changed_by = excluded.changed_by
                where r.changed = excluded.changed - 1
                """)
            .param("kind", kind)
            .param("changed", changed)
            .param("mode", mode.name().toLowerCase(Locale.ROOT))
            .param("thresholds", json.writeValueAsString(thresholds.values()))
            .param("now", Timestamp.from(now))
            .param("by", audit.actor().name())
            .update();
    if (written == 0) {
      throw Problem.conflict("stale-version", "Somebody else changed " + kind + ": look again.");
    }
  }
}
