package io.cyanwatch.access;

import static io.cyanwatch.access.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cyanwatch.CyanwatchTest;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

@CyanwatchTest
class IdempotencyTests {
  @LocalServerPort int port;
  @Autowired Idempotency idempotency;
  @Autowired StoredAnswers answers;
  @Autowired JdbcClient jdbc;

  final String key = UUID.randomUUID().toString();
  final AtomicInteger writes = new AtomicInteger();

  record Made(int nr, Duration took) {}

  @Test
  void theSameRequestIsAnsweredAgainAndNotDoneAgain() {
    var first = write("a");
    var second = write("a");

    assertThat(writes).hasValue(1);
    assertThat(second).isEqualTo(first);
  }

  @Test
  void anotherRequestUnderTheSameKeyIsRefused() {
    write("a");

    assertThatThrownBy(() -> write("b"))
        .isInstanceOfSatisfying(
            Problem.class, it -> assertThat(it.type()).isEqualTo("idempotency-conflict"));
    assertThat(writes).hasValue(1);
  }

  @Test
  void whatFailedMayBeTriedAgain() {
    assertThatThrownBy(
            () ->
                idempotency.once(
                    key,
                    "a",
                    Made.class,
                    () -> {
                      throw Problem.conflict("busy", "Busy.");
                    }))
        .isInstanceOf(Problem.class);

    write("a");

    assertThat(writes).hasValue(1);
  }

  @Test
  void withoutAKeyEachIsDone() {
    for (int i = 0; i < 2; i++) {
      idempotency.once(null, "a", Made.class, this::made);
    }

    assertThat(writes).hasValue(2);
  }

  @Test
  void manyAtOnceAreDoneOnce() throws Exception {
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<ResponseEntity<Made>> call = () -> write("a");
      var all = pool.invokeAll(IntStream.range(0, 8).mapToObj(_ -> call).toList());

      for (var each : all) {
        assertThat(each.get().getBody()).isEqualTo(new Made(1, Duration.ofSeconds(2)));
      }
    }
    assertThat(writes).hasValue(1);
  }

  @Test
  void aKeyIsForgottenAfterADayAndNotBefore() {
    write("a");
    age("23 hours 59 minutes");
    answers.forgetOld();
    write("a");
    assertThat(writes).hasValue(1);

    age("24 hours 1 minute");
    answers.forgetOld();
    write("a");
    assertThat(writes).hasValue(2);
  }

  @Test
  void aReplayDoesNotRepeatTheSecretAndNothingKeepsIt() {
    var admin = Caller.bearing(port, CyanwatchTest.TOKEN).with("Idempotency-Key", key);
    var body = "{\"name\":\"once\",\"scope\":\"read\"}";

    var first = admin.post("/api/v1/tokens", body);
    var second = admin.post("/api/v1/tokens", body);

    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(second.headers().firstValue("Location"))
        .isEqualTo(first.headers().firstValue("Location"));
    assertThat(json(second).get("id")).isEqualTo(json(first).get("id"));
    assertThat(json(second).has("token")).isFalse();
    var secret = json(first).get("token").asString();
    assertThat(jdbc.sql("select body from access.answer").query(String.class).list())
        .noneMatch(it -> it != null && it.contains(secret));
  }

  @Test
  void aKeyOfNonsenseIsRefused() {
    assertThatThrownBy(() -> idempotency.once(" ", "a", Made.class, this::made))
        .isInstanceOfSatisfying(
            Problem.class, it -> assertThat(it.field()).isEqualTo("Idempotency-Key"));
    assertThatThrownBy(() -> idempotency.once("k".repeat(256), "a", Made.class, this::made))
        .isInstanceOf(Problem.class);
  }

  private ResponseEntity<Made> write(String request) {
    return idempotency.once(key, request, Made.class, this::made);
  }

  private ResponseEntity<Made> made() {
    return ResponseEntity.created(URI.create("/made"))
        .body(new Made(writes.incrementAndGet(), Duration.ofSeconds(2)));
  }

  private void age(String by) {
    jdbc.sql("update access.answer set created_at = now() - ?::interval where key = ?")
        .params(by, key)
        .update();
  }
}
