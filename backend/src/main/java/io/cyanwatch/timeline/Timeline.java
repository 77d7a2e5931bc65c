package io.cyanwatch.timeline;

import io.cyanwatch.fleet.DeviceRef;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Where records go: append-only, exactly once by (device, boot, seq).
public interface Timeline {

  /// Stores what is new, in the caller's transaction. Locks the devices until it ends.
  ///
  /// @return what was not stored before, dated, ordered by device, boot and sequence
  Appended append(Collection<Observation> observations);

  /// Keeps everybody else from writing of these devices until the caller's transaction ends.
  ///
  /// @return when each was last heard; the epoch for never
  Map<Long, Instant> hold(Collection<Long> devices);

  /// The same for those of whom nobody is writing right now; the others are missing.
  Map<Long, Instant> holdFree(Collection<Long> devices);

  /// When each was last heard, as far as is known. Takes no lock: by now it may be later still.
  Map<Long, Instant> seen(Collection<Long> devices);

  /// Keeps what a probe from outside saw, so that history explains what was found by it.
  void knocked(DeviceRef device, String outcome, Instant at);

  /// What an append found.
  ///
  /// @param fresh what is newer than all that was stored of its boot
  /// @param late what is new to us, but older than something stored of its boot
  /// @param conflicts numbers under which two different records came; each is told once
  /// @param durable how far the boots of this batch are complete, for devices that want to know;
  /// true once the transaction is committed
  /// @param seenBefore when each device was heard before; the epoch for never
  record Appended(
      List<Observation> fresh,
      List<Observation> late,
      int duplicates,
      List<Conflict> conflicts,
      List<Durable> durable,
      Map<Long, Instant> seenBefore) {

    public Appended {
      fresh = List.copyOf(fresh);
      late = List.copyOf(late);
      conflicts = List.copyOf(conflicts);
      durable = List.copyOf(durable);
      seenBefore = Map.copyOf(seenBefore);
    }
  }

  /// Another record under a number that is stored already: a cloned id, or a broken random source.
  ///
  /// @param at when it came
  record Conflict(DeviceRef device, String boot, long seq, long conn, Duration up, Instant at) {

    static Conflict of(Observation.Stamp stamp) {
      var at = stamp.receivedAt().truncatedTo(ChronoUnit.MILLIS);
      return new Conflict(stamp.device(), stamp.boot(), stamp.seq(), stamp.conn(), stamp.up(), at);
    }
  }

  /// Every record of the boot from 0 up to `seq` is stored, or lost for good.
  record Durable(DeviceRef device, String boot, long seq) {}
}
