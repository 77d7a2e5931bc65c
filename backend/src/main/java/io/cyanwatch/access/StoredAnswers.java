package io.cyanwatch.access;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.databind.json.JsonMapper;

/// Keeps answers by key. The primary key of the table makes concurrent callers queue.
@Component
class StoredAnswers implements Idempotency {
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
  private static final Duration KEPT = Duration.ofDays(1);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final JsonMapper json;
  private final Audit audit;
  private final Clock clock;

  StoredAnswers(
      JdbcClient jdbc, TransactionTemplate transaction, JsonMapper json, Audit audit, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.json = json;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public <T> ResponseEntity<T> once(
      @Nullable String key,
      Object request,
      Class<T> type,
      UnaryOperator<T> withoutSecrets,
      Supplier<ResponseEntity<T>> write) {
    if (key == null) {
      return write.get();
    }
    if (!KEY.matcher(key).matches()) {
      throw Problem.badField(HEADER, "It takes 1 to 255 visible ASCII characters.");
    }
    var slot = new Slot(audit.actor().name(), key, fingerprint(request));
    return Objects.requireNonNull(
        transaction.execute(
            _ -> take(slot) ? fill(slot, withoutSecrets, write.get()) : replay(slot, type)));
  }

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
  void forgetOld() {
    jdbc.sql("delete from access.answer where created_at < :before")
        .param("before", Timestamp.from(clock.instant().minus(KEPT)))
        .update();
  }

  private record Slot(String actor, String key, byte[] request) {}

  private record Stored(
      byte[] request, int status, @Nullable String location, @Nullable String body) {}

  /// Waits while another transaction holds the same key.
  private boolean take(Slot slot) {
    return jdbc.sql(
                """
                insert into access.answer (actor, key, request, created_at)
                values (:actor, :key, :request, :now)
                on conflict (actor, key) do nothing
                """)
            .param("actor", slot.actor())
            .param("key", slot.key())
            .param("request", slot.request())
            .param("now", Timestamp.from(clock.instant()))
            .update()
        == 1;
  }

  private <T> ResponseEntity<T> fill(
      Slot slot, UnaryOperator<T> withoutSecrets, ResponseEntity<T> answer) {
    var body = answer.getBody();
    var location = answer.getHeaders().getLocation();
    jdbc.sql(
            """
            update access.answer set status = :status, location = :location, body = :body
            where actor = :actor and key = :key
            """)
        .param("actor", slot.actor())
        .param("key", slot.key())
        .param("status", answer.getStatusCode().value())
        .param("location", location == null ? null : location.toString())
        .param("body", body == null ? null : json.writeValueAsString(withoutSecrets.apply(body)))
        .update();
    return answer;
  }

  private <T> ResponseEntity<T> replay(Slot slot, Class<T> type) {
    var stored =
        jdbc.sql(
                """
                select request, status, location, body from access.answer
                where actor = :actor and key = :key
                """)
            .param("actor", slot.actor())
            .param("key", slot.key())
            .query(Stored.class)
            .single();
    if (!MessageDigest.isEqual(stored.request(), slot.request())) {
      throw Problem.conflict(
          "idempotency-conflict", "This Idempotency-Key was used for another request.");
    }
    var answer = ResponseEntity.status(stored.status());
    if (stored.location() != null) {
      answer.location(URI.create(stored.location()));
    }
    return stored.body() == null
        ? answer.build()
        : answer.body(json.readValue(stored.body(), type));
  }

  private byte[] fingerprint(Object request) {
    return Secrets.sha256(
        called().getBytes(StandardCharsets.UTF_8), new byte[1], json.writeValueAsBytes(request));
  }

  private static String called() {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes current
        ? current.getRequest().getMethod() + " " + current.getRequest().getRequestURI()
        : "";
  }
}
