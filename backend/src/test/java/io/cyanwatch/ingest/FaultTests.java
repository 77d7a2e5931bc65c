package io.cyanwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cyanwatch.link.Gateway.Mood;
import io.cyanwatch.link.Link;
import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.timeline.Watch;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.context.SmartLifecycle;

/// What can happen to a broker, a network and a database, and what must come of it. The numbers
/// are those of the list of faults that we promise to survive.
@ResourceLock("backends")
class FaultTests {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MANY = 200;

  private final Rig rig = Rig.shared();
  private final String device = Rig.device();
  private final Crowd crowd = new Crowd(rig.broker.port);

  @BeforeEach
  void allIsWell() {
    await().atMost(PATIENCE).until(() -> rig.bean(Link.class).connected());
  }

  @AfterEach
  void allIsWellAgain() {
    crowd.close();
    rig.database.swallowing = false;
    rig.database.mood = Mood.OPEN;
    await().atMost(PATIENCE).until(() -> rig.broker.held() == 0);
    assertThat(rig.count("cyanwatch.ingest.pending")).isZero();
  }

  @Test
  @DisplayName("2. kill -9 PostgreSQL under load")
  void aKilledDatabaseLosesNothingAndDoublesNothing() throws Exception {
    sayUpTo(0, MANY - 1);
    rig.killPostgres();
    sayUpTo(MANY, 2 * MANY - 1);
    crowd.isHeard();
    await().atMost(PATIENCE).until(() -> rig.count("cyanwatch.ingest.stalled") > 0);
    assertThat(rig.broker.held()).isGreaterThanOrEqualTo(MANY);

    rig.restartPostgres();

    allIsStoredOnce(2 * MANY);
  }

  @Test
  @DisplayName("3. kill -9 of the broker, which forgets everything")
  void whatABrokerForgotIsAGap() throws SQLException {
    sayUpTo(0, 9);
    crowd.isHeard();
    allIsStoredOnce(10);
    ((SmartLifecycle) rig.bean(Link.class)).stop();
    sayUpTo(10, 14);
    crowd.isHeard();
    rig.broker.forgetEverything();
    ((SmartLifecycle) rig.bean(Link.class)).start();
    await().atMost(PATIENCE).until(() -> rig.bean(Link.class).connected());

    try (var others = new Crowd(rig.broker.port)) {
      others.says(device, Channel.EVENT, Say.event(15)).isHeard();

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(rig.events(device))
                      .filteredOn(event -> event.name().equals("gap"))
                      .extracting(
                          event -> event.detail().get("from") + "-" + event.detail().get("to"))
                      .containsExactly("10-14"));
    }
    assertThat(incidents("offline")).isZero();
  }

  @Test
  @DisplayName("5. Connection dropped while the writer is stuck in the database")
  void aCutWhileTheWriterIsStuckEndsWell() throws SQLException {
    var threads = threadsOfClients();
    try (var lock = rig.besides()) {
      lock.setAutoCommit(false);
      lock.createStatement().execute("lock table timeline.cursor in access exclusive mode");
      sayUpTo(0, MANY - 1);
      crowd.isHeard();
      for (var cut = 0; cut < 3; cut++) {
        await().atMost(PATIENCE).until(() -> rig.bean(Link.class).connected());
        rig.wire.cut();
        await().atMost(PATIENCE).until(() -> !rig.bean(Link.class).connected());
      }
      assertThat(rig.broker.held()).isGreaterThanOrEqualTo(MANY);
      lock.rollback();
    }

    allIsStoredOnce(MANY);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(threadsOfClients()).isLessThan(threads + 20));
  }

  @Test
  void whileNothingCanBeStoredNobodyIsWatchedAndThatIsTakenDown() throws SQLException {
    var watch = rig.bean(Watch.class);
    try (var lock = rig.besides()) {
      lock.setAutoCommit(false);
      lock.createStatement().execute("lock table timeline.cursor in access exclusive mode");
      sayUpTo(0, 0);
      await().atMost(PATIENCE).until(() -> watch.since().isEmpty());
      assertThat(watch.isStalled()).isTrue();
      lock.rollback();
    }

    allIsStoredOnce(1);
    await().atMost(PATIENCE).until(() -> watch.since().isPresent());
    assertThat(
            rig.jdbc()
                .sql("select count(*) from timeline.unwatched where reason = 'database'")
                .query(Long.class)
                .single())
        .isPositive();
  }

  @Test
  @DisplayName("6. 5,000-message backlog on a persistent session at connect")
  void aBacklogIsTakenInWhole() {
    ((SmartLifecycle) rig.bean(Link.class)).stop();
    var devices = IntStream.range(0, 10).mapToObj(_ -> Rig.device()).toList();
    for (var seq = 0; seq < 500; seq++) {
      for (var one : devices) {
        crowd.says(one, Channel.EVENT, Say.event(seq));
      }
    }
    crowd.isHeard();

    ((SmartLifecycle) rig.bean(Link.class)).start();

    await().atMost(PATIENCE).until(() -> rig.broker.held() == 0);
    for (var one : devices) {
      assertThat(rig.seqs(one)).isEqualTo(Rig.upTo(500));
    }
  }

  @Test
  @DisplayName("8. PostgreSQL black-holed: open socket, no data")
  void aDatabaseThatSaysNothingIsGivenUpAndFoundAgain() {
    sayUpTo(0, 9);
    crowd.isHeard();
    allIsStoredOnce(10);

    rig.database.swallowing = true;
    rig.database.mood = Mood.MUTE;
    sayUpTo(10, MANY - 1);
    crowd.isHeard();
    await().atMost(PATIENCE).until(() -> rig.count("cyanwatch.ingest.stalled") > 0);
    assertThat(rig.broker.held()).isGreaterThanOrEqualTo(MANY - 10);
    rig.database.swallowing = false;
    rig.database.mood = Mood.OPEN;
    rig.database.cut();

    allIsStoredOnce(MANY);
  }

  @Test
  @DisplayName("9. Read-only PostgreSQL (default_transaction_read_only=on)")
  void aReadOnlyDatabaseIsWaitedFor() throws SQLException {
    try (var admin = rig.besides();
        var statement = admin.createStatement()) {
      statement.execute("alter system set default_transaction_read_only = on");
      statement.execute("select pg_reload_conf()");
      try {
        sayUpTo(0, MANY - 1);
        crowd.isHeard();
        await().atMost(PATIENCE).until(() -> rig.count("cyanwatch.ingest.stalled") > 0);
        assertThat(rig.broker.held()).isGreaterThanOrEqualTo(MANY);
      } finally {
        statement.execute("set default_transaction_read_only = off");
        statement.execute("alter system reset default_transaction_read_only");
        statement.execute("select pg_reload_conf()");
      }
    }

    allIsStoredOnce(MANY);
    assertThat(quarantined("unstorable")).isZero();
  }

  private static long threadsOfClients() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("MQTT "))
        .count();
  }

  private void sayUpTo(int from, int to) {
    for (var seq = from; seq <= to; seq++) {
      crowd.says(device, Channel.EVENT, Say.event(seq));
    }
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

  private long quarantined(String reason) {
    return rig.jdbc()
        .sql("select count(*) from ingest.quarantine where topic like :topic and reason = :reason")
        .param("topic", "cw/1/" + device + "/%")
        .param("reason", reason)
        .query(Long.class)
        .single();
  }
}
