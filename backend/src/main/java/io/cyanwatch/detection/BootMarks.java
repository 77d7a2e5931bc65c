package io.cyanwatch.detection;

import io.cyanwatch.detection.DeviceState.BootMark;
import io.cyanwatch.timeline.BootCounter;
import io.cyanwatch.timeline.Observation.Born;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The newest boots of a device, oldest first.
final class BootMarks {
  static final Duration SPAN = Duration.ofHours(2);

  private BootMarks() {}

  /// With the one that introduces itself, if it is new.
  static List<BootMark> with(List<BootMark> boots, Born born) {
    var stamp = born.stamp();
    if (boots.stream().anyMatch(known -> known.boot().equals(stamp.boot()))) {
      return boots;
    }
    var ending = Breadcrumbs.read(born);
    var all = new ArrayList<>(boots);
    all.add(
        new BootMark(
            stamp.boot(),
            stamp.at().minus(stamp.up()),
            stamp.seq(),
            born.reset(),
            born.resetData(),
            born.expected(),
            born.early(),
            ending.map(Breadcrumbs.Ending::signature).orElse(null),
            ending.map(Breadcrumbs.Ending::why).orElse(null),
            Crumb.of(born).orElse(null)));
    all.sort(Comparator.comparing(BootMark::at).thenComparing(BootMark::boot));
    var horizon = all.getLast().at().minus(SPAN);
    all.removeIf(known -> known.at().isBefore(horizon));
    return oneCrumb(all.subList(Math.max(0, all.size() - DeviceState.BOOTS), all.size()));
  }

  /// The newest breadcrumb is enough to look at, whatever the order in which they came.
  private static List<BootMark> oneCrumb(List<BootMark> boots) {
    var kept = new ArrayList<BootMark>(boots.size());
    var found = false;
    for (var boot : boots.reversed()) {
      kept.add(found ? boot.withoutCrumb() : boot);
      found |= boot.crumb() != null;
    }
    return List.copyOf(kept.reversed());
  }

  /// Boots with a counter in front are ordered by it; others by the order in which they came.
  static boolean older(String other, @Nullable String boot) {
    if (boot == null || boot.equals(other)) {
      return false;
    }
    var counter = BootCounter.of(other);
    return counter >= 0 && counter < BootCounter.of(boot);
  }
}
