package io.cyanwatch.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What is stored of one device: the row that its writer locks.
///
/// @param seenAt when we last received anything new; epoch when never
/// @param lastNr the number of the newest boot that we met; 0 for none
/// @param boots the newest ones, by number
record Cursor(long device, Instant seenAt, int lastNr, List<Boot> boots) {
  /// So many boots stay in the row; older ones move to `timeline.boot`.
  static final int KEPT = 4;

  Cursor {
    boots = List.copyOf(boots);
  }

  Optional<Boot> boot(String boot) {
    for (var known : boots) {
      if (known.boot().equals(boot)) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  Optional<Boot> boot(int nr) {
    return boots.stream().filter(known -> known.nr() == nr).findFirst();
  }

  /// Whether boots were met that are not in this row.
  boolean hasRetired() {
    return lastNr > boots.size();
  }

  /// Whether the device wants to be told what is durable: its newest boot decides.
  boolean wantsAck() {
    return boots.stream().anyMatch(Boot::wantsAck)
        && boots.stream()
            .max(
                Comparator.comparingLong((Boot b) -> BootCounter.of(b.boot()))
                    .thenComparingInt(Boot::nr))
            .orElseThrow()
            .wantsAck();
  }

  Cursor seen(Instant at) {
    return at.isAfter(seenAt) ? new Cursor(device, at, lastNr, boots) : this;
  }

  /// With this boot put in its place, by number.
  Cursor with(Boot boot) {
    var all = new ArrayList<Boot>(boots.size() + 1);
    for (var known : boots) {
      if (known.nr() < boot.nr()) {
        all.add(known);
      }
    }
    all.add(boot);
    for (var known : boots) {
      if (known.nr() > boot.nr()) {
        all.add(known);
      }
    }
    return new Cursor(device, seenAt, Math.max(lastNr, boot.nr()), all);
  }

  /// Those that are too old for the row.
  List<Boot> old() {
    return boots.subList(0, Math.max(0, boots.size() - KEPT));
  }

  Cursor withoutOld() {
    return boots.size() <= KEPT
        ? this
        : new Cursor(device, seenAt, lastNr, boots.subList(old().size(), boots.size()));
  }

  /// One boot: which records of it are stored, and how its uptime maps to our clock.
  ///
  /// @param opened the least number met on connection `conn`; -1 while none was
  /// @param lost what the device dropped for good
  /// @param severed the newest connection whose will is stored; -1 for none
  /// @param wantsAck what its birth asked for
  record Boot(
      int nr,
      String boot,
      long conn,
      long opened,
      SeqSet seqs,
      SeqSet lost,
      Digests digests,
      Dating dating,
      long severed,
      boolean wantsAck) {

    static Boot met(int nr, String boot) {
      return new Boot(
          nr, boot, 0, -1, SeqSet.EMPTY, SeqSet.EMPTY, Digests.NONE, Dating.NONE, -1, false);
    }

    /// Whether nothing of it is stored yet.
    boolean isNew() {
      return seqs.isEmpty() && severed < 0;
    }

    /// Whether this observation is stored already.
    boolean has(Observation observation) {
      var stamp = observation.stamp();
      return observation instanceof Observation.Severed
          ? stamp.conn() <= severed
          : seqs.contains(stamp.seq());
    }

    /// Whether something newer of this boot is stored.
    boolean isPast(Observation observation) {
      var stamp = observation.stamp();
      return observation instanceof Observation.Severed
          ? stamp.conn() < conn
          : stamp.seq() < seqs.max();
    }

    /// The number up to which everything is stored, or lost for good; -1 when 0 is missing.
    long durable() {
      return lost.isEmpty() ? seqs.complete() : seqs.with(lost).complete();
    }

    /// What of these numbers is neither stored nor known to be lost.
    SeqSet missing(long from, long to) {
      return seqs.with(lost).missing(from, to);
    }

    /// Takes note of a will, which has no sequence number and no uptime.
    Boot severed(long conn) {
      var at = Math.max(severed, conn);
      var first = at > this.conn ? -1 : opened;
      return new Boot(
          nr, boot, Math.max(this.conn, at), first, seqs, lost, digests, dating, at, wantsAck);
    }

    /// Takes note of a record.
    Boot with(Observation.Stamp stamp) {
      return new Boot(
          nr,
          boot,
          Math.max(conn, stamp.conn()),
          opened(stamp),
          seqs.with(stamp.seq()),
          dropped(stamp),
          digests.with(stamp.seq(), stamp.digest(), seqs.max()),
          dating.with(stamp, stamp.seq() > seqs.max()),
          severed,
          wantsAck);
    }

    private long opened(Observation.Stamp stamp) {
      if (stamp.conn() < conn) {
        return opened;
      }
      var first = stamp.conn() > conn || opened < 0;
      return first ? stamp.seq() : Math.min(opened, stamp.seq());
    }

    /// Whether the stored record of this number is known to have said something else: it was made
    /// before the connection was opened on which this one claims to be made, or its digest differs.
    boolean contradicts(Observation.Stamp stamp) {
      var tooOld =
          opened >= 0 && (stamp.conn() > conn || (stamp.conn() == conn && stamp.seq() < opened));
      return tooOld || digests.contradict(stamp.seq(), stamp.digest(), seqs.max());
    }

    private SeqSet dropped(Observation.Stamp stamp) {
      var all = lost;
      for (var range : stamp.lost()) {
        all = all.with(range.from(), range.to());
      }
      return all;
    }

    Boot wantsAck(boolean wanted) {
      return new Boot(nr, boot, conn, opened, seqs, lost, digests, dating, severed, wanted);
    }

    /// Nothing more is told of this number, nor of the numbers before this connection.
    Boot told(long seq) {
      return new Boot(
          nr, boot, conn, -1, seqs, lost, digests.forget(seq), dating, severed, wantsAck);
    }
  }
}
