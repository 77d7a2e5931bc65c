package io.cyanwatch.detection;

import io.cyanwatch.detection.DeviceState.About;
import io.cyanwatch.detection.DeviceState.Absence;
import io.cyanwatch.detection.DeviceState.BootMark;
import io.cyanwatch.detection.DeviceState.Hold;
import io.cyanwatch.detection.DeviceState.Lost;
import io.cyanwatch.detection.DeviceState.Severance;
import io.cyanwatch.detection.DeviceState.Trace;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Observation.Beat;
import io.cyanwatch.timeline.Observation.Born;
import io.cyanwatch.timeline.Observation.Edge;
import io.cyanwatch.timeline.Observation.Left;
import io.cyanwatch.timeline.Observation.Severed;
import io.cyanwatch.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Folds observations into a device's state. Order within a boot is given; time comes only from
/// them.
final class Folding {
  private static final Duration CLOCK_OFF = Duration.ofDays(1);

  private @Nullable String boot;
  private long conn;
  private @Nullable Anchor anchor;
  private Duration interval;
  private @Nullable Instant heard;
  private @Nullable Lost lost;
  private @Nullable Severance severed;
  private @Nullable Absence absence;
  private List<BootMark> boots;
  private About about;
  private final NetworkFolding network;
  private final ListenerFolding listener;
  private Sockets sockets;
  private Memory memory;
  private Rhythm rhythm;
  private Unrest unrest;
  private Twins twins;
  private @Nullable ClockOff implausible;
  private SortedMap<String, Hold> holds;
  private @Nullable Instant look;

  Folding(DeviceState from) {
    boot = from.boot();
    conn = from.conn();
    anchor = from.anchor();
    interval = from.interval();
    heard = from.heard();
    lost = from.lost();
    severed = from.severed();
    absence = from.absence();
    boots = from.boots();
    about = from.about();
    network = new NetworkFolding(from.network());
    listener = new ListenerFolding(from.listener());
    sockets = from.sockets();
    memory = from.memory();
    rhythm = from.rhythm();
    unrest = from.unrest();
    twins = from.twins();
    implausible = from.implausible();
    holds = from.holds();
    look = from.look();
  }

  /// As it was, but for what does not depend on the order of records.
  static DeviceState asOf(DeviceState base, DeviceState judged) {
    var folding = new Folding(base);
    folding.twins = judged.twins();
    folding.look = judged.look();
    return folding.state();
  }

  DeviceState state() {
    return new DeviceState(
        boot,
        conn,
        anchor,
        interval,
        heard,
        lost,
        severed,
        absence,
        boots,
        about,
        network.state(),
        listener.state(),
        sockets,
        memory,
        rhythm,
        unrest,
        twins,
        implausible,
        holds,
        look);
  }

  /// Takes in what is newer than all else of its boot, as it came.
  void newest(Observation told) {
    if (!(told instanceof Severed)) {
      heard(told.stamp());
    }
    told(told);
  }

  /// Who spoke, in the order in which it came to us.
  void heard(Observation.Stamp stamp) {
    twins = twins.spoke(stamp);
  }

  /// Takes in what was heard before, in the order in which it was said.
  void told(Observation told) {
    if (told instanceof Severed) {
      sever(told.stamp());
      return;
    }
    var observation = told.with(anchored(told.stamp()));
    var stamp = observation.stamp();
    if (twins.isPast(stamp.boot(), boot)) {
      if (twins.speaks(stamp.boot())) {
        // Whoever took its place under this name: somebody is there.
        severed = null;
        lost = null;
      }
      late(observation);
      return;
    }
    arrive(stamp);
    switch (observation) {
      case Born born -> born(born);
      case Beat beat -> beat(beat);
      case Left left -> lost = new Lost(left.stamp().at(), "bye");
      case Edge edge -> edge(edge);
      case Observation.Answered _, Observation.Probed _, Severed _ -> {}
    }
  }

  private Observation.Stamp anchored(Observation.Stamp stamp) {
    if (stamp.clock() == null || twins.isPast(stamp.boot(), boot)) {
      return stamp;
    }
    anchor = twins.sharing(Anchor.after(anchor, boot, stamp));
    return anchor.ours(stamp);
  }

  /// Heartbeats tell the rest; this one says at once that a fault is none.
  private void edge(Edge edge) {
    if (edge.name().equals("listener_up")) {
      listener.opened();
    } else if (edge.name().equals("cloud_up")) {
      network.cloudUp();
    }
  }

