package io.cyanwatch.detection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cyanwatch.detection.DeviceState.Trace;
import io.cyanwatch.timeline.Observation.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Whether two devices speak under one name. The broker lets only one of them be connected, and so
/// each that comes back does so on a new connection.
///
/// @param speaker who spoke last
/// @param others who spoke before it or seems to have, those that began last; what they say next
/// shows whether they live, and only their clocks are slow
/// @param turns when a boot came back after another had begun, oldest first
/// @param live of a speaker that counts less far than the one before it: whether it says now what
/// it says, or was kept
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Twins(
    @Nullable Voice speaker, List<Voice> others, List<Trace> turns, @Nullable Anchor live) {
  static final Twins NONE = new Twins(null, List.of(), List.of(), null);

  /// A conflict is proof by itself: it counts for as many turns.
  static final int PROOF = 3;

  private static final int OTHERS = 3;
  static final int KEPT = 6;
  private static final Duration GRAIN = Duration.ofSeconds(2);
  private static final Comparator<Voice> BY_AGE =
      Comparator.comparing(Voice::began).thenComparing(Voice::boot);

  Twins {
    others = List.copyOf(Absent.or(others, List.of()));
    turns = List.copyOf(Absent.or(turns, List.of()));
  }

  /// @param began when it first spoke, by our clock as nearly as is known
  /// @param conn its connection when it was met or last took its turn
  /// @param anchor when the boot itself began, by our clock; null without a clock, when receipts
  /// have dated its records already
  record Voice(String boot, Instant began, long conn, @Nullable Anchor anchor) {

    private Voice anchored(@Nullable Anchor now) {
      return Objects.equals(anchor, now) ? this : new Voice(boot, began, conn, now);
    }

    /// Records overtake each other: what it said first may come last.
    private Voice since(Instant at, long on) {
      return at.isBefore(began) || on < conn
          ? new Voice(boot, at.isBefore(began) ? at : began, Math.min(conn, on), anchor)
          : this;
    }
  }

  /// A boot that ended cannot connect again. What it said while it lived may come late: it counts
  /// only if it was made after the other began.
  Twins spoke(Stamp told) {
    var known = known(told.boot());
    var anchor = anchor(known, told);
    var at = made(anchor, told);
    // What is said before its first connection belongs to it.
    var conn = Math.max(1, told.conn());
    var begins = new Voice(told.boot(), at, conn, anchor);
    if (speaker == null) {
      return new Twins(begins, others, turns, null);
    }
    if (known == null) {
      // Whoever counts further began later, whatever its clock says.
      return at.isBefore(speaker.began) && !BootMarks.older(speaker.boot, told.boot())
          ? new Twins(speaker, with(begins), turns, live)
          : new Twins(begins, with(speaker), turns, behind(told) ? Anchor.of(told) : null);
    }
    if (speaks(told.boot())) {
      var same = known.anchored(anchor).since(at, conn);
      var alive = live == null || live.sure() ? live : live.and(told);
      return same.equals(speaker) && Objects.equals(alive, live)
          ? this
          : new Twins(same, others, turns, alive);
    }
    if (at.plus(GRAIN).isBefore(speaker.began)) {
      return new Twins(speaker, with(known.anchored(anchor).since(at, conn)), turns, live);
    }
    return conn <= known.conn
        ? new Twins(speaker, with(known.anchored(anchor)), turns, live)
        : new Twins(
            begins, with(speaker, known), and(new Trace(at, told.boot(), told.seq()), 1), null);
  }

  private boolean behind(Stamp told) {
    return speaker != null && BootMarks.older(told.boot(), speaker.boot);
  }

  /// Whether a boot ended before the one at hand began.
  boolean isPast(String other, @Nullable String atHand) {
    return BootMarks.older(other, atHand) && !replaces(other);
  }

  /// Whether a boot that counts less far is the one that lives: another board under this name, or
  /// one whose counter was erased. What was kept comes at once; this one speaks as time passes, and
  /// the one before it never came back.
  private boolean replaces(String boot) {
    return speaks(boot) && turns.isEmpty() && live != null && live.sure();
  }

  private List<Voice> with(Voice voice) {
    return with(voice, voice);
  }

  /// @param without who became the speaker, or is taken the place of
  private List<Voice> with(Voice voice, Voice without) {
    var all = new ArrayList<Voice>(others);
    all.removeIf(it -> it.boot.equals(without.boot));
    all.add(voice);
    all.sort(BY_AGE);
    return all.subList(Math.max(0, all.size() - OTHERS), all.size());
  }

  /// An equal anchor: the speaker's own, where it has learned the same. One is kept, not two.
  Anchor sharing(Anchor anchor) {
    var learned = speaker == null ? null : speaker.anchor;
    return learned != null && anchor.equals(learned) ? learned : anchor;
  }

  /// Whether this boot is the one that spoke last.
  boolean speaks(@Nullable String boot) {
    return speaker != null && speaker.boot.equals(boot);
  }

  private @Nullable Voice known(String boot) {
    if (speaks(boot)) {
      return speaker;
    }
    for (var other : others) {
      if (other.boot.equals(boot)) {
        return other;
      }
    }
    return null;
  }

  private static @Nullable Anchor anchor(@Nullable Voice known, Stamp told) {
    if (told.clock() == null) {
      return known == null ? null : known.anchor;
    }
    return known == null || known.anchor == null ? Anchor.of(told) : known.anchor.and(told);
  }

  /// By receipts where they tell; else as it says, but at the latest when it could have come.
  private static Instant made(@Nullable Anchor anchor, Stamp told) {
    var surely = told.at().minus(told.error());
    if (anchor == null) {
      return surely;
    }
    var latest = anchor.began().plus(told.up());
    return anchor.sure() || surely.isAfter(latest) ? latest : surely;
  }

  /// The same place in a boot was used for two different records.
  Twins conflicted(Trace trace) {
    return new Twins(speaker, others, and(trace, PROOF), live);
  }

  private List<Trace> and(Trace trace, int times) {
    var all = new ArrayList<>(turns);
    for (var i = 0; i < times; i++) {
      all.add(trace);
    }
    return all.subList(Math.max(0, all.size() - KEPT), all.size());
  }
}
