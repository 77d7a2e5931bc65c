package io.cyanwatch.access;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Writes and reads `access.audit`. What strangers can put into a row is cleaned of control
/// characters and cut, so that nobody forges lines where rows are printed.
@Component
class AuditLog implements Audit {
  private static final Actor NOBODY = Actor.system("cyanwatch");
  private static final int LONGEST = 500;
  private static final TypeReference<Map<String, Object>> DETAIL = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;

  AuditLog(JdbcClient jdbc, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public Actor actor() {
    return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
        .filter(Authentication::isAuthenticated)
        .map(authentication -> new Actor(authentication.getName()))
        .orElse(NOBODY);
  }

  @Override
  public void record(String action, String target, Map<String, ?> detail) {
    record(actor(), action, target, detail);
  }

  @Override
  public void record(Actor actor, String action, String target, Map<String, ?> detail) {
    jdbc.sql(
            """
            insert into access.audit (at, actor, action, target, detail)
            values (:at, :actor, :action, :target, :detail::jsonb)
            """)
        .param("at", Timestamp.from(clock.instant()))
        .param("actor", clean(actor.name()))
        .param("action", clean(action))
        .param("target", clean(target))
        .param("detail", json.writeValueAsString(cleaned(detail)))
        .update();
  }

  record Entry(
      long id,
      Instant at,
      String actor,
      String action,
      String target,
      Map<String, Object> detail) {}

  /// Newest first.
  List<Entry> rows(Paging paging, @Nullable String actor, @Nullable String action) {
    return jdbc.sql(
            """
            select id, at, actor, action, target, detail from access.audit
            where id < :after
              and (:actor::text is null or actor = :actor)
              and (:action::text is null or action = :action)
            order by id desc limit :limit
            """)
        .param("after", paging.first() ? Long.MAX_VALUE : paging.number(0))
        .param("actor", actor)
        .param("action", action)
        .param("limit", paging.fetch())
        .query(
            (row, _) ->
                new Entry(
                    row.getLong("id"),
                    row.getTimestamp("at").toInstant(),
                    row.getString("actor"),
                    row.getString("action"),
                    row.getString("target"),
                    json.readValue(row.getString("detail"), DETAIL)))
        .list();
  }

  /// One line, whole characters only, nothing that turns the reading direction.
  static String clean(String text) {
    return text.codePoints()
        .limit(LONGEST)
        .map(c -> harmless(c) ? c : 0xFFFD)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean harmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static @Nullable Object cleaned(@Nullable Object value) {
    return switch (value) {
      case CharSequence text -> clean(text.toString());
      case Map<?, ?> map ->
          map.entrySet().stream()
              .filter(entry -> entry.getValue() != null)
              .collect(
                  Collectors.toMap(
                      entry -> clean(String.valueOf(entry.getKey())),
                      entry -> cleaned(entry.getValue()),
                      (first, _) -> first,
                      LinkedHashMap::new));
      case Collection<?> many -> many.stream().map(AuditLog::cleaned).toList();
      case null, default -> value;
    };
  }
}
