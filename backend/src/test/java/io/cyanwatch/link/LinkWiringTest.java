package io.cyanwatch.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.fleet.DeviceRemoved;
import io.cyanwatch.fleet.Fleet;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.util.unit.DataSize;

@ResourceLock("backends")
class LinkWiringTest {

  @TempDir static Path home;

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withUserConfiguration(House.class)
          .withPropertyValues("cyanwatch.home=" + home, "cyanwatch.mqtt.port=0");

  @Test
  void withoutAUrlABrokerIsStartedAndTheLinkIsUp() {
    application.run(
        context -> {
          var address = context.getBean(BrokerAddress.class);
          var health = context.getBean("linkHealthIndicator", HealthIndicator.class);

          assertThat(address.embedded()).isTrue();
          assertThat(address.host()).isEqualTo("127.0.0.1");
          await().until(() -> Status.UP.equals(status(health)));
          try (var device = Wire.device(5, address.port(), "A")) {
            assertThat(device.publish("cw/1/A/up/birth", "born")).isZero();
          }
          var desk = context.getBean(Desk.class);
          await().until(() -> desk.payloads().equals(List.of("born")));
        });
  }

  @Test
  void aRemovedDeviceIsPutOut() {
    application.run(
        context -> {
          var port = context.getBean(BrokerAddress.class).port();
          try (var removed = Wire.device(5, port, "A");
              var kept = Wire.device(5, port, "B")) {

            context.publishEvent(new DeviceRemoved(new DeviceRef(1, "A", ""), Instant.EPOCH));

            await().until(() -> !removed.isAlive());
            assertThat(kept.isAlive()).isTrue();
          }
        });
  }

  @Test
  void withAUrlNoBrokerIsStartedAndTheLinkTriesToReachThatOne() throws IOException {
    int unused;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unused = socket.getLocalPort();
    }
    application
        .withPropertyValues("cyanwatch.mqtt.url=mqtt://127.0.0.1:" + unused)
        .run(
            context -> {
              var health = context.getBean("linkHealthIndicator", HealthIndicator.class);

              assertThat(context).doesNotHaveBean(Broker.class);
              assertThat(context.getBean(BrokerAddress.class))
                  .isEqualTo(new BrokerAddress("127.0.0.1", unused, false, Account.CLIENT_ID));
              assertThat(status(health)).isEqualTo(Status.DOWN);
            });
  }

  @Test
  void aTakenPortStopsTheStartWithOneSentence() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      application
          .withPropertyValues("cyanwatch.mqtt.port=" + taken.getLocalPort())
          .run(
              context ->
                  assertThat(context)
                      .getFailure()
                      .hasStackTraceContaining(BrokerRefused.class.getName())
                      .hasStackTraceContaining("cyanwatch.mqtt.port"));
    }
  }

  @Test
  void oneOfSeveralBackendsKeepsANameOfItsOwn(@TempDir Path own) {
    var alone = EmbeddedBroker.properties(0, DataSize.ofMegabytes(1));
    var shared = new LinkProperties(null, null, null, 0, "group", null, 2000, alone.hold());

    var first = LinkWiring.clientId(shared, own);

    assertThat(first).startsWith("cyanwatch-backend-").isEqualTo(LinkWiring.clientId(shared, own));
    assertThat(LinkWiring.clientId(shared, own.resolve("other"))).isNotEqualTo(first);
    assertThat(LinkWiring.clientId(alone, own)).isEqualTo("cyanwatch-backend");
  }

  private static Status status(HealthIndicator indicator) {
    var health = indicator.health();
    return health == null ? Status.UNKNOWN : health.getStatus();
  }

  @Configuration(proxyBeanMethods = false)
  @Import(LinkWiring.class)
  @EnableConfigurationProperties(LinkProperties.class)
  static class House {

    @Bean
    Fleet fleet() {
      return Roster.of("A", "B");
    }

    @Bean
    Desk desk() {
      return new Desk();
    }

    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }

    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }
  }
}
