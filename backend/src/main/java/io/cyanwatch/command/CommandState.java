package io.cyanwatch.command;

import java.util.Locale;

/// Where a command is in its life.
enum CommandState {
  QUEUED,
  SENT,
  ACCEPTED,
  VERIFYING,
  SUCCEEDED,
  FAILED,
  REJECTED,
  TIMED_OUT,
  EXPIRED,
  CANCELED;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean ended() {
    return compareTo(VERIFYING) > 0;
  }
}
