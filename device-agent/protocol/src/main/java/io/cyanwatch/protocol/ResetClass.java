package io.cyanwatch.protocol;

/// Why a device booted. A class this version does not know is read as [#UNKNOWN].
public enum ResetClass {
  POWER_ON(true),
  PIN(true),
  USER(true),
  COMMAND(true),
  UPDATE(true),
  LOW_POWER(true),
  BROWNOUT(false),
  HW_WATCHDOG(false),
  TASK_WATCHDOG(false),
  PANIC(false),
  OOM(false),
  LOCKUP(false),
  SAFE_MODE(false),
  DEBUG(true),
  UNKNOWN(false);

  private final boolean expected;

  ResetClass(boolean expected) {
    this.expected = expected;
  }

  /// Whether somebody or something meant this reset to happen.
  public boolean expected() {
    return expected;
  }
}
