package io.cyanwatch.webhook;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// The headers of one attempt, by Standard Webhooks 1.0.0.
final class Envelope {

  private Envelope() {}

  /// @param secrets each signs; two of them while one replaces the other
  static Map<String, String> headers(
      UUID event, Instant attemptedAt, byte[] body, List<Secret> secrets) {
    var timestamp = Long.toString(attemptedAt.getEpochSecond());
    var content = new ByteArrayOutputStream();
    content.writeBytes((event + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII));
    content.writeBytes(body);
    var signed = content.toByteArray();
    return Map.of(
        "webhook-id", event.toString(),
        "webhook-timestamp", timestamp,
        "webhook-signature",
            secrets.stream().map(secret -> secret.sign(signed)).collect(Collectors.joining(" ")));
  }
}
