package io.cyanwatch.simulator.load;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Drives all connections on one thread: connects them, lets them send at the pace, and waits for
/// the last acknowledgements as long as some come every ten seconds.
final class Publisher {
  static final int BLOCK_BYTES = 256 * 1024;
  private static final int DIALS_AT_ONCE = 256;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long ROUND_NS = 5_000_000L;
  private static final long CONNECT_NS = 30 * SECOND_NS;
  private static final long DRAIN_NS = 10 * SECOND_NS;
  private static final long HURRIED_NS = 2 * SECOND_NS;

  private final Plan plan;
  private final List<Lane> lanes;
  private final Ledger ledger;
  private final Clock clock;
  private final LongConsumer ticks;
  private final Pace pace;
  private final byte[] block = new byte[BLOCK_BYTES];
  private final long bornNs = System.nanoTime();
  private volatile boolean stopped;
  private Phase phase = Phase.CONNECTING;
  private long startNs;
  private long drainNs;
  private long inFlight;
  private long roundNs = bornNs;
  private long tickNs = bornNs;
  private int turn;

  /// @param ticks hears about five times a second how long the sending has lasted, in ns
  Publisher(Plan plan, List<Lane> lanes, Ledger ledger, Clock clock, LongConsumer ticks) {
    this.plan = plan;
    this.lanes = List.copyOf(lanes);
    this.ledger = ledger;
    this.clock = clock;
    this.ticks = ticks;
    this.pace = new Pace(plan.rate());
  }

  private enum Phase {
    CONNECTING,
    SENDING,
    DRAINING,
    DONE
  }

  /// Until the plan is carried out or somebody stops it. Empty when no connection ever came about.
  Optional<Outcome> run() throws IOException {
    try (var selector = Selector.open()) {
      while (phase != Phase.DONE) {
        step(selector);
      }
      lanes.forEach(Lane::leave);
    }
    ledger.flush();
    return startNs == 0 ? Optional.empty() : Optional.of(ledger.outcome(startNs, pace.skipped()));
  }

  /// Ends the sending; what is in flight gets two more seconds. From any thread.
  void stop() {
    stopped = true;
  }

  private void step(Selector selector) throws IOException {
    var now = moment();
    if (now.ns() - roundNs >= 0) {
      roundNs = now.ns() + ROUND_NS;
      tend(selector, now);
      turnPhase(now.ns());
    }
    if (phase == Phase.SENDING) {
      send(now);
    }
    // Paced loads look up each millisecond; others are driven by acknowledgements.
    selector.select(key -> ((Lane) key.attachment()).ready(block, moment()), waitMs());
    tick(now.ns());
  }

  private long waitMs() {
    return pace.isFlatOut() && phase == Phase.SENDING ? 5 : 1;
  }

  private void tend(Selector selector, Moment now) {
    var dialling = 0;
    for (var lane : lanes) {
      dialling += lane.isConnecting() ? 1 : 0;
    }
    for (var lane : lanes) {
      var was = lane.isConnecting();
      lane.tend(selector, now.ns(), dialling < DIALS_AT_ONCE);
      dialling += !was && lane.isConnecting() ? 1 : 0;
      lane.fill(0, now);
      lane.flush(now.ns());
    }
  }

  private void turnPhase(long now) {
    switch (phase) {
      case CONNECTING -> {
        var late = now - bornNs > CONNECT_NS;
        if (stopped || (late && lanes.stream().noneMatch(Lane::isOpen))) {
          phase = Phase.DONE;
        } else if (late || lanes.stream().allMatch(Lane::isOpen)) {
          startNs = now;
          phase = Phase.SENDING;
        }
      }
      case SENDING -> {
        if (stopped || isDue(now)) {
          drainNs = now + (stopped ? HURRIED_NS : DRAIN_NS);
          inFlight = inFlight();
          phase = Phase.DRAINING;
        }
      }
      case DRAINING -> {
        var left = inFlight();
        if (stopped) {
          drainNs = Math.min(drainNs, now + HURRIED_NS);
        } else if (left < inFlight) {
          drainNs = now + DRAIN_NS; // A broker that is slow makes us wait, but not for nothing.
        }
        inFlight = left;
        if (now >= drainNs || left == 0) {
          phase = Phase.DONE;
        }
      }
      case DONE -> {
        // Nothing follows.
      }
    }
  }

  private long inFlight() {
    return lanes.stream().mapToLong(Lane::inFlight).sum();
  }

  private boolean isDue(long now) {
    return ledger.sentSoFar() >= plan.messages() || now - startNs >= plan.length().toNanos();
  }

  private void send(Moment now) {
    var left = plan.messages() - ledger.sentSoFar();
    var budget = (int) Math.min(pace.due(now.ns() - startNs), left);
    if (pace.isFlatOut()) {
      flood(budget, now);
    } else {
      pace.took(deal(budget, now));
    }
    for (var lane : lanes) {
      lane.flush(now.ns());
    }
  }

  /// Everybody as much as the window allows.
  private void flood(int budget, Moment now) {
    var left = budget;
    for (var lane : lanes) {
      left -= lane.fill(left, now);
    }
  }

  /// One message each in turn, so that the devices report evenly; how many found room.
  private int deal(int budget, Moment now) {
    var left = budget;
    for (var tried = 0; left > 0 && tried < lanes.size(); ) {
      var filled = lanes.get(turn).fill(1, now);
      turn = turn + 1 == lanes.size() ? 0 : turn + 1;
      tried = filled == 0 ? tried + 1 : 0;
      left -= filled;
    }
    return budget - left;
  }

  private void tick(long now) {
    if (now - tickNs >= SECOND_NS / 5) {
      tickNs = now;
      ledger.flush();
      ticks.accept(startNs == 0 ? 0 : now - startNs);
    }
  }

  private Moment moment() {
    var now = System.nanoTime();
    return new Moment(now, (now - bornNs) / 1_000_000 + 1, clock.millis());
  }
}
