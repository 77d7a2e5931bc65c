package io.cyanwatch.agent;

import io.cyanwatch.protocol.ListenerState;
import java.util.Random;

/// Decides when the listener is opened and closed, and what is tried when that does not help. It
/// does nothing itself and knows no clock: it is told what is seen, and says what to do.
///
/// `down → settle → proving → listening ⇄ suspect → restarting or backoff → proving`; from
/// everywhere to `down` when the link goes. A start counts, and `gen` grows, once a visitor was
/// answered; where nobody visits, once the address is bound and the thread that accepts runs.
/// After [#BOUNCE_AFTER] failures in a row the network is bounced, after [#RESTART_AFTER] the
/// device restarted, each only where it is allowed.
final class Supervisor {
  static final long SETTLE_MS = 1_500;
  static final int FAILED_PROBES = 3;
  static final int BOUNCE_AFTER = 6;
  static final int RESTART_AFTER = 9;
  static final long BOUNCES_APART_MS = 300_000;
  static final long STEADY_MS = 60_000;
  static final long RESTART_NOT_BEFORE_MS = 600_000;

  private static final long SHORTEST_MS = 1_000;
  private static final long LONGEST_MS = 60_000;
  private static final long AFTER_BOUNCE_MS = 10_000;

  private final Random random;
  private final Powers powers;
  private final long enabledAt;
  private Stage stage = Stage.DISABLED;
  private Link link = Link.NONE;
  private String why = "start";
  private long since;
  private long due;
  private long bounceAt;
  private int strikes;
  private int failedProbes;
  private boolean asked;
  private boolean bounced;
  private boolean proven;
  private long attempt;
  private long gen;

  /// @param enabledAt when the listener may be opened for the first time
  Supervisor(Random random, Powers powers, long enabledAt) {
    this.random = random;
    this.powers = powers;
    this.enabledAt = enabledAt;
  }

  /// What may be done when restarting the listener does not help.
  record Powers(boolean bounce, boolean restart) {}

  private enum Stage {
    DISABLED,
    DOWN,
    SETTLE,
    STARTING,
    PROVING,
    LISTENING,
    SUSPECT,
    RESTARTING,
    BACKOFF
  }

  /// What to do now.
  sealed interface Act {
    Act NOTHING = new Nothing();

    record Nothing() implements Act {}

    /// To be answered by [#bound], [#opened] or [#refused] before the next step.
    record Open() implements Act {}

    /// The start that was bound is now confirmed: nothing to do but to tell.
    record Confirmed() implements Act {}

    record Close(String why) implements Act {}

    record Bounce() implements Act {}

    record RestartDevice() implements Act {}
  }

  /// To be called several times a second.
  ///
  /// @param alive whether the listener, if it was opened, still accepts
  Act next(long now, Link seen, boolean alive) {
    if (now < enabledAt) {
      return Act.NOTHING;
    }
    var before = link;
    link = seen;
    if (!seen.ready()) {
      return linkIsDown(now);
    }
    if (open() && !seen.same(before)) {
      return close(linkChange(before), Stage.SETTLE, now);
    }
    return switch (stage) {
      case DISABLED, DOWN -> to(Stage.SETTLE, now);
      case SETTLE -> settle(now, before);
      case STARTING -> Act.NOTHING;
      case PROVING, LISTENING, SUSPECT -> watch(now, alive);
      case RESTARTING, BACKOFF -> now >= due ? tryAgain(now) : Act.NOTHING;
    };
  }

  /// It is open; whether it answers is not known yet.
  void bound(long now) {
    failedProbes = 0;
    proven = false;
    asked = false;
    to(Stage.PROVING, now);
  }

  /// The start is confirmed.
  void opened(long now) {
    gen++;
    failedProbes = 0;
    asked = false;
    to(Stage.LISTENING, now);
  }

  void refused(long now) {
    asked = false;
    strikes++;
    due = now + delay();
    to(Stage.BACKOFF, now);
  }

  /// A connection to oneself, made to the listener of attempt `tried`, was answered or not.
  void probed(boolean answered, long tried) {
    if (open() && tried == attempt) {
      failedProbes = answered ? 0 : failedProbes + 1;
      proven |= answered;
    }
  }

