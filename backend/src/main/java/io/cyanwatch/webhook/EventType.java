package io.cyanwatch.webhook;

import java.util.Arrays;
import java.util.Optional;

/// What we tell of. The key is the API's.
enum EventType {
  INCIDENT_OPENED("incident.opened"),
  INCIDENT_UPDATED("incident.updated"),
  INCIDENT_ACKNOWLEDGED("incident.acknowledged"),
  INCIDENT_RESOLVED("incident.resolved"),
  COMMAND_FINISHED("command.finished"),
  ROLLOUT_FINISHED("rollout.finished"),
  /// Sent on request, to one endpoint, whatever it filters.
  WEBHOOK_TEST("webhook.test");

  private final String key;

  EventType(String key) {
    this.key = key;
  }

  String key() {
    return key;
  }

  static Optional<EventType> of(String key) {
    return Arrays.stream(values()).filter(type -> type.key.equals(key)).findFirst();
  }
}
