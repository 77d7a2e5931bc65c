package io.cyanwatch.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class BrokerTest {
  @TempDir static Path home;
  static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker = new EmbeddedBroker(home, Roster.of("A", "B", "C", "D", "E", "cyanwatch-backend"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void aDeviceIsHeardByTheBackendAndHearsItsCommands(int version) {
    try (var backend = broker.backend();
        var device = broker.device(version, "A")) {
      backend.subscribe(Account.ALL_UP);
      assertThat(device.subscribe("cw/1/A/dn/#")).isEqualTo(1);

      assertThat(device.publish("cw/1/A/up/health", "hello " + version)).isZero();
      assertThat(backend.publish("cw/1/A/dn/command", "restart " + version)).isZero();

      await().until(() -> backend.heard().stream().anyMatch(heard("cw/1/A/up/health", version)));
      await().until(() -> device.heard().stream().anyMatch(heard("cw/1/A/dn/command", version)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "4, A, A, wrong, 5",
        "5, A, A, wrong, 134",
        "4, -, -, -, 4",
        "5, -, -, -, 134",
        "4, A, A, -, 5",
        "5, A, A, -, 134",
        "4, B, A, secret of A, 2",
        "5, B, A, secret of A, 133",
        "5, '', A, secret of A, 133",
        "5, nobody, nobody, secret of nobody, 134",
        "5, +, +, '', 134",
        "5, cyanwatch-backend, cyanwatch-backend, secret of cyanwatch-backend, 134",
        "5, cyanwatch-backend, @cyanwatch, guess, 134",
        "4, ACTIVEMQ.CLUSTER.ADMIN.USER, ACTIVEMQ.CLUSTER.ADMIN.USER, CHANGE ME!!, 5",
        "5, ACTIVEMQ.CLUSTER.ADMIN.USER, ACTIVEMQ.CLUSTER.ADMIN.USER, CHANGE ME!!, 134",
      })
  void strangersAndImpostorsAreRefused(
      int version, String clientId, String user, String password, int code) {
    try (var b = broker.device(5, "B");
        var backend = broker.backend();
        var wire = new Wire(version, broker.port())) {

      var answer = wire.connect(clientId == null ? "x" : clientId, user, password);

      assertThat(answer).isEqualTo(code);
      assertThat(b.isAlive()).isTrue();
      assertThat(backend.isAlive()).isTrue();
    }
  }

  @Test
  void aSecondConnectOnTheSameConnectionDoesNotChangeWhoOneIs() throws IOException {
    try (var b = broker.device(5, "B");
        var a = broker.device(5, "A")) {

      a.sendConnect("B", "B", "wrong", null);

      assertThat(a.isAlive()).isFalse();
      assertThat(b.isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cw/1/B/up/health",
        "cw/1/B/dn/command",
        "cw/1/A/dn/command",
        "cw/1/A/up/",
        "cw/1/A/health",
        "cw/backend/cyanwatch-backend/echo",
        "$SYS/broker",
        "$sys.mqtt.sessions",
        "activemq.management",
        "cw/1/A/up/x::cyanwatch-backend.cw/1/+/up/+",
      })
  void whatADeviceSaysOnForeignTopicsReachesNobody(String topic) {
    for (var version : new int[] {4, 5}) {
      try (var b = broker.device(5, "B");
          var backend = broker.backend()) {
        b.subscribe("cw/1/B/dn/#");
        backend.subscribe(Account.ALL_UP);
        backend.subscribe(Account.echo(Account.CLIENT_ID));
        try (var a = broker.device(version, "A")) {

          var answer = a.publish(topic, "forged");

          assertThat(answer).isIn(Wire.HUNG_UP, 0x87);
        }
        assertThat(b.heard()).noneMatch(message -> message.payload().equals("forged"));
        assertThat(backend.heard()).noneMatch(message -> message.payload().equals("forged"));
        assertThat(b.isAlive()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#",
        "+/#",
        "+/dn/#",
        "cw/#",
        "cw/1/#",
        "cw/1/+/dn/#",
        "cw/1/+/up/+",
        "cw/1/B/dn/#",
        "cw/1/B/dn/command",
        "cw/1/A/up/#",
        "cw/1/A/#",
        "cw/backend/+/echo",
        "$SYS/#",
        "$sys.mqtt.sessions",
        "activemq.notifications",
        "$share/g/cw/1/B/dn/#",
        "$share/B/cw/1/B/dn/#",
        "$share/cyanwatch-backend/cw/1/+/up/+",
        "$share/cyanwatch-backend/cw/backend/cyanwatch-backend/echo",
        "cw/1/A/dn/x::cyanwatch-backend.cw/1/+/up/+",
      })
  void aDeviceHearsNothingThatIsNotForIt(String filter) {
    for (var version : new int[] {4, 5}) {
      try (var b = broker.device(5, "B")) {
        b.subscribe("cw/1/B/dn/#");
        var before = broker.broker.held();
        assertThat(b.publish("cw/1/B/up/health", "kept")).isZero();
        try (var a = broker.device(version, "A")) {

          var answer = a.subscribe(filter);

          assertThat(answer).isIn(Wire.HUNG_UP, 0x80, 0x87);
          assertThat(broker.broker.held()).as("the backend's queue").isEqualTo(before + 1);
          try (var backend = broker.backend()) {
            assertThat(backend.publish("cw/1/B/dn/command", "for B")).isZero();
          }
          assertThat(a.heard()).isEmpty();
        }
        await().until(() -> b.heard().stream().anyMatch(m -> m.payload().equals("for B")));
      }
    }
    drain();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void nothingIsEverRetained(int version) {
    try (var device = broker.device(version, "C")) {

      var answer = device.publish("cw/1/C/up/health", "for ever", true);

      assertThat(answer).isEqualTo(Wire.HUNG_UP);
      assertThat(device.goodbye).isEqualTo(version == 5 ? 0x9A : Wire.HUNG_UP);
    }
    assertThat(broker.broker.held()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "4, cw/1/B/up/will, false, 5",
    "5, cw/1/B/up/will, false, 135",
    "4, cw/1/C/up/will, true, 5",
    "5, cw/1/C/up/will, true, 154",
    "5, cw/1/C/dn/command, false, 135",
    "5, '#', false, 135",
  })
  void aWillObeysTheSameRules(int version, String topic, boolean retained, int code) {
    try (var wire = new Wire(version, broker.port())) {

      var answer = wire.connect("C", "C", "secret of C", new Wire.Will(topic, retained));

      assertThat(answer).isEqualTo(code);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void anHonestWillIsDelivered(int version) {
    try (var backend = broker.backend()) {
      backend.subscribe(Account.ALL_UP);
      try (var wire = new Wire(version, broker.port())) {
        wire.connect("C", "C", "secret of C", new Wire.Will("cw/1/C/up/will", false));
      }

      await().until(() -> backend.heard().stream().anyMatch(m -> m.topic().endsWith("C/up/will")));
    }
  }

  @Test
  void aWithdrawnPasswordStopsTheNextLoginAtOnceAndEvictionEndsTheSession() {
    try (var device = broker.device(5, "D")) {
      broker.roster.passwords.remove("D");
      assertThat(device.isAlive()).isTrue();

      broker.broker.evict("D");

      await().until(() -> !device.isAlive());
      try (var again = new Wire(5, broker.port())) {
        assertThat(again.connect("D", "D", "secret of D")).isEqualTo(134);
      }
    }
    broker.broker.evict("nobody of this name");
  }

  @Test
  void aDeviceMayUseManyTopicsButNotThousands() {
    try (var device = broker.device(5, "E")) {
      for (var i = 0; i < BrokerGuard.MOST_TOPICS; i++) {
        assertThat(device.publish("cw/1/E/up/t" + i, "x")).isZero();
      }
      assertThat(device.publish("cw/1/E/up/t0", "x")).isZero();
      assertThat(device.publish("cw/1/E/up/more", "x")).isEqualTo(Wire.HUNG_UP);
    }
    drain();
  }

  @ParameterizedTest
  @CsvSource({"262144, 0", "262145, -1"})
  void aPayloadHasABound(int size, int code) {
    for (var version : new int[] {4, 5}) {
      try (var device = broker.device(version, "C")) {
        assertThat(device.publish("cw/1/C/up/health", "x".repeat(size))).isEqualTo(code);
      }
    }
    drain();
  }

  @Test
  void aTakenPortIsNamedInOneSentence(@TempDir Path own) throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var properties = EmbeddedBroker.properties(taken.getLocalPort(), DataSize.ofMegabytes(64));

      assertThatThrownBy(() -> new Broker(broker.roster, properties, Account.CLIENT_ID, own))
          .isInstanceOf(BrokerRefused.class)
          .hasMessageContaining("Port " + taken.getLocalPort())
          .hasMessageContaining("cyanwatch.mqtt.port")
          .hasMessageContaining("cyanwatch.mqtt.url");
    }
  }

  @Test
  void aHomeInUseIsRefusedInsteadOfWaitedFor() {
    var properties = EmbeddedBroker.properties(0, DataSize.ofMegabytes(64));
    var second = new Broker(broker.roster, properties, Account.CLIENT_ID, home);

    assertThatThrownBy(second::start)
        .isInstanceOf(BrokerRefused.class)
        .hasMessageContaining(home.toString());
  }

  private static Predicate<Wire.Heard> heard(String topic, int version) {
    return message -> message.topic().equals(topic) && message.payload().endsWith(" " + version);
  }

  /// Takes what earlier tests left for the backend.
  private static void drain() {
    try (var backend = broker.backend()) {
      backend.subscribe(Account.ALL_UP);
      await()
          .until(
              () -> {
                backend.heard();
                return broker.broker.held() == 0;
              });
    }
  }
}
