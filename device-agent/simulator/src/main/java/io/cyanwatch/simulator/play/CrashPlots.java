package io.cyanwatch.simulator.play;

import static io.cyanwatch.simulator.play.Stage.HOUR;
import static io.cyanwatch.simulator.play.Stage.MINUTE;
import static io.cyanwatch.simulator.play.Stage.SECOND;

import io.cyanwatch.protocol.ResetClass;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Resets that nobody wanted.
final class CrashPlots {
  private static final String LATER = "2.0.0";
  private static final List<ResetClass> KINDS =
      List.of(
          ResetClass.PANIC,
          ResetClass.TASK_WATCHDOG,
          ResetClass.BROWNOUT,
          ResetClass.OOM,
          ResetClass.UNKNOWN);

  /// Fewer devices prove nothing within a day.
  private static final int ENOUGH = 20;

  private CrashPlots() {}

  /// One device loops for each reason; others reset once or twice, which is no loop.
  static void rebootLoop(Stage stage) {
    var aps = stage.town(2, 2, 3, 5);
    for (var kind : KINDS) {
      var actor = stage.casting().add(Model.healthy(stage.random()), stage.any(aps));
      var at = stage.between(10 * MINUTE, 25 * MINUTE);
      stage.chronicle().cause(actor.id(), "reboot_loop", cause(kind));
      for (var n = stage.count(4, 7); n > 0; n--) {
        crash(stage, actor, kind, at);
        at += stage.between(25 * SECOND, 130 * SECOND);
      }
    }
    slowLoop(stage, stage.casting().add(Model.ESP32, stage.any(aps)));
    for (var n = stage.count(1, 2); n > 0; n--) {
      var actor = stage.casting().add(Model.PHOTON, stage.any(aps));
      crash(stage, actor, ResetClass.PANIC, stage.between(10 * MINUTE, 20 * MINUTE));
      crash(stage, actor, ResetClass.PANIC, stage.between(50 * MINUTE, 60 * MINUTE));
    }
  }

  /// Five resets within the hour, never three within ten minutes.
  private static void slowLoop(Stage stage, Actor actor) {
    var at = stage.between(8 * MINUTE, 12 * MINUTE);
    stage.chronicle().cause(actor.id(), "reboot_loop", "panic");
    for (var n = 0; n < 6; n++) {
      crash(stage, actor, ResetClass.PANIC, at);
      at += stage.between(7 * MINUTE, 9 * MINUTE);
    }
  }

  /// A version that crashes ten times as often as the one before it, on every device.
  static void regression(Stage stage) {
    stage.casting().interval(120);
    var _ = stage.town(2, 2, 6, 8);
    var rollout = stage.between(25 * HOUR, 27 * HOUR);
    for (var actor : stage.casting().actors()) {
      var update = rollout + stage.between(0, 20 * MINUTE);
      spread(stage, actor, 2 * HOUR, update - HOUR, 30 * HOUR);
      spread(stage, actor, update + HOUR, 54 * HOUR, 6 * HOUR);
      stage.at(update, actor, () -> update(stage, actor, LATER, 40 * SECOND));
    }
    if (stage.casting().actors().size() < ENOUGH) {
      return;
    }
    var from = stage.clock(rollout);
    stage.chronicle().write(LATER, "firmware", "firmware_regression", from, null, "crash_rate");
  }

  static void update(Stage stage, Actor actor, String version, long takes) {
    actor.fate.update(version, stage.now() + takes, stage.now());
  }

  static void crash(Stage stage, Actor actor, ResetClass kind, long at) {
    stage.at(at, actor, () -> actor.fate.crash(kind, data(kind), mark(kind), stage.now()));
  }

  /// Crashes with about `mean` between them, never near enough to be a loop.
  private static void spread(Stage stage, Actor actor, long from, long to, long mean) {
    for (var at = from + stage.between(0, mean); at < to; ) {
      crash(stage, actor, ResetClass.PANIC, at);
      at += HOUR + stage.between(mean / 2, mean * 3 / 2);
    }
  }

  private static String cause(ResetClass kind) {
    return kind == ResetClass.TASK_WATCHDOG ? "watchdog" : kind.name().toLowerCase(Locale.ROOT);
  }

  /// How often the light blinks: 1 for a hard fault, 8 for a heap that is used up.
  private static @Nullable Long data(ResetClass kind) {
    return switch (kind) {
      case PANIC -> 1L;
      case OOM -> 8L;
      default -> null;
    };
  }

  /// A brown-out takes the retained memory with it.
  private static @Nullable String mark(ResetClass kind) {
    return switch (kind) {
      case BROWNOUT -> null;
      case TASK_WATCHDOG -> "handler";
      case OOM -> "accept";
      default -> "loop";
    };
  }
}
