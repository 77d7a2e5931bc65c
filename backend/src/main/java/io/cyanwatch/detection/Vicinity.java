package io.cyanwatch.detection;

import io.cyanwatch.detection.Surroundings.Outage;
import io.cyanwatch.fleet.DeviceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What is known around a device. It asks the database only for devices whose verdict depends on
/// it.
@Component
class Vicinity {
  static final Duration LATELY = Duration.ofHours(2);
  private static final int SITES = 20_000;

  private final Outages outages;
  private final Map<String, Visits> visits = new ConcurrentHashMap<>();

  Vicinity(Outages outages) {
    this.outages = outages;
  }

  /// The two devices of a site that were visited last.
  private record Visits(Visit newest, @Nullable Visit other) {

    Visits and(Visit visit) {
      if (visit.device == newest.device) {
        return visit.at.isAfter(newest.at) ? new Visits(visit, other) : this;
      }
      return visit.at.isAfter(newest.at) ? new Visits(visit, newest) : this;
    }

    @Nullable Instant ofOthers(long device) {
      if (newest.device != device) {
        return newest.at;
      }
      return other == null ? null : other.at;
    }
  }

  private record Visit(long device, Instant at) {}

  /// A client came. Kept in memory only: not to know of it makes us doubt less.
  void visited(DeviceRef device, Instant at) {
    if (!device.site().isEmpty() && visits.size() < SITES) {
      var visit = new Visit(device.nr(), at);
      visits.merge(device.site(), new Visits(visit, null), (known, _) -> known.and(visit));
    }
  }

  /// For the devices of one transaction: neighbours share their outages.
  Look look(Instant now) {
    return new Look(now);
  }

  final class Look {
    private final Instant now;
    private final Map<String, List<Outage>> known = new HashMap<>();

    private Look(Instant now) {
      this.now = now;
    }

    Surroundings around(DeviceRef device, DeviceState state) {
      var peers = state.rhythm().quiet() == null ? null : peers(device);
      return needsOutages(state)
          ? new Surroundings(outagesOf(device, state), peers)
          : new Surroundings(List.of(), peers);
    }

    private @Nullable Instant peers(DeviceRef device) {
      var seen = visits.get(device.site());
      return seen == null ? null : seen.ofOthers(device.nr());
    }

    private boolean needsOutages(DeviceState state) {
      return state.boots().size() > 1
          || !state.unrest().breaks().isEmpty()
          || state.holds(RebootLoopRule.KIND);
    }

    private List<Outage> outagesOf(DeviceRef device, DeviceState state) {
      var accessPoint = state.network().accessPoint();
      return known.computeIfAbsent(
          accessPoint + "/" + device.site(),
          _ -> outages.near(accessPoint, device.site(), now.minus(LATELY), now));
    }
  }
}
