package io.cyanwatch.simulator.device;

import io.cyanwatch.protocol.ResetClass;
import org.jspecify.annotations.Nullable;

/// The numbers that platforms have for the reasons of a reset.
final class Resets {
  private Resets() {}

  static @Nullable Long raw(String hw, ResetClass kind) {
    return switch (hw) {
      case "linux" -> null;
      case "esp32" -> espIdf(kind);
      default -> deviceOs(kind);
    };
  }

  private static long deviceOs(ResetClass kind) {
    return switch (kind) {
      case POWER_ON -> 40;
      case PIN -> 20;
      case LOW_POWER -> 30;
      case BROWNOUT -> 50;
      case HW_WATCHDOG -> 60;
      case UPDATE -> 70;
      case SAFE_MODE -> 110;
      case PANIC, OOM -> 130;
      case USER, COMMAND, TASK_WATCHDOG -> 140;
      case LOCKUP, DEBUG, UNKNOWN -> 10;
    };
  }

  private static long espIdf(ResetClass kind) {
    return switch (kind) {
      case POWER_ON -> 1;
      case PIN -> 2;
      case USER, COMMAND, UPDATE, SAFE_MODE -> 3;
      case PANIC, OOM -> 4;
      case TASK_WATCHDOG -> 6;
      case HW_WATCHDOG -> 7;
      case LOW_POWER -> 8;
      case BROWNOUT -> 9;
      case DEBUG -> 12;
      case LOCKUP -> 15;
      case UNKNOWN -> 0;
    };
  }
}
