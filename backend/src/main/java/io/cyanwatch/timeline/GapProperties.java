package io.cyanwatch.timeline;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param reorderWindow a missing number may come for so long before it counts as a gap
@ConfigurationProperties("cyanwatch.timeline.gaps")
record GapProperties(@DefaultValue("30s") Duration reorderWindow) {

  GapProperties {
    if (reorderWindow.isNegative()) {
      throw new IllegalArgumentException(
          "cyanwatch.timeline.gaps.reorder-window must not be negative, was " + reorderWindow);
    }
  }
}
