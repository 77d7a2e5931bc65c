package io.cyanwatch.detection;

import java.time.Instant;

/// A pure function of a device's state: it knows no clock, no store and no log.
sealed interface Rule permits OfflineRule, RebootLoopRule, DeadListenerRule, SuspectListenerRule {

  /// The kind of the incidents that it opens.
  String kind();

  Verdict judge(DeviceState state, Instant now);
}
