package io.cyanwatch.timeline;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Where records go: append-only, exactly once by (device, boot, seq).
public interface Timeline {

  /// Stores what is new, in the caller's transaction. Locks the devices until it ends.
  ///
  /// @return what was not stored before, dated, ordered by device, boot and sequence
  Appended append(Collection<Observation> observations);

  /// When each device was last heard; those never heard are missing.
  Map<Long, Instant> seenAt(Collection<Long> devices);

  /// What an append found.
  ///
  /// @param fresh what is newer than all that was stored of its boot
  /// @param late what is new to us, but older than something stored of its boot
  record Appended(List<Observation> fresh, List<Observation> late, int duplicates) {}
}
