package io.cyanwatch.detection;

import io.cyanwatch.detection.Surroundings.Outage;
import io.cyanwatch.fleet.DeviceRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was around a device, as it was recorded at the time.
///
/// @param outages by `type/subject`
record Hindsight(Map<String, List<Recorded>> outages, Absences absences) {

  /// @param found when we knew of it
  /// @param end when it was over; null while it lasts
  record Recorded(Outage outage, Instant found, @Nullable Instant end) {
    private boolean isKnown(Instant at) {
      return !found.isAfter(at) && (end == null || !end.isBefore(at.minus(Vicinity.LATELY)));
    }
  }

  /// What was known of it at this moment.
  Surroundings of(DeviceRef device, DeviceState state, Instant at) {
    var known =
        all(device, state.network().accessPoint()).stream()
            .filter(recorded -> recorded.isKnown(at))
            .map(Recorded::outage)
            .toList();
    return new Surroundings(known, null);
  }

  /// What is known of it by now.
  Surroundings of(DeviceRef device, @Nullable String accessPoint) {
    return new Surroundings(all(device, accessPoint).stream().map(Recorded::outage).toList(), null);
  }

  /// What is known of a site by now.
  Surroundings ofSite(String site) {
    return new Surroundings(
        outages.getOrDefault("site/" + site, List.of()).stream().map(Recorded::outage).toList(),
        null);
  }

  private List<Recorded> all(DeviceRef device, @Nullable String accessPoint) {
    var all = new ArrayList<>(absences.asOutages());
    all.addAll(outages.getOrDefault("access_point/" + accessPoint, List.of()));
    if (!device.site().isEmpty()) {
      all.addAll(outages.getOrDefault("site/" + device.site(), List.of()));
    }
    return all;
  }
}
