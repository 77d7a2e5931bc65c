package io.cyanwatch.link;

import io.cyanwatch.fleet.Fleet;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Puts the link together: over the given broker, or over one of our own.
@Configuration(proxyBeanMethods = false)
class LinkWiring {

  /// Asked for its account when the link starts, after the broker.
  @Bean
  PahoLink link(
      LinkProperties properties,
      Account account,
      ObjectProvider<Inbox> inbox,
      ApplicationEventPublisher events,
      Clock clock,
      MeterRegistry meters) {
    return new PahoLink(
        () -> account,
        inbox::getObject,
        new News(events, clock),
        clock,
        meters,
        Pace.USUAL,
        properties.receiveMaximum());
  }

  @Bean
  HealthIndicator linkHealthIndicator(Link link, BrokerAddress broker) {
    return () ->
        (link.connected() ? Health.up() : Health.down())
            .withDetail("broker", broker.host() + ":" + broker.port())
            .build();
  }

  @Bean
  BrokerAddress brokerAddress(LinkProperties properties, Account account) {
    var address = account.address();
    return new BrokerAddress(
        address.host(), address.port(), properties.broker().isEmpty(), account.clientId());
  }

  /// Ours alone, and the same again after a restart, so that the broker keeps one queue for us.
  static String clientId(LinkProperties properties, Path home) {
    if (properties.clientId() != null) {
      return properties.clientId();
    }
    return properties.share() == null ? Account.CLIENT_ID : keptId(home.resolve("link.client-id"));
  }

  private static String keptId(Path file) {
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(
            file, Account.CLIENT_ID + "-" + UUID.randomUUID().toString().substring(24));
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IllegalStateException("Cannot keep our client id in " + file, e);
    }
  }

  /// With `cyanwatch.mqtt.url`.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnExpression("'${cyanwatch.mqtt.url:}'.trim() != ''")
  static class Given {

    @Bean
    Account account(LinkProperties properties, @Value("${cyanwatch.home:./.cyanwatch}") Path home) {
      return new Account(
          properties.broker().orElseThrow(),
          properties.username(),
          properties.password(),
          clientId(properties, home),
          properties.share() == null ? "" : properties.share());
    }
  }

  /// Without.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnExpression("'${cyanwatch.mqtt.url:}'.trim() == ''")
  static class Embedded {

    @Bean
    Broker broker(
        Fleet fleet,
        LinkProperties properties,
        @Value("${cyanwatch.home:./.cyanwatch}") Path home) {
      return new Broker(fleet, properties, clientId(properties, home), home);
    }

    @Bean
    Account account(Broker broker) {
      return broker.account();
    }
  }
}
