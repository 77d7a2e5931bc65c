package io.cyanwatch.dashboard;

import io.cyanwatch.access.Page;
import io.cyanwatch.access.Problem;
import io.cyanwatch.dashboard.DeviceReads.Filter;
import io.cyanwatch.timeline.Timelines;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The registry joined with what devices do now.
@RestController
@RequestMapping("/api/v1")
class FleetApi {
  private static final Set<String> STATES = Set.of("online", "offline", "unknown");

  private final FleetReads fleet;
  private final DeviceReads devices;
  private final Timelines timelines;
  private final Clock clock;

  FleetApi(FleetReads fleet, DeviceReads devices, Timelines timelines, Clock clock) {
    this.fleet = fleet;
    this.devices = devices;
    this.timelines = timelines;
    this.clock = clock;
  }

  @GetMapping("/devices")
  Page<DeviceView> devices(
      @RequestParam @Nullable String state,
      @RequestParam @Nullable String site,
      @RequestParam @Nullable String tag,
      @RequestParam @Nullable String firmware,
      @RequestParam @Nullable String bssid,
      @RequestParam @Nullable String q,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(defaultValue = "") String after) {
    if (state != null && !STATES.contains(state)) {
      throw Problem.badField("state", "A state is one of online, offline, unknown.");
    }
    if (limit < 1 || limit > Page.MAX) {
      throw Problem.badField("limit", "A page holds 1 to " + Page.MAX + " devices.");
    }
    return devices.list(new Filter(state, site, tag, firmware, bssid, q), limit, after);
  }

  @GetMapping("/devices/{id}")
  DeviceView device(@PathVariable String id) {
    var device = devices.find(id).orElseThrow(() -> Problem.notFound("device", id));
    return devices
        .nr(id)
        .flatMap(timelines::newestHealth)
        .map(health -> device.with(health.body()))
        .orElse(device);
  }

  @GetMapping("/fleet/summary")
  FleetSummary summary() {
    return fleet.summary(clock.instant());
  }
}
