package io.cyanwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cyanwatch.protocol.Topics.Channel;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.parallel.ResourceLock;

/// What only shows when the backend is a process of its own. `ops/bench/faults` does the same ten
/// times over.
@TestInstance(Lifecycle.PER_CLASS)
@ResourceLock("backends")
class ProcessTests {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern SEQ = Pattern.compile("\"seq\":([0-9]+)");
  private static final String DATABASE = "processes";

  private static final String HEAP = "128m";

  /// More than twice what the heap may grow by.
  private static final int FLOOD = 8_000;

  /// Seven kilobytes, in a field that nobody knows.
  private static final String PADDING = "\"padding\":\"" + "so ".repeat(2_300) + "\",";

  private final PlainBroker broker = new PlainBroker(Rig.freePort());
  private final Crowd crowd = new Crowd(broker.port);
  private Child backend;
  private String url;

  @BeforeAll
  void startOnAnEmptyDatabase() throws SQLException, IOException {
    try (var admin = Rig.shared().besides();
        var statement = admin.createStatement()) {
      statement.execute("drop database if exists " + DATABASE + " with (force)");
      statement.execute("create database " + DATABASE);
      url = admin.getMetaData().getURL().replaceFirst("/postgres\\b", "/" + DATABASE);
    }
    backend = new Child(url, broker.port, HEAP);
    backend.isReady();
  }

  @AfterAll
  void end() {
    backend.close();
    crowd.close();
    broker.close();
  }

  @Test
  @DisplayName("1. kill -9 of the backend during 1,000 messages a second of QoS 1")
  void aKilledBackendLosesNothingAndDoublesNothing() throws Exception {
    var devices = IntStream.range(0, 20).mapToObj(_ -> Rig.device()).toList();
    var over = new AtomicBoolean();
    var said = new int[1];
    var load = Thread.ofPlatform().start(() -> said[0] = say(devices, over));
    var before = stored();
    await().atMost(PATIENCE).until(() -> stored() > before + 1000);
    backend.kill();
    backend.startAgain();
    backend.isReady();
    over.set(true);
    load.join();

    var expected = Rig.upTo(said[0]);
    await().atMost(PATIENCE).until(() -> broker.held() == 0);
    for (var device : devices) {
      assertThat(seqs(device)).as(device).isEqualTo(expected);
    }
  }

  @Test
  void aFloodWhileTheDatabaseStandsStillStaysWithTheBrokerAndNotInTheHeap() throws Exception {
    var device = Rig.device();
    crowd.says(device, Channel.EVENT, Say.event(0)).isHeard();
    await().atMost(PATIENCE).until(() -> broker.held() == 0);
    var before = backend.heap();
    var storedBefore = stored();
    try (var lock = DriverManager.getConnection(url, "postgres", "")) {
      lock.setAutoCommit(false);
      lock.createStatement().execute("lock table timeline.cursor in access exclusive mode");
      for (var n = 1; n <= FLOOD; n++) {
        crowd.says(device, Channel.EVENT, Say.event(Say.BOOT, n, PADDING));
        if (n % 500 == 0) {
          crowd.isHeard();
        }
      }

      assertThat(broker.held()).isGreaterThanOrEqualTo(FLOOD);
      assertThat(backend.lives()).as(backend.out()).isTrue();
      assertThat(backend.heap() - before).isLessThan(24 << 20);
      lock.rollback();
    }

    await().atMost(PATIENCE).until(() -> broker.held() == 0);
    assertThat(backend.lives()).isTrue();
    assertThat(stored()).isEqualTo(storedBefore + FLOOD);
  }

  private double stored() {
    return backend.meter("cyanwatch_ingest_messages_total{outcome=\"stored\"");
  }

  /// @return what each of them said
  private int say(List<String> devices, AtomicBoolean over) {
    var seq = 0;
    while (!over.get()) {
      for (var device : devices) {
        crowd.says(device, Channel.EVENT, Say.event(seq));
      }
      crowd.isHeard();
      seq++;
      await().pollDelay(Duration.ofMillis(20)).until(() -> true);
    }
    return seq;
  }

  private List<Long> seqs(String device) {
    return backend
        .records(device)
        .map(SEQ::matcher)
        .filter(java.util.regex.Matcher::find)
        .map(found -> Long.parseLong(found.group(1)))
        .sorted()
        .toList();
  }
}
