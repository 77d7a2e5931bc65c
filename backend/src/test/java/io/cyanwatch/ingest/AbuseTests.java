package io.cyanwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cyanwatch.link.Link;
import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Topics.Channel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/// What devices can do to us, and time. The numbers are those of the list of faults that we promise
/// to survive.
@ResourceLock("backends")
class AbuseTests {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Rig rig = Rig.shared();
  private final String device = Rig.device();
  private final Crowd crowd = new Crowd(rig.broker.port);

  @BeforeEach
  void allIsWell() {
    await().atMost(PATIENCE).until(() -> rig.bean(Link.class).connected());
  }

  @AfterEach
  void leave() {
    crowd.close();
  }

  @Test
  @DisplayName("7. Poison payloads")
  void poisonIsSetAsideAndHoldsUpNobody() {
    var refused = rig.count("cyanwatch.ingest.messages", "outcome", "rejected");
    var poison = Poison.all();
    var n = 0;
    for (var payload : poison) {
      crowd.says(device, Channel.EVENT, Say.event(n++));
      crowd.says(Topics.up(device, Channel.HEALTH), payload, 1);
    }
    crowd.says(device, Channel.EVENT, Say.event(n++));
    crowd.says("cw/1/" + device + "/up/nonsense", "{}".getBytes(StandardCharsets.UTF_8), 1);
    crowd.isHeard();

    allIsStoredOnce(n);
    await().atMost(PATIENCE).until(() -> rig.broker.held() == 0);
    assertThat(rig.count("cyanwatch.ingest.messages", "outcome", "rejected") - refused)
        .isGreaterThanOrEqualTo(poison.size() + 1);
    assertThat(quarantined()).isPositive();
  }

  @Test
  @DisplayName("10. Duplicate storm: the reboot-loop counter is not inflated")
  void twoBootsSaidFiveTimesAreTwoBoots() {
    for (var copy = 0; copy < 5; copy++) {
      crowd.says(device, Channel.BIRTH, Say.birth("00000002-b", 0, "panic", ""));
      crowd.says(device, Channel.BIRTH, Say.birth("00000001-a", 0, "panic", ""));
    }
    crowd.isHeard();

    await().atMost(PATIENCE).until(() -> rig.broker.held() == 0);
    assertThat(rig.stored(device)).containsExactlyInAnyOrder("00000001-a/0", "00000002-b/0");
    assertThat(incidents("reboot_loop")).isZero();
  }

  @Test
  @DisplayName("11. Device clock 1970, +10 years, and jumping")
  void absurdClocksMakeNoPartitionAndNoVerdict() {
    var now = Instant.now();
    var partitions = partitions();
    var clocks =
        List.of(
            Instant.EPOCH,
            now.plus(Duration.ofDays(3650)),
            now,
            now.minus(Duration.ofHours(5)),
            now.plus(Duration.ofHours(5)),
            Instant.EPOCH.plusSeconds(5),
            Instant.ofEpochMilli(1L << 53));
    for (var n = 0; n < clocks.size(); n++) {
      var at = "\"at\":" + clocks.get(n).toEpochMilli() + ",";
      var boot = n < 4 ? "00000001-a" : "00000002-b";
      crowd.says(device, Channel.BIRTH, Say.birth(boot, n % 4, "power_on", at));
    }
    crowd.isHeard();

    await().atMost(PATIENCE).until(() -> rig.stored(device).size() == clocks.size());
    assertThat(rig.records(device))
        .allSatisfy(
            entry ->
                assertThat(Duration.between(entry.atEstimated(), now).abs())
                    .isLessThan(Duration.ofDays(1)));
    assertThat(partitions()).isEqualTo(partitions);
    assertThat(incidents("reboot_loop")).isZero();
  }

  @Test
  @DisplayName("14. Backend stopped ten minutes, then started with the fleet healthy")
  void timersThatRanOutInOurAbsenceProveNothing() throws Exception {
    crowd.says(device, Channel.BIRTH, Say.birth(Say.BOOT, 0, "power_on", ""));
    crowd.says(device, Channel.HEALTH, Say.health(Say.BOOT, 1, ""));
    crowd.isHeard();
    await().atMost(PATIENCE).until(() -> rig.stored(device).size() == 2);
    rig.backend.close();
    try (var admin = rig.besides();
        var statement = admin.createStatement()) {
      statement.execute("update timeline.cursor set seen_at = seen_at - interval '10 min'");
      statement.execute("update timeline.watch set alive_at = alive_at - interval '10 min'");
      statement.execute("update detection.deadline set due_at = due_at - interval '10 min'");
    }

    rig.backend = rig.backend(rig.wire.port);
    await().atMost(PATIENCE).until(() -> rig.bean(Link.class).connected());
    await().atMost(PATIENCE).until(() -> overdue() == 0);

    assertThat(incidents("offline")).isZero();
    assertThat(
            rig.jdbc()
                .sql("select count(*) from timeline.unwatched where to_at is not null")
                .query(Long.class)
                .single())
        .isPositive();
    assertThat(rig.jdbc().sql("select count(*) from command.command").query(Long.class).single())
        .isZero();
  }

  private void allIsStoredOnce(int records) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(rig.seqs(device)).isEqualTo(Rig.upTo(records)));
  }

  private long incidents(String kind) {
    return rig.jdbc()
        .sql("select count(*) from incident.incident where kind = :kind and subject = :device")
        .param("kind", kind)
        .param("device", device)
        .query(Long.class)
        .single();
  }

  private long overdue() {
    return rig.jdbc()
        .sql("select count(*) from detection.deadline where due_at < now()")
        .query(Long.class)
        .single();
  }

  private long quarantined() {
    return rig.jdbc()
        .sql("select count(*) from ingest.quarantine where topic like :topic")
        .param("topic", "cw/1/" + device + "/%")
        .query(Long.class)
        .single();
  }

  private long partitions() {
    return rig.jdbc()
        .sql(
            "select count(*) from pg_inherits i join pg_class c on c.oid = i.inhrelid"
                + " join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'timeline'")
        .query(Long.class)
        .single();
  }
}
