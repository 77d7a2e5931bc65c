package io.cyanwatch.fleet;

import static io.cyanwatch.access.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.access.Caller;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@CyanwatchTest
class KnockingTests {
  static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

  @LocalServerPort int port;
  @Autowired Fleet fleet;
  @Autowired Knocks knocks;
  @Autowired JdbcClient jdbc;
  Caller admin;

  @BeforeEach
  void call() {
    admin = Caller.bearing(port, CyanwatchTest.TOKEN);
    forgetAll();
  }

  @AfterEach
  void forgetAll() {
    knocks.write();
    jdbc.sql("delete from fleet.knock").update();
  }

  @Test
  void listsWhoKnockedTheLatestFirst() {
    fleet.knocked("knock-1", T);
    fleet.knocked("knock-2", T.plusSeconds(1));
    fleet.knocked("knock-1", T.plusSeconds(2));
    knocks.write();
    fleet.knocked("knock-1", T.plusSeconds(3));

    var first = json(admin.get("/api/v1/knocking?limit=1"));
    var rest = json(admin.get("/api/v1/knocking?limit=1&after=" + first.get("next").asString()));

    var latest = first.get("items").get(0);
    assertThat(latest.get("id").asString()).isEqualTo("knock-1");
    assertThat(latest.get("times").asInt()).isEqualTo(3);
    assertThat(latest.get("first_at").asString()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(latest.get("last_at").asString()).isEqualTo("2026-01-01T00:00:03Z");
    assertThat(rest.get("items").findValuesAsString("id")).containsExactly("knock-2");
    assertThat(rest.get("next").isNull()).isTrue();
  }

  @Test
  void whoeverIsRefusedAtTheBrokersDoorHasKnocked() {
    assertThat(fleet.admits("knock-at-door", "whatever")).isFalse();

    knocks.write();

    assertThat(admin.get("/api/v1/knocking").body()).contains("knock-at-door");
  }

  @Test
  void anAdoptionRegistersAndAnswersWithThePassword() {
    fleet.knocked("knock-3", T);

    var answer = admin.post("/api/v1/knocking/knock-3/adopt", "");

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/devices/knock-3");
    assertThat(fleet.admits("knock-3", json(answer).get("mqtt").get("password").asString()))
        .isTrue();
    assertThat(json(admin.get("/api/v1/knocking")).get("items").isEmpty()).isTrue();
  }

  @Test
  void whoDidNotKnockIsNotAdopted() {
    assertThat(admin.post("/api/v1/knocking/knock-nobody/adopt", "").statusCode()).isEqualTo(404);
  }

  @Test
  void theRegisteredAndTheNonsensicalDoNotKnock() {
    fleet.register(new Fleet.Registration("knock-4", null, null, List.of(), null));

    fleet.knocked("knock-4", T);
    fleet.knocked("a/b", T);

    assertThat(json(admin.get("/api/v1/knocking")).get("items").isEmpty()).isTrue();
  }

  @Test
  void aFloodLeavesTheLatestThousandAndWhoeverKeepsKnocking() {
    for (int round = 0; round < 5; round++) {
      fleet.knocked("knock-honest", T.plusSeconds(10L * round));
      for (int i = 0; i < 400; i++) {
        fleet.knocked("flood-" + round + "-" + i, T.plusSeconds(10L * round));
      }
      knocks.write();
    }

    assertThat(count()).isEqualTo(Knocks.MOST);
    assertThat(knocks.waiting("knock-honest")).isTrue();
    assertThat(knocks.waiting("flood-0-0")).isFalse();
  }

  @Test
  void moreThanAThousandAtOnceAreDroppedInMemory() {
    for (int i = 0; i < 50_000; i++) {
      fleet.knocked("flood-" + i, T);
    }
    knocks.write();

    assertThat(count()).isLessThanOrEqualTo(Knocks.MOST);
  }

  private int count() {
    return jdbc.sql("select count(*) from fleet.knock").query(Integer.class).single();
  }
}
