package io.cyanwatch.simulator.device;

import io.cyanwatch.protocol.Health;
import io.cyanwatch.protocol.ListenerState;
import java.util.ArrayDeque;
import java.util.Optional;

/// What the application of one boot believes of its web server. The belief and the [Door] part ways
/// on old firmware: there the system closes the socket and tells nobody.
final class Web {
  /// The link must be this stable before the listener starts.
  static final long SETTLE_MS = 1_500;

  /// The native error of an address that somebody else holds.
  static final long IN_USE = 21;

  private static final long LONGEST_BACKOFF_MS = 60_000;

  private final Door door;
  private final Profile profile;
  private ListenerState state = ListenerState.DOWN;
  private long openAt;
  private long backoff = 1_000;
  private long gen;
  private long starts;
  private long fails;
  private long accepts;
  private long lastAccept;
  private long ok;
  private long clientErrors;
  private long serverErrors;
  private long rejected;
  private long dropped;
  private long idleTimeouts;
  private long headerTimeouts;
  private long stalls;
  private long stallMs;
  private final ArrayDeque<Long> since = new ArrayDeque<>();
  private int peak;
  private long worst;
  private boolean deaf;

  Web(Door door, Profile profile, long now) {
    this.door = door;
    this.profile = profile;
    this.lastAccept = now;
  }

  /// What [#pass] has just done.
  enum Step {
    UP,
    FAILED
  }

  ListenerState state() {
    return state;
  }

  long gen() {
    return gen;
  }

  long accepts() {
    return accepts;
  }

  /// Whether belief and truth differ; the device itself does not know.
  boolean deaf() {
    return deaf;
  }

  int clients() {
    return since.size();
  }

  boolean full() {
    return since.size() >= profile.slots();
  }

  long error() {
    return door.error();
  }

  /// When [#pass] has something to do next.
  long due() {
    var waits = state == ListenerState.STARTING || state == ListenerState.BACKOFF;
    return waits ? openAt : Long.MAX_VALUE;
  }

  /// Starts to listen once the link has been there for a while.
  void settle(long now) {
    state = ListenerState.STARTING;
    openAt = now + SETTLE_MS;
  }

  /// Starts a start that is due.
  Optional<Step> pass(long now) {
    var waits = state == ListenerState.STARTING || state == ListenerState.BACKOFF;
    if (!waits || now < openAt) {
      return Optional.empty();
    }
    return Optional.of(start(now) ? Step.UP : Step.FAILED);
  }

  /// Closes the socket and says so.
  void stop() {
    door.close();
    since.clear();
    state = ListenerState.DOWN;
  }

  /// The fault of old firmware: the socket goes, the belief stays.
  void loseSocketUnnoticed() {
    deaf = true;
    since.clear();
    door.close();
  }

  /// Stops, and starts again after `pause`.
  void restart(long now, long pause) {
    stop();
    state = ListenerState.STARTING;
    openAt = now + pause;
  }

  void dropClients() {
    dropped += since.size();
    since.clear();
    door.clear();
  }

  void accepted(long now) {
    accepts++;
    since.addLast(now);
    peak = Math.max(peak, since.size());
    lastAccept = now;
  }

  /// A client that said nothing, or not enough, for too long was sent away.
  void timedOut(boolean header) {
    var _ = since.pollFirst();
    if (header) {
      headerTimeouts++;
    } else {
      idleTimeouts++;
    }
  }

  /// Somebody did not take what was written for so long.
  void stalled(long times, long ms) {
    stalls += times;
    stallMs += ms;
  }

  void turnedAway() {
    rejected++;
  }

  /// A client is gone; 0 stands for one that never asked.
  void answered(int status, long ms) {
    var _ = since.pollLast();
    switch (status / 100) {
      case 2, 3 -> ok++;
      case 4 -> clientErrors++;
      case 5 -> serverErrors++;
      default -> dropped++;
    }
    worst = Math.max(worst, ms);
  }

  Health.Listener listener(long now) {
    return new Health.Listener(
        state,
        profile.listener().getPort(),
        gen,
        starts,
        fails,
        state == ListenerState.BACKOFF ? door.error() : 0L,
        accepts,
        (now - lastAccept) / 1_000,
        null,
        null);
  }

  Health.Clients clientele(long now) {
    var oldest = since.peekFirst();
    return new Health.Clients(
        since.size(),
        profile.slots(),
        peak,
        rejected,
        idleTimeouts,
        headerTimeouts,
        dropped,
        stalls,
        stallMs,
        oldest == null ? 0L : now - oldest);
  }

  /// The slowest request counts for one heartbeat.
  Health.Http http() {
    var requests = ok + clientErrors + serverErrors;
    var snapshot = new Health.Http(requests, ok, clientErrors, serverErrors, 0L, worst);
    worst = 0;
    return snapshot;
  }

  private boolean start(long now) {
    deaf = false;
    starts++;
    if (door.open()) {
      gen++;
      backoff = 1_000;
      lastAccept = now;
      state = ListenerState.LISTENING;
      return true;
    }
    fails++;
    state = ListenerState.BACKOFF;
    openAt = now + backoff;
    backoff = Math.min(backoff * 2, LONGEST_BACKOFF_MS);
    return false;
  }
}
