package io.cyanwatch.webhook;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param keyFile seals the signing secrets; several backends on one database share a copy; empty:
/// `webhook.key` in the home
/// @param allow CIDRs and host names that may be called although they are private, on any port
/// @param ports where other hosts may be called
/// @param deadline for one attempt, from resolving the name to the last byte read
/// @param courier whether this process delivers; off, it only queues
@ConfigurationProperties("cyanwatch.webhook")
record WebhookProperties(
    @DefaultValue("") String keyFile,
    @DefaultValue List<String> allow,
    @DefaultValue({"80", "443", "8443"}) List<Integer> ports,
    @DefaultValue("15s") Duration deadline,
    @DefaultValue("true") boolean courier) {

  WebhookProperties {
    allow = List.copyOf(allow);
    ports = List.copyOf(ports);
    if (!deadline.isPositive() || deadline.compareTo(Courier.LEASE.dividedBy(2)) > 0) {
      throw new IllegalArgumentException(
          "cyanwatch.webhook.deadline must be positive and at most half a lease ("
              + Courier.LEASE.dividedBy(2)
              + "), was "
              + deadline);
    }
  }

  Path keyFile(Path home) {
    return keyFile.isEmpty() ? home.resolve("webhook.key") : Path.of(keyFile);
  }
}
