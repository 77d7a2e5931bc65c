package io.cyanwatch.detection;

import io.cyanwatch.detection.Surroundings.Outage;
import io.cyanwatch.fleet.DeviceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was around a device, as it was recorded at the time.
///
/// @param outages by `type/subject`
record Hindsight(Map<String, List<Outage>> outages, Absences absences) {

  Surroundings of(DeviceRef device, DeviceState state) {
    return new Surroundings(of(device, state.network().accessPoint()), null);
  }

  List<Outage> of(DeviceRef device, @Nullable String accessPoint) {
    var all = new ArrayList<>(absences.asOutages());
    all.addAll(outages.getOrDefault("access_point/" + accessPoint, List.of()));
    if (!device.site().isEmpty()) {
      all.addAll(outages.getOrDefault("site/" + device.site(), List.of()));
    }
    return all;
  }
}
