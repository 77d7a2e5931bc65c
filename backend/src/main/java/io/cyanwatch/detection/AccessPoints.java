package io.cyanwatch.detection;

import io.cyanwatch.detection.Judgement.Opinion;
import io.cyanwatch.detection.UplinkRule.Member;
import io.cyanwatch.fleet.DeviceRef;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Looks at everybody behind an access point, when one of them comes or goes.
@Component
class AccessPoints {
  private final DeviceStates states;
  private final Rules rules;

  AccessPoints(DeviceStates states, Rules rules) {
    this.states = states;
    this.rules = rules;
  }

  /// Judges the access points of these devices, once each. Their new states are saved already.
  List<Opinion> judge(Collection<DeviceRef> devices, Instant now) {
    var sites = new TreeMap<String, String>();
    for (var device : devices) {
      var accessPoint = states.find(device.nr()).map(DeviceState::accessPoint).orElse("");
      if (!accessPoint.isEmpty()) {
        sites.put(accessPoint, device.site());
      }
    }
    // One transaction at a time looks at an access point, and so the last to look sees all.
    states.lockAccessPoints(sites.keySet());
    return sites.entrySet().stream().map(e -> judge(e.getKey(), e.getValue())).toList();
  }

  private Opinion judge(String accessPoint, String site) {
    var behind = states.behind(accessPoint);
    var members =
        behind.entrySet().stream().map(e -> new Member(e.getKey(), lostAt(e.getValue()))).toList();
    return new Opinion(
        Subject.accessPoint(accessPoint, site),
        UplinkRule.KIND,
        rules.uplink().judge(name(accessPoint, behind), members));
  }

  /// When it went although its WiFi was up, or lost the cloud.
  private static @Nullable Instant lostAt(DeviceState state) {
    var lost = state.lost();
    if (lost != null) {
      var unexplained = !lost.cause().equals("bye") && !Boolean.FALSE.equals(state.wifiReady());
      return unexplained ? lost.since() : null;
    }
    return state.cloudLost();
  }

  /// With the network's name where all agree on one: people know it, nobody knows a BSSID.
  private static String name(String accessPoint, Map<String, DeviceState> behind) {
    var names =
        behind.values().stream()
            .map(DeviceState::ssid)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    return names.size() == 1 ? names.getFirst() + " (" + accessPoint + ")" : accessPoint;
  }
}
