package io.cyanwatch.simulator.play;

import io.cyanwatch.simulator.device.AccessPoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Uplinks that were lost, and times at which the broker itself was away. An access point with
/// fewer than three devices has no outage of its own: its devices are offline. Several access
/// points of a site that go within two minutes are an outage of the site.
final class Outages {
  private static final int FEWEST = 3;
  private static final long TOGETHER_MS = 120_000;
  private static final long LEAST_MS = 75_000;

  private final Map<String, Cut> open = new LinkedHashMap<>();
  private final List<Cut> over = new ArrayList<>();
  private @Nullable Long awaySince;

  private record Cut(AccessPoint ap, long from, @Nullable Long to) {}

  /// @param devices behind it
  void cut(AccessPoint ap, long devices, long now) {
    if (devices >= FEWEST) {
      open.put(ap.bssid(), new Cut(ap, now, null));
    }
  }

  void restored(AccessPoint ap, long now) {
    var cut = open.remove(ap.bssid());
    if (cut != null) {
      over.add(new Cut(ap, cut.from(), now));
    }
  }

  void brokerGone(long now) {
    awaySince = now;
  }

  void brokerBack(Chronicle chronicle, long now) {
    var since = awaySince;
    if (since != null) {
      chronicle.write("backend", "backend", "backend_unwatched", since, now, "restart");
      awaySince = null;
    }
  }

  boolean covers(AccessPoint ap) {
    return awaySince != null || open.containsKey(ap.bssid());
  }

  void tell(Chronicle chronicle, long now) {
    var left = new ArrayList<>(over);
    left.addAll(open.values());
    while (!left.isEmpty()) {
      var first = left.removeFirst();
      var group = new ArrayList<>(List.of(first));
      left.removeIf(it -> together(first, it) && group.add(it));
      tell(chronicle, group, now);
    }
  }

  private static void tell(Chronicle chronicle, List<Cut> group, long now) {
    var from = group.stream().mapToLong(Cut::from).min().orElseThrow();
    var last = group.stream().mapToLong(it -> it.to() == null ? now : it.to()).max().orElseThrow();
    if (last - from <= LEAST_MS) {
      return;
    }
    var to = group.stream().anyMatch(it -> it.to() == null) ? null : Long.valueOf(last);
    var ap = group.getFirst().ap();
    if (group.size() > 1) {
      chronicle.write(ap.site(), "site", "site_outage", from, to, "site_uplink");
    } else {
      chronicle.write(ap.bssid(), "access_point", "uplink_lost", from, to, "ap_uplink");
    }
  }

  private static boolean together(Cut a, Cut b) {
    return a.ap().site().equals(b.ap().site())
        && !a.ap().equals(b.ap())
        && Math.abs(a.from() - b.from()) <= TOGETHER_MS;
  }
}
