package io.cyanwatch.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a device can be asked to do.
enum Op {
  RESTART_LISTENER,
  DROP_CLIENTS,
  BOUNCE_WIFI,
  RESTART_DEVICE,
  PROBE,
  REBIRTH,
  SET_INTERVAL;

  static Optional<Op> of(String key) {
    return Arrays.stream(values()).filter(op -> op.key().equals(key)).findFirst();
  }

  static String keys() {
    return String.join(", ", Arrays.stream(values()).map(Op::key).toList());
  }

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether its effect can be seen from outside, and is looked for.
  boolean verified() {
    return this == RESTART_LISTENER;
  }
}