  /// Takes in what came late: it amends the past and leaves the present alone.
  void late(Observation observation) {
    switch (observation) {
      case Born born -> boots = BootMarks.with(boots, born);
      case Edge _, Beat _, Left _, Observation.Answered _, Observation.Probed _, Severed _ -> {}
    }
  }

  private void sever(Observation.Stamp stamp) {
    // The broker breaks its connection when another takes its name; then somebody is there.
    var newest = stamp.boot().equals(boot) && twins.speaks(stamp.boot());
    if (newest && stamp.conn() >= conn && lost == null) {
      severed = new Severance(stamp.receivedAt(), stamp.conn());
    }
  }

  private void arrive(Observation.Stamp stamp) {
    var trace = Trace.of(stamp);
    var same = stamp.boot().equals(boot);
    var unexplained = lost != null && !lost.cause().equals("bye");
    if (lost != null && unexplained) {
      absence = new Absence(lost.since(), stamp.receivedAt(), boot, network.downs(), null);
    }
    // The first connection of a boot broke nothing.
    var reconnects = same ? Math.max(0, stamp.conn() - Math.max(1, conn)) : 0;
    unrest = unrest.returned(trace, unexplained, reconnects);
    if (!same) {
      reboot(stamp.boot());
    }
    conn = Math.max(conn, stamp.conn());
    lost = null;
    severed = null;
    heard = heard == null || stamp.receivedAt().isBefore(heard) ? stamp.receivedAt() : heard;
    checkClock(stamp, trace);
  }

  private void reboot(String next) {
    boot = next;
    conn = 0;
    network.reboot();
    listener.reboot();
    sockets = sockets.reboot();
    memory = Memory.NONE;
    rhythm = rhythm.reboot();
    unrest = unrest.beat(0);
  }

  private void checkClock(Observation.Stamp stamp, Trace trace) {
    var clock = stamp.clock();
    if (clock == null) {
      return;
    }
    var ahead = Duration.between(stamp.at(), clock);
    var off = ahead.abs().compareTo(CLOCK_OFF) > 0 ? ClockOff.of(trace, ahead.toSeconds()) : null;
    implausible = off == null || implausible == null ? off : implausible;
  }

  private void born(Born born) {
    boots = BootMarks.with(boots, born);
    interval = born.interval();
    about = new About(born.hardware(), born.firmware(), born.os());
    network.born(born);
  }

  private void beat(Beat beat) {
    var trace = Trace.of(beat.stamp());
    var upsBefore = listener.state().ups();
    network.beat(beat);
    listener.beat(beat);
    sockets = sockets.beat(beat);
    memory = memory.beat(beat);
    listen(beat);
    var ups = beat.wifiUps();
    if (ups != null && upsBefore != null) {
      unrest = unrest.ups(trace, ups - upsBefore);
    }
    var losses = unrest.losses().beat(trace.at(), interval);
    unrest = unrest.beat(conn).with(losses);
    absence = NetworkFolding.explained(absence, boot, beat);
  }

  private void listen(Beat beat) {
    var wasQuiet = rhythm.quiet() != null;
    rhythm = rhythm.beat(beat);
    if (wasQuiet && rhythm.quiet() == null) {
      listener.visited();
    }
  }

  /// So many records were jumped over on one connection.
  void missed(long records, Instant at) {
    unrest = unrest.with(unrest.losses().missed(records, at));
  }

  /// Another record came under a number that is stored already.
  void conflicted(Timeline.Conflict conflict) {
    twins = twins.conflicted(new Trace(conflict.at(), conflict.boot(), conflict.seq()));
  }

  /// Its grace is over, or it was silent for too long.
  void lose(Instant since, String cause) {
    lost = new Lost(since, cause);
    severed = null;
  }

  void probed(Instant at, String outcome) {
    listener.probed(at, outcome);
    if (outcome.equals("open")) {
      rhythm = rhythm.provenHarmless(at);
    }
  }

  /// What is known of its listener, to be marked.
  ListenerFolding listener() {
    return listener;
  }

  void hold(SortedMap<String, Hold> now) {
    holds = now;
  }

  void look(@Nullable Instant at) {
    look = at;
  }

  /// Starts over from `base` with these records in their order. What was judged stays, and what
  /// does not depend on their order: who spoke, and what others saw.
  static Folding again(DeviceState base, DeviceState judged, List<Observation> ordered) {
    var folding = new Folding(asOf(base, judged));
    ordered.forEach(folding::told);
    folding.listener.keep(judged);
    folding.absence = Absence.newer(folding.absence, judged.absence());
    folding.severed = folding.twins.speaks(judged.boot()) ? judged.severed() : folding.severed;
    folding.heard = judged.heard();
    folding.holds = judged.holds();
    return folding;
  }
}
