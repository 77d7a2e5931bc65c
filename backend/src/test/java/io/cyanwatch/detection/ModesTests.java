package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.SteppedClock;
import io.cyanwatch.access.Caller;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/// What becomes of incidents when their rule is switched off, or into the shadow.
@CyanwatchTest
@Import({SteppedClock.class, OutageStage.People.class})
class ModesTests extends OutageStage {
  @LocalServerPort int port;
  @Autowired RuleSettings settings;

  @AfterEach
  void asShipped() {
    jdbc.sql("delete from detection.rule").update();
    jdbc.sql("delete from detection.shadow").update();
    settings.load();
  }

  @Test
  void ofADeviceThatSaysNothingMoreTheIncidentIsClosedWhenItsRuleIsSwitchedOff() {
    var alone = devices("mute", 1, "");
    live(alone, "mute");
    breakOff(alone);
    clock.advance(6);
    await(() -> count("kind = 'offline' and resolved_at is null") == 1);

    set("offline", "off");

    await(() -> count("kind = 'offline' and resolved_at is null") == 0);
  }

  @Test
  void whoFailsAfterTheRuleOfItsAccessPointWasSwitchedOffIsToldOnItsOwn() {
    var hall = devices("attic", 4, "");
    live(hall, "attic");
    breakOff(hall);
    clock.advance(6);
    await(() -> count("kind = 'offline' and resolved_at is null") == 4);
    clock.advance(2);
    await(() -> count("kind = 'uplink_lost' and resolved_at is null") == 1);

    set("uplink_lost", "off");

    await(() -> count("kind = 'uplink_lost' and resolved_at is null") == 0);
    await(() -> outages("attic", "to_at is null") == 0);
    live(hall, "attic");
    await(() -> count("kind = 'offline' and resolved_at is null") == 0);
    clock.advance(700);
    live(hall, "attic");
    breakOff(hall.subList(0, 1));
    clock.advance(6);
    await(() -> count("kind = 'offline' and resolved_at is null") == 1);
    clock.advance(31);
    await(() -> told("offline") == 1);
  }

  @Test
  void anOutageThatIsSeenInTheShadowExplainsNothing() {
    set("uplink_lost", "shadow");
    var hall = devices("vault", 4, "");
    live(hall, "vault");

    breakOff(hall);
    clock.advance(6);
    await(() -> count("kind = 'offline' and resolved_at is null") == 4);
    clock.advance(2);
    await(() -> shadowed("vault") == 1);
    assertThat(count("kind = 'uplink_lost'")).isZero();
    assertThat(outages("vault", "shadow")).isEqualTo(1);
    transaction.executeWithoutResult(
        _ ->
            assertThat(around(run + "vault"))
                .as("what could explain what happens to its devices")
                .isZero());
    clock.advance(130);
    await(() -> told("offline") == 4);

    set("uplink_lost", "on");
    await(() -> outages("vault", "to_at is null and shadow") == 0);
  }

  @Test
  void aLongerGraceOfWillsIsObserved() {
    set("offline", "on", "{\"will_grace_s\":60}");
    var alone = devices("grace", 1, "");
    live(alone, "grace");
    breakOff(alone);

    clock.advance(59);
    var before = count("kind = 'offline'");
    clock.advance(2);
    await(() -> count("kind = 'offline'") == 1);
    assertThat(before).isZero();
  }

  @Autowired Outages outages;

  private int around(String accessPoint) {
    return outages.near(accessPoint, "", clock.instant().minusSeconds(60), clock.instant()).size();
  }

  private long outages(String accessPoint, String where) {
    return jdbc.sql("select count(*) from detection.outage where subject = :at and " + where)
        .param("at", run + accessPoint)
        .query(Long.class)
        .single();
  }

  private long shadowed(String accessPoint) {
    return jdbc.sql("select count(*) from detection.shadow where subject = :at")
        .param("at", run + accessPoint)
        .query(Long.class)
        .single();
  }

  private void set(String kind, String mode) {
    set(kind, mode, "{}");
  }

  private void set(String kind, String mode, String thresholds) {
    var body =
        "{\"rules\":[{\"kind\":\"%s\",\"mode\":\"%s\",\"thresholds\":%s}]}"
            .formatted(kind, mode, thresholds);
    var answer =
        Caller.bearing(port, CyanwatchTest.TOKEN)
            .send("PUT", "/api/v1/rules", body, "application/json");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }
}
