package io.cyanwatch.detection;

import io.cyanwatch.detection.DeviceState.Listener;
import io.cyanwatch.detection.DeviceState.Mark;
import io.cyanwatch.detection.DeviceState.ProbeMark;
import io.cyanwatch.detection.DeviceState.SelfProbes;
import io.cyanwatch.timeline.Observation.Beat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The part of the fold that is about the listener.
final class ListenerFolding {
  private static final int PROBES = 4;

  private @Nullable String reported;
  private @Nullable Instant downSince;
  private @Nullable Long generation;
  private @Nullable Long upsAtStart;
  private @Nullable Long ups;
  private @Nullable Mark suspected;
  private @Nullable Mark dead;
  private @Nullable SelfProbes selfProbes;
  private List<ProbeMark> outside;
  private @Nullable Long accepts;

  ListenerFolding(Listener from) {
    reported = from.reported();
    downSince = from.downSince();
    generation = from.generation();
    upsAtStart = from.upsAtStart();
    ups = from.ups();
    suspected = from.suspected();
    dead = from.dead();
    selfProbes = from.selfProbes();
    outside = from.outside();
  }

  Listener state() {
    return new Listener(
        reported, downSince, generation, upsAtStart, ups, suspected, dead, selfProbes, outside);
  }

  /// A new boot opens its listener anew: a doubt about the old one is dispelled, a proof is not.
  void reboot() {
    reported = null;
    downSince = null;
    generation = null;
    upsAtStart = null;
    ups = null;
    suspected = null;
    selfProbes = null;
    dead = dead == null ? null : new Mark(dead.at(), 0, 0, dead.why(), true);
  }

  void beat(Beat beat) {
    accepts = beat.accepts();
    report(beat);
    regenerate(beat);
    ups = beat.wifiUps();
    selfProbe(beat);
    var counted = beat.accepts();
    if (counted != null) {
      accepted(counted);
    }
  }

  /// Whoever accepts a client is not deaf. A proof from outside needs a proof from outside.
  private void accepted(long counted) {
    if (suspected != null && counted > suspected.accepts()) {
      suspected = null;
    }
    if (dead != null && dead.restarted() && counted > dead.accepts() && outside.isEmpty()) {
      dead = null;
    }
  }

  private void report(Beat beat) {
    reported = beat.listener();
    var fine = reported == null || reported.equals("listening") || reported.equals("disabled");
    if (fine) {
      downSince = null;
    } else if (downSince == null) {
      downSince = beat.stamp().at();
    }
  }

  private void regenerate(Beat beat) {
    if (Objects.equals(generation, beat.generation()) && upsAtStart != null) {
      return;
    }
    var grew = generation != null && !Objects.equals(generation, beat.generation());
    generation = beat.generation();
    upsAtStart = beat.wifiUps();
    if (grew) {
      suspected = null;
      dead =
          dead == null ? null : new Mark(dead.at(), counted(), countedAccepts(), dead.why(), true);
    }
  }

  private void selfProbe(Beat beat) {
    var probes = beat.probes();
    var fails = beat.probeFails();
    if (probes == null || fails == null || probes == 0) {
      return;
    }
    var good = probes - fails;
    var before = selfProbes == null ? new SelfProbes(fails, good, 0) : selfProbes;
    if (fails > before.fails()) {
      var more = fails - before.fails();
      var inRow = good == before.goodAtFail() ? before.failsInRow() + more : more;
      selfProbes = new SelfProbes(fails, good, inRow);
    } else {
      var recovered = good > before.goodAtFail() && before.failsInRow() > 0;
      if (recovered && dead != null && dead.restarted() && outside.isEmpty()) {
        dead = null;
      }
      selfProbes = recovered ? new SelfProbes(fails, good, 0) : before;
    }
  }

  void probed(Instant at, String outcome) {
    var all = new ArrayList<>(outside);
    all.add(new ProbeMark(at, outcome));
    outside = all.subList(Math.max(0, all.size() - PROBES), all.size());
    if (outcome.equals("open")) {
      suspected = null;
      dead = null;
      upsAtStart = ups;
    }
  }

  void suspect(Instant at, String why) {
    suspected = new Mark(at, counted(), countedAccepts(), why, false);
  }

  void declareDead(Instant at, String why) {
    dead = new Mark(at, counted(), countedAccepts(), why, false);
    suspected = null;
  }

  private long counted() {
    return generation == null ? 0 : generation;
  }

  private long countedAccepts() {
    return accepts == null ? Long.MAX_VALUE : accepts;
  }
}
