package io.cyanwatch.detection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cyanwatch.timeline.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All that the rules know of one device, folded from its own records. A heartbeat that says
/// nothing new leaves it equal to what it was.
///
/// @param conn the newest connection of `boot`
/// @param anchor when `boot` began by our clock; null while no device clock told of it
/// @param heard when it was first heard; null for never
/// @param lost how and since when it is gone; null while it is here
/// @param severed a will that waits for its grace to end
/// @param absence the last time that it was gone without a goodbye
/// @param boots the newest boots, oldest first
/// @param implausible since when its wall clock is off by more than a day
/// @param holds the rules that hold or are about to, by kind
/// @param look when time alone may change what was found, by our clock; null for never
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record DeviceState(
    @Nullable String boot,
    long conn,
    @Nullable Anchor anchor,
    Duration interval,
    @Nullable Instant heard,
    @Nullable Lost lost,
    @Nullable Severance severed,
    @Nullable Absence absence,
    List<BootMark> boots,
    About about,
    Network network,
    Listener listener,
    Sockets sockets,
    Memory memory,
    Rhythm rhythm,
    Unrest unrest,
    Twins twins,
    @Nullable ClockOff implausible,
    SortedMap<String, Hold> holds,
    @Nullable Instant look) {

  /// So many boots are remembered.
  static final int BOOTS = 24;

  private static final SortedMap<String, Hold> NO_HOLDS = Collections.emptySortedMap();

  static final DeviceState NEW =
      new DeviceState(
          null,
          0,
          null,
          Duration.ofSeconds(30),
          null,
          null,
          null,
          null,
          List.of(),
          About.UNKNOWN,
          Network.UNKNOWN,
          Listener.UNKNOWN,
          Sockets.NONE,
          Memory.NONE,
          Rhythm.NONE,
          Unrest.NONE,
          Twins.NONE,
          null,
          NO_HOLDS,
          null);

  /// What is missing in JSON is at its beginning.
  DeviceState {
    interval = Absent.or(interval, Duration.ofSeconds(30));
    boots = List.copyOf(Absent.or(boots, List.of()));
    about = Absent.or(about, About.UNKNOWN);
    network = Absent.or(network, Network.UNKNOWN);
    listener = Absent.or(listener, Listener.UNKNOWN);
    sockets = Absent.or(sockets, Sockets.NONE);
    memory = Absent.or(memory, Memory.NONE);
    rhythm = Absent.or(rhythm, Rhythm.NONE);
    unrest = Absent.or(unrest, Unrest.NONE);
    twins = Absent.or(twins, Twins.NONE);
    var held = Absent.or(holds, NO_HOLDS);
    holds = held.isEmpty() ? NO_HOLDS : Collections.unmodifiableSortedMap(new TreeMap<>(held));
  }

  /// A record of the device: when it was made and which one it is.
  record Trace(Instant at, String boot, long seq) {

    static Trace of(Observation.Stamp stamp) {
      return new Trace(stamp.at(), stamp.boot(), stamp.seq());
    }

    String key() {
      return boot + "/" + seq;
    }
  }

  /// @param cause `will`, `silence` or `bye`
  record Lost(Instant since, String cause) {}

  record Severance(Instant at, long conn) {}

  /// It was gone and came back. What it kept meanwhile is older than `to`.
  ///
  /// @param downs WiFi down-edges counted before it went
  /// @param signature what the counters say of it now; null while they say nothing
  record Absence(
      Instant from,
      Instant to,
      @Nullable String boot,
      @Nullable Long downs,
      @Nullable Signature signature) {

    /// The one that began later; of the same the first.
    static @Nullable Absence newer(@Nullable Absence one, @Nullable Absence other) {
      return one == null || (other != null && other.from.isAfter(one.from)) ? other : one;
    }
  }

  /// @param at when the boot began
  /// @param seq of the record that introduced it
  /// @param signature what its breadcrumb shows of the end of the boot before
  /// @param crumb the breadcrumb itself; kept of the newest boot that has one
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record BootMark(
      String boot,
      Instant at,
      long seq,
      String reset,
      @Nullable Long data,
      boolean expected,
      int early,
      @Nullable Signature signature,
      @Nullable String why,
      @Nullable Crumb crumb) {

    BootMark withoutCrumb() {
      return crumb == null
          ? this
          : new BootMark(boot, at, seq, reset, data, expected, early, signature, why, null);
    }

    Trace trace() {
      return new Trace(at, boot, seq);
    }
  }

  record About(@Nullable String hardware, @Nullable String firmware, @Nullable String os) {
    static final About UNKNOWN = new About(null, null, null);
  }

  /// What is known of the listener, from inside and from outside.
  ///
  /// @param reported what the device says of it
  /// @param downSince since when it says that it is not listening
  /// @param downStill the newest record that says so; not followed any more after ten minutes
  /// @param start what was counted when this generation was first seen
  /// @param ups the WiFi up-edges counted last
  /// @param missed the first record that shows an up-edge or address without a new generation
  /// @param fails starts that failed in this boot
  /// @param error the platform's number for the last failure
  /// @param suspected set while it may be deaf
  /// @param dead set while it is proven deaf
  /// @param selfProbes null on devices that do not probe themselves
  /// @param outside the newest probes from outside, oldest first
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Listener(
      @Nullable String reported,
      @Nullable Trace downSince,
      @Nullable Trace downStill,
      @Nullable Long generation,
      @Nullable Start start,
      @Nullable Long ups,
      @Nullable String ip,
      @Nullable Missed missed,
      @Nullable Long fails,
      @Nullable Long error,
      @Nullable Mark suspected,
      @Nullable Mark dead,
      @Nullable SelfProbes selfProbes,
      List<ProbeMark> outside) {

    static final Listener UNKNOWN =
        new Listener(
            null, null, null, null, null, null, null, null, null, null, null, null, null,
            List.of());

    Listener {
      outside = List.copyOf(Absent.or(outside, List.of()));
    }
  }

  /// Where a generation of the listener began.
  record Start(@Nullable Long ups, @Nullable String ip) {}

  /// @param accepts counted at that record
  record Missed(Trace at, long accepts) {}

  /// What was counted when a doubt arose, to see whether it is dispelled.
  ///
  /// @param restarted whether the listener was started again since
  record Mark(Instant at, long generation, long accepts, String why, boolean restarted) {}

  /// Changes only when a self-probe fails, or first succeeds after failures.
  ///
  /// @param fails counted since boot
  /// @param goodAtFail good ones counted when the last failure was
  /// @param last the record that showed the last failure
  record SelfProbes(long fails, long goodAtFail, long failsInRow, @Nullable Trace last) {}

  /// A probe from outside.
  record ProbeMark(Instant at, String outcome) {}

  /// A rule that holds for this device, or is about to.
  ///
  /// @param since when it was first found
  /// @param open whether people know of it
  /// @param clearing since when it holds no more and waits for its close delay
  /// @param withheld until when others do not hear of it, for more may come that disproves it
  record Hold(Instant since, boolean open, @Nullable Instant clearing, @Nullable Instant withheld) {
    Hold(Instant since, boolean open, @Nullable Instant clearing) {
      this(since, open, clearing, null);
    }
  }

  /// `online offline unknown`
  String presence() {
    if (heard == null) {
      return "unknown";
    }
    return lost == null ? "online" : "offline";
  }

  boolean online() {
    return heard != null && lost == null;
  }

  /// Whether people know of a fault of this kind.
  /// Whether others have heard of it.
  boolean isTold(String kind) {
    var hold = holds.get(kind);
    return hold != null && hold.open() && hold.withheld() == null;
  }

  boolean holds(String kind) {
    var hold = holds.get(kind);
    return hold != null && hold.open();
  }

  /// `listening`, `suspect`, `dead` or `unknown`.
  String listenerVerdict() {
    if (listener.dead() != null) {
      return "dead";
    }
    if (listener.suspected() != null) {
      return "suspect";
    }
    return "listening".equals(listener.reported()) ? "listening" : "unknown";
  }

  /// How long it may be silent: half an interval longer than what it may lose.
  Duration patience() {
    return Duration.ofMillis(interval.toMillis() * (2L * unrest.losses().bearable() + 1) / 2);
  }

  /// Since when this is so while we hear it: what was so while it was cut off from us may have had
  /// the same cause.
  Instant whileHeard(Trace trace) {
    return absence == null || absence.to().isBefore(trace.at()) ? trace.at() : absence.to();
  }

  /// When it went although its WiFi was up, or lost the cloud; null while it is here, said goodbye,
  /// or went with its WiFi.
  @Nullable Instant unexplainedSince() {
    if (Boolean.FALSE.equals(network.wifiReady())) {
      return null;
    }
    if (lost != null) {
      return lost.cause().equals("bye") ? null : lost.since();
    }
    return network.cloudLost() == null ? null : network.cloudLost().at();
  }
}
