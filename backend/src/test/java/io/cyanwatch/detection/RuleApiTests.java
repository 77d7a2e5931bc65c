package io.cyanwatch.detection;

import static io.cyanwatch.access.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.access.Caller;
import io.cyanwatch.detection.Judgement.Opinion;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@CyanwatchTest
class RuleApiTests {
  private static final String RULES = "/api/v1/rules";

  @LocalServerPort int port;
  @Autowired RuleSettings settings;
  @Autowired Shadows shadows;
  @Autowired Rules rules;
  @Autowired JdbcClient jdbc;
  private Caller admin;

  @BeforeEach
  void call() {
    admin = Caller.bearing(port, CyanwatchTest.TOKEN);
  }

  @AfterEach
  void asShipped() {
    jdbc.sql("delete from detection.rule").update();
    jdbc.sql("delete from detection.shadow").update();
    settings.load();
  }

  @Test
  void listsEveryRuleAsShipped() {
    var memory = rule("memory_low");

    assertThat(memory.get("mode").asString()).isEqualTo("on");
    assertThat(memory.get("changed").asInt()).isZero();
    assertThat(memory.get("thresholds").get("block_floor_bytes").asInt()).isEqualTo(4096);
    assertThat(memory.get("runbook").asString()).isEqualTo("/runbooks/memory_low");
  }

  @Test
  void aChangeIsCountedAuditedAndInForce() {
    var body =
        "{\"rules\":[{\"kind\":\"memory_low\",\"mode\":\"shadow\",\"changed\":0,\"thresholds\":{\"block_floor_bytes\":16384}}]}";

    assertThat(put(body).statusCode()).isEqualTo(200);

    assertThat(rule("memory_low").get("changed").asInt()).isEqualTo(1);
    assertThat(rules.setting("memory_low").mode()).isEqualTo(Rules.Mode.SHADOW);
    assertThat(rules.setting("memory_low").thresholds().number("block_floor_bytes"))
        .isEqualTo(16384);
    assertThat(admin.get("/api/v1/audit").body()).contains("rule.change");
    assertThat(put(body).statusCode()).isEqualTo(409);
  }

  @Test
  void nonsenseIsRefusedByItsField() {
    assertThat(field("{\"rules\":[]}")).isEqualTo("rules");
    assertThat(field("{\"rules\":[null]}")).isEqualTo("rules");
    assertThat(field("{\"rule\":[]}")).isEqualTo("rule");
    assertThat(field("{\"rules\":[{\"kind\":\"x\"}]}")).isEqualTo("kind");
    assertThat(field("{\"rules\":[{\"kind\":\"offline\",\"mode\":\"loud\"}]}")).isEqualTo("mode");
    assertThat(field("{\"rules\":[{\"kind\":\"offline\",\"tresholds\":{}}]}"))
        .isEqualTo("tresholds");
    assertThat(field("{\"rules\":[{\"kind\":\"offline\",\"thresholds\":{\"x\":1}}]}"))
        .isEqualTo("thresholds.x");
  }

  /// Beyond these a state does not remember enough, or a rule would mean nothing.
  @ParameterizedTest
  @CsvSource({
    "uplink_lost, share, 1, 1.1",
    "uplink_lost, devices, 2, 1",
    "uplink_lost, access_points, 1, 2",
    "site_outage, access_points, 1, 0",
    "reboot_loop, boots, 2, 1",
    "reboot_loop, boots, 24, 25",
    "reboot_loop, boots, 3, 2.9",
    "reboot_loop, window_slow_s, 7200, 7201",
    "flapping, edges, 23, 24",
    "flapping, window_s, 3600, 3601",
    "socket_exhaustion, beats, 10, 11",
    "clone_suspected, turns, 6, 7",
    "memory_low, block_floor_bytes, 1073741824, -1",
    "offline, will_grace_s, 3600, 3601",
    "offline, open_s, 0, -1",
  })
  void aThresholdMayBeWhatItsRuleCanKeep(String kind, String name, double allowed, double refused) {
    assertThat(put(threshold(kind, name, allowed)).statusCode()).isEqualTo(200);
    assertThat(field(threshold(kind, name, refused))).isEqualTo("thresholds." + name);
    put(threshold(kind, name, rule(kind).get("defaults").get(name).asDouble()));
  }

  @Test
  void whatWasReadMayBeWrittenBack() {
    assertThat(put(admin.get(RULES).body()).statusCode()).isEqualTo(200);
  }

  @Test
  void aRuleInTheShadowSpeaksToNobodyAndCountsEachFaultOnce() {
    put("{\"rules\":[{\"kind\":\"cloud_only\",\"mode\":\"shadow\"}]}");
    var device = new States().boots(1, 0, "power_on", true).beats(1, 10).losesCloud(1, 40);
    var subject = Subject.of(States.DEVICE, null);

    var found = rules.judge(subject, device.state(), Surroundings.NONE, States.at(400));

    assertThat(found.said()).isEmpty();
    assertThat(found.shadowed()).extracting(Opinion::kind).containsExactly("cloud_only");
    shadows.add(over(subject), States.at(390));
    shadows.add(found.shadowed(), States.at(400));
    var later = rules.judge(subject, device.state(), Surroundings.NONE, States.at(4_000));
    shadows.add(later.shadowed(), States.at(4_000));
    assertThat(rule("cloud_only").get("shadow_faults").asInt()).isEqualTo(1);
    shadows.add(over(subject), States.at(4_010));
    shadows.add(found.shadowed(), States.at(4_400));
    assertThat(rule("cloud_only").get("shadow_faults").asInt()).isEqualTo(2);
    assertThat(json(admin.get(RULES + "/cloud_only/shadow")).get("findings").valueStream())
        .extracting(row -> row.get("verdict").asString())
        .containsExactly("fault", "clear", "fault");
    assertThat(admin.get(RULES + "/nonsense/shadow").statusCode()).isEqualTo(404);
  }

  private static List<Opinion> over(Subject subject) {
    return List.of(new Opinion(subject, "cloud_only", new Verdict.Clear("It is back.")));
  }

  private static String threshold(String kind, String name, double value) {
    return "{\"rules\":[{\"kind\":\"%s\",\"thresholds\":{\"%s\":%s}}]}"
        .formatted(kind, name, value);
  }

  @Test
  void aRuleThatIsSwitchedOffClosesWhatItOpened() {
    var device = new States().boots(1, 0, "power_on", true).beats(1, 10).losesCloud(1, 40);
    var subject = Subject.of(States.DEVICE, null);
    var on = rules.judge(subject, device.state(), Surroundings.NONE, States.at(400));
    device.folding().hold(on.holds());
    put("{\"rules\":[{\"kind\":\"cloud_only\",\"mode\":\"off\"}]}");

    var off = rules.judge(subject, device.state(), Surroundings.NONE, States.at(410));

    assertThat(on.said()).hasSize(1);
    assertThat(off.said()).extracting(Opinion::verdict).hasOnlyElementsOfType(Verdict.Clear.class);
    assertThat(off.holds()).doesNotContainKey("cloud_only");
  }

  private java.net.http.HttpResponse<String> put(String body) {
    return admin.send("PUT", RULES, body, "application/json");
  }

  private String field(String body) {
    var answer = put(body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    return json(answer).get("field").asString();
  }

  private JsonNode rule(String kind) {
    List<JsonNode> all = json(admin.get(RULES)).get("rules").valueStream().toList();
    return all.stream()
        .filter(r -> r.get("kind").asString().equals(kind))
        .findFirst()
        .orElseThrow();
  }
}
