package io.cyanwatch.detection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cyanwatch.detection.DeviceState.Trace;
import io.cyanwatch.timeline.Observation.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Whether two devices speak under one name. The broker lets only one of them be connected, and so
/// each that comes back does so on a new connection.
///
/// @param speaker who spoke last
/// @param before who spoke before
/// @param stranger whose word seems to be from before the speaker began; what it says next shows
/// whether it was kept or its clock is slow
/// @param turns when a boot came back after another had begun, oldest first
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Twins(
    @Nullable Voice speaker, @Nullable Voice before, @Nullable Voice stranger, List<Trace> turns) {
  static final Twins NONE = new Twins(null, null, null, List.of());

  /// A conflict is proof by itself: it counts for as many turns.
  static final int PROOF = 3;

  private static final int KEPT = 6;
  private static final Duration GRAIN = Duration.ofSeconds(2);

  Twins {
    turns = List.copyOf(DeviceState.or(turns, List.of()));
  }

  /// @param began when it first spoke, by our clock as nearly as is known
  /// @param conn its newest connection when it was met or last took its turn
  /// @param anchor when the boot itself began, by our clock; null without a clock, when receipts
  /// have dated its records already
  record Voice(String boot, Instant began, long conn, @Nullable Anchor anchor) {

    private Voice anchored(@Nullable Anchor now) {
      return Objects.equals(anchor, now) ? this : new Voice(boot, began, conn, now);
    }

    private boolean is(@Nullable Voice other) {
      return other != null && boot.equals(other.boot);
    }
  }

  /// A boot that ended cannot connect again. What it said while it lived may come late: it counts
  /// only if it was made after the other began.
  Twins spoke(Stamp told) {
    var known = known(told.boot());
    var anchor = anchor(known, told);
    var at = anchor == null ? dated(known, told) : made(anchor, told);
    var begins = new Voice(told.boot(), at, told.conn(), anchor);
    if (speaker == null) {
      return new Twins(begins, null, null, turns);
    }
    if (known == null) {
      return at.isBefore(speaker.began)
          ? heard(begins)
          : new Twins(begins, speaker, stranger, turns);
    }
    if (known.is(speaker) || told.conn() <= known.conn || at.plus(GRAIN).isBefore(speaker.began)) {
      return heard(known.anchored(anchor));
    }
    var trace = new Trace(at, told.boot(), told.seq());
    return new Twins(begins, speaker, known.is(stranger) ? null : stranger, and(trace, 1));
  }

  /// Knows this of one of them, or of a stranger.
  private Twins heard(Voice voice) {
    if (voice.is(speaker)) {
      return voice.equals(speaker) ? this : new Twins(voice, before, stranger, turns);
    }
    return voice.is(before)
        ? new Twins(speaker, voice, stranger, turns)
        : new Twins(speaker, before, voice, turns);
  }

  /// Whether this boot is the one that spoke last.
  boolean speaks(String boot) {
    return speaker != null && speaker.boot.equals(boot);
  }

  private @Nullable Voice known(String boot) {
    return Stream.of(speaker, before, stranger)
        .filter(voice -> voice != null && voice.boot.equals(boot))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Anchor anchor(@Nullable Voice known, Stamp told) {
    if (told.clock() == null) {
      return known == null ? null : known.anchor;
    }
    return known == null || known.anchor == null ? Anchor.of(told) : known.anchor.and(told);
  }

  /// Receipts of a boot that was heard while it lived date it well enough.
  private Instant dated(@Nullable Voice known, Stamp told) {
    return known != null && known.is(before) ? told.at() : told.at().minus(told.error());
  }

  /// By receipts where they tell; else as it says, but at the latest when it could have come.
  private static Instant made(Anchor anchor, Stamp told) {
    var surely = told.at().minus(told.error());
    var latest = anchor.began().plus(told.up());
    return anchor.sure() || surely.isAfter(latest) ? latest : surely;
  }

  /// The same place in a boot was used for two different records.
  Twins conflicted(Trace trace) {
    return new Twins(speaker, before, stranger, and(trace, PROOF));
  }

  private List<Trace> and(Trace trace, int times) {
    var all = new ArrayList<>(turns);
    for (var i = 0; i < times; i++) {
      all.add(trace);
    }
    return all.subList(Math.max(0, all.size() - KEPT), all.size());
  }
}