  /// Asks for a restart; false where there is nothing that could be restarted now.
  boolean restart(long now) {
    switch (stage) {
      case DISABLED, DOWN -> {
        return false;
      }
      case RESTARTING, BACKOFF -> due = now;
      case SETTLE, STARTING, PROVING, LISTENING, SUSPECT -> {}
    }
    asked = true;
    return true;
  }

  /// Whether a listener is open, or is believed to be.
  boolean open() {
    return stage == Stage.PROVING || stage == Stage.LISTENING || stage == Stage.SUSPECT;
  }

  /// Counts the starts that were tried; names the listener that is open.
  long attempt() {
    return attempt;
  }

  long gen() {
    return gen;
  }

  /// Why the listener was closed last, or is to be opened.
  String why() {
    return why;
  }

  int strikes() {
    return strikes;
  }

  int failedProbes() {
    return failedProbes;
  }

  ListenerState state() {
    return switch (stage) {
      case DISABLED -> ListenerState.DISABLED;
      case DOWN -> ListenerState.DOWN;
      case SETTLE, STARTING, PROVING, RESTARTING -> ListenerState.STARTING;
      case LISTENING -> ListenerState.LISTENING;
      case SUSPECT -> ListenerState.SUSPECT;
      case BACKOFF -> ListenerState.BACKOFF;
    };
  }

  private Act linkIsDown(long now) {
    if (open()) {
      return close("link_down", Stage.DOWN, now);
    }
    return stage == Stage.DOWN ? Act.NOTHING : to(Stage.DOWN, now);
  }

  private String linkChange(Link before) {
    return String.valueOf(link.ip()).equals(String.valueOf(before.ip())) ? "link_up" : "ip_change";
  }

  private Act settle(long now, Link before) {
    if (!link.same(before)) {
      return to(Stage.SETTLE, now);
    }
    if (now - since < SETTLE_MS) {
      return Act.NOTHING;
    }
    why = why.equals("link_down") ? "link_up" : why;
    return start(now);
  }

  private Act watch(long now, boolean alive) {
    if (asked) {
      due = now;
      return close("command", Stage.RESTARTING, now);
    }
    if (!alive) {
      return strike("accept_error", now);
    }
    if (failedProbes >= FAILED_PROBES) {
      return strike("probe", now);
    }
    if (stage == Stage.PROVING) {
      return prove(now);
    }
    var wanted = failedProbes > 0 ? Stage.SUSPECT : Stage.LISTENING;
    if (stage != wanted) {
      return to(wanted, now);
    }
    if (stage == Stage.LISTENING && now - since >= STEADY_MS) {
      strikes = 0;
      bounced = false;
    }
    return Act.NOTHING;
  }

  private Act prove(long now) {
    if (!proven) {
      return Act.NOTHING;
    }
    opened(now);
    return new Act.Confirmed();
  }

  /// The first restart is at once; a listener that keeps dying waits longer and longer.
  private Act strike(String reason, long now) {
    strikes++;
    due = strikes == 1 ? now : now + delay();
    return close(reason, strikes == 1 ? Stage.RESTARTING : Stage.BACKOFF, now);
  }

  private Act tryAgain(long now) {
    if (powers.bounce() && strikes >= BOUNCE_AFTER && !bounced && now >= bounceAt) {
      bounced = true;
      bounceAt = now + BOUNCES_APART_MS;
      due = now + AFTER_BOUNCE_MS;
      return new Act.Bounce();
    }
    if (powers.restart() && strikes >= RESTART_AFTER && now >= RESTART_NOT_BEFORE_MS) {
      due = now + LONGEST_MS;
      return new Act.RestartDevice();
    }
    return start(now);
  }

  private long delay() {
    var delay = Math.min(LONGEST_MS, SHORTEST_MS << Math.min(strikes - 1, 10));
    return delay + random.nextLong(delay / 5);
  }

  private Act close(String reason, Stage next, long now) {
    why = reason;
    failedProbes = 0;
    to(next, now);
    return new Act.Close(reason);
  }

  private Act start(long now) {
    attempt++;
    to(Stage.STARTING, now);
    return new Act.Open();
  }

  private Act to(Stage next, long now) {
    stage = next;
    since = now;
    return Act.NOTHING;
  }
}
