package io.cyanwatch.incident;

import static io.cyanwatch.access.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.access.Caller;
import io.cyanwatch.incident.Silence.Matcher;
import io.cyanwatch.incident.Silence.Repeat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@CyanwatchTest
class SilenceTests {
  private static final Instant FROM = Instant.parse("2026-03-02T10:00:00Z");
  private static final Instant UNTIL = FROM.plus(Duration.ofHours(2));

  @LocalServerPort int port;
  @Autowired Clock clock;

  @Test
  void itsBeginningIsPartOfItAndItsEndIsNot() {
    var once = silence(Repeat.NONE);

    assertThat(once.quietUntil(FROM.minusSeconds(1))).isEmpty();
    assertThat(once.quietUntil(FROM)).contains(UNTIL);
    assertThat(once.quietUntil(UNTIL.minusSeconds(1))).contains(UNTIL);
    assertThat(once.quietUntil(UNTIL)).isEmpty();
  }

  @Test
  void aMaintenanceWindowComesAgain() {
    var week = Duration.ofDays(7);

    assertThat(silence(Repeat.WEEKLY).quietUntil(FROM.plus(week))).contains(UNTIL.plus(week));
    assertThat(silence(Repeat.WEEKLY).quietUntil(UNTIL.plus(week))).isEmpty();
    assertThat(silence(Repeat.WEEKLY).quietUntil(FROM.plus(Duration.ofDays(1)))).isEmpty();
    assertThat(silence(Repeat.DAILY).quietUntil(FROM.plus(Duration.ofDays(1)))).isPresent();
  }

  @Test
  void isMadeListedAndEndedOverHttp() {
    var admin = Caller.bearing(port, CyanwatchTest.TOKEN);
    var body =
        "{\"matchers\":[{\"name\":\"site\",\"value\":\"nowhere.*\",\"regex\":true}],\"until\":\"%s\",\"comment\":\"repainting\"}"
            .formatted(clock.instant().plus(Duration.ofHours(1)));

    var made = admin.post("/api/v1/silences", body);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    var id = json(made).get("id").asString();
    assertThat(json(made).get("active").asBoolean()).isTrue();
    assertThat(admin.get("/api/v1/silences").body()).contains(id).contains("repainting");

    assertThat(admin.delete("/api/v1/silences/" + id).statusCode()).isEqualTo(204);
    assertThat(admin.get("/api/v1/silences").body()).doesNotContain(id);
    assertThat(admin.delete("/api/v1/silences/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
  }

  @Test
  void nonsenseIsRefusedByItsField() {
    var admin = Caller.bearing(port, CyanwatchTest.TOKEN);
    var until = clock.instant().plus(Duration.ofHours(1));
    var none = "{\"matchers\":[],\"until\":\"%s\",\"comment\":\"x\"}".formatted(until);
    var regex =
        "{\"matchers\":[{\"name\":\"site\",\"value\":\"(\",\"regex\":true}],\"until\":\"%s\",\"comment\":\"x\"}"
            .formatted(until);

    assertThat(admin.post("/api/v1/silences", none).body()).contains("\"field\":\"matchers\"");
    assertThat(admin.post("/api/v1/silences", regex).body())
        .contains("\"field\":\"matchers.value\"");
    assertThat(admin.post("/api/v1/silences", "{}").body()).contains("\"field\":\"until\"");
  }

  private static Silence silence(Repeat repeat) {
    return new Silence(
        new UUID(0, 1),
        List.of(new Matcher("kind", "offline", false, true)),
        FROM,
        UNTIL,
        repeat,
        "window",
        "ops",
        FROM,
        null);
  }
}
