package io.cyanwatch.detection;

import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.timeline.Timeline;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the timeline proves.
public interface Detection {

  /// Folds what was just stored, judges whoever changed, and publishes a [Judgement], all in the
  /// caller's transaction.
  void examine(Timeline.Appended appended, Instant now);

  /// Takes in what a probe from outside saw: `open refused timeout silent error`.
  void probed(DeviceRef device, String outcome, Instant at);

  /// How a device stands now; empty when it was never heard.
  Optional<Standing> standing(long device);

  /// @param presence `online`, `offline` or `unknown`
  /// @param listener `listening`, `suspect`, `dead` or `unknown`
  record Standing(
      String presence,
      @Nullable String boot,
      @Nullable Long generation,
      String listener,
      @Nullable String accessPoint) {

    public boolean online() {
      return presence.equals("online");
    }
  }
}
