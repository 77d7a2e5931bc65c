package io.cyanwatch.webhook;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class WebhookParts {

  @Bean
  SystemNames webhookNames() {
    return new SystemNames();
  }

  /// Whoever tries us out on one machine has the receiver there too: then loopback is open.
  @Bean
  Reach webhookReach(
      WebhookProperties properties,
      SystemNames names,
      @Value("${spring.datasource.url:}") String database) {
    return new Reach(properties.allow(), properties.ports(), database.isEmpty(), names);
  }

  @Bean
  Wire webhookWire(Reach reach, WebhookProperties properties) {
    return new Wire(reach, properties.deadline());
  }

  @Bean
  Seal webhookSeal(WebhookProperties properties, @Value("${cyanwatch.home}") Path home) {
    return Seal.at(properties.keyFile(home));
  }
}
