package io.cyanwatch.access;

import static io.cyanwatch.access.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cyanwatch.CyanwatchTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@CyanwatchTest
class AuditTests {
  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;
  @Autowired Audit audit;
  @Autowired TransactionTemplate transaction;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update access.audit set actor = 'nobody'",
        "delete from access.audit",
        "truncate access.audit"
      })
  void theDatabaseRefusesToChangeTheLog(String attempt) {
    audit.record("test.immutable", "x", Map.of());

    assertThatThrownBy(() -> jdbc.sql(attempt).update()).hasMessageContaining("append-only");
    assertThat(targets("test.immutable")).isNotEmpty();
  }

  @Test
  void aRowLivesAndDiesWithTheTransactionOfItsCaller() {
    transaction.executeWithoutResult(
        status -> {
          audit.record("test.undone", "x", Map.of());
          status.setRollbackOnly();
        });
    transaction.executeWithoutResult(_ -> audit.record("test.done", "x", Map.of()));

    assertThat(targets("test.undone")).isEmpty();
    assertThat(targets("test.done")).hasSize(1);
  }

  @Test
  void nobodyForgesLines() {
    var forged = "x\r\n2026-01-01 admin login.ok \u202E\u2028\u0000\uD800 end";

    audit.record("test.forged", forged, Map.of("deep", List.of(Map.of("k\n", forged))));

    assertThat(targets("test.forged").getFirst())
        .doesNotContain("\r", "\n", "\u202E", "\u2028", "\u0000")
        .startsWith("x\uFFFD\uFFFD2026")
        .endsWith(" end");
  }

  @Test
  void aLongTextIsCut() {
    audit.record("test.long", "x".repeat(100_000), Map.of());

    assertThat(targets("test.long").getFirst()).hasSize(500);
  }

  @Test
  void whereNobodyAsksItWasUs() {
    assertThat(audit.actor()).isEqualTo(Actor.system("cyanwatch"));
  }

  @Test
  void theApiReadsItNewestFirstInPages() {
    for (int i = 0; i < 3; i++) {
      audit.record(new Actor("pager"), "test.page", "row " + i, Map.of("i", i));
    }
    var admin = Caller.bearing(port, CyanwatchTest.TOKEN);

    var first = json(admin.get("/api/v1/audit?actor=pager&limit=2"));
    var rest =
        json(admin.get("/api/v1/audit?actor=pager&limit=2&after=" + first.get("next").asString()));

    assertThat(first.get("items").findValuesAsString("target")).containsExactly("row 2", "row 1");
    assertThat(rest.get("items").findValuesAsString("target")).containsExactly("row 0");
    assertThat(rest.get("next").isNull()).isTrue();
    assertThat(rest.get("items").get(0).get("detail").get("i").asInt()).isZero();
  }

  @Test
  void tokensAndDenialsAreWrittenDown() {
    var admin = Caller.bearing(port, CyanwatchTest.TOKEN);
    var made = json(admin.post("/api/v1/tokens", "{\"name\":\"audited\",\"scope\":\"read\"}"));
    var id = made.get("id").asString();

    Caller.bearing(port, made.get("token").asString()).delete("/api/v1/devices/denied-to-readers");
    admin.delete("/api/v1/tokens/" + id);

    assertThat(targets("token.create")).contains(id);
    assertThat(targets("token.revoke")).contains(id);
    assertThat(targets("access.denied")).contains("DELETE /api/v1/devices/denied-to-readers");
  }

  private List<String> targets(String action) {
    return jdbc.sql("select target from access.audit where action = ?")
        .param(action)
        .query(String.class)
        .list();
  }
}
