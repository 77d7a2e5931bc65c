package io.cyanwatch.timeline;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param retention how long records stay
@ConfigurationProperties("cyanwatch.timeline")
record TimelineProperties(@DefaultValue("30d") Duration retention) {

  TimelineProperties {
    if (retention.toDays() < 1) {
      throw new IllegalArgumentException(
          "cyanwatch.timeline.retention must be at least one day, was " + retention);
    }
  }
}
