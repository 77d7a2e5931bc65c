package io.cyanwatch.detection;

import io.cyanwatch.detection.Backtest.Ask;
import io.cyanwatch.detection.Judgement.Opinion;
import io.cyanwatch.fleet.DeviceRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one rule finds of one device in its replay, as incidents.
final class Findings implements Replay.Sink {
  /// Kinds that an outage may explain: people are told of them after a while, or never.
  private static final Set<String> WAIT = Set.of("offline", "cloud_only", "flapping");

  /// So many of one device are kept; a rule that finds more is not worth reading.
  private static final int MOST = 10_000;

  private final Ask ask;
  private final PastIncidents.Manners manners;
  private final DeviceRef device;
  private final Hindsight around;
  private final @Nullable GroupReplay groups;
  private final List<Foretold> found = new ArrayList<>();
  private @Nullable Foretold open;

  Findings(
      Ask ask,
      PastIncidents.Manners manners,
      DeviceRef device,
      Hindsight around,
      @Nullable GroupReplay groups) {
    this.ask = ask;
    this.manners = manners;
    this.device = device;
    this.around = around;
    this.groups = groups;
  }

  @Override
  public void found(Instant at, Opinion opinion) {
    if (groups != null || !opinion.kind().equals(ask.kind())) {
      return;
    }
    switch (opinion.verdict()) {
      case Verdict.Fault fault -> fault(at, fault, opinion.subject().accessPoint());
      case Verdict.Clear _ -> {
        if (open != null && open.to() == null) {
          open = open.until(at);
        }
      }
      case Verdict.Unsure _, Verdict.Hindsight _ -> {}
    }
  }

  private void fault(Instant at, Verdict.Fault fault, @Nullable String accessPoint) {
    if (open != null && (open.to() == null || open.continuesAt(at, manners.again()))) {
      open = open.until(null);
      return;
    }
    close();
    var explained =
        WAIT.contains(ask.kind()) && around.of(device, accessPoint).explained(fault.since());
    var told = fault.severity() != Verdict.Severity.INFO && !explained;
    open = new Foretold(device.id(), device.site(), at, null, fault.summary(), told);
  }

  private void close() {
    if (open != null && found.size() < MOST && !open.from().isBefore(ask.from())) {
      found.add(heldBack(open) ? open.untold() : open);
    }
    open = null;
  }

  private boolean heldBack(Foretold one) {
    var to = one.to();
    return WAIT.contains(ask.kind()) && to != null && to.isBefore(one.from().plus(manners.hold()));
  }

  @Override
  public void moved(Instant at, DeviceState before, DeviceState after) {
    if (groups != null) {
      groups.moved(at, device, before, after);
    }
  }

  List<Foretold> all() {
    close();
    return found;
  }
}
