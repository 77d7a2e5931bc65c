package io.cyanwatch.link;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/// A real broker for a test.
final class EmbeddedBroker implements AutoCloseable {

  static {
    for (var loud : List.of("org.apache.activemq", "io.netty")) {
      ((Logger) LoggerFactory.getLogger(loud)).setLevel(Level.ERROR);
    }
  }

  final Roster roster;
  final Broker broker;

  EmbeddedBroker(Path home, Roster roster) {
    this(home, roster, DataSize.ofMegabytes(64), Valve.PATIENCE, 1_000);
  }

  /// @param patience how long devices wait while it is full
  /// @param most devices at once
  EmbeddedBroker(Path home, Roster roster, DataSize hold, Duration patience, long most) {
    this.roster = roster;
    this.broker = new Broker(roster, properties(0, hold), Account.CLIENT_ID, home, patience, most);
    broker.start();
  }

  static LinkProperties properties(int port, DataSize hold) {
    return new LinkProperties(null, null, null, port, null, null, 2000, hold);
  }

  int port() {
    return broker.account().address().port();
  }

  Wire device(int version, String id) {
    return Wire.device(version, port(), id);
  }

  /// As the backend connects to it.
  Wire backend() {
    var account = broker.account();
    var wire = new Wire(4, port());
    wire.keepsSession = true;
    assertThat(wire.connect(account.clientId(), account.username(), account.password())).isZero();
    return wire;
  }

  @Override
  public void close() {
    broker.stop();
  }
}
