package io.cyanwatch.detection;

import io.cyanwatch.detection.DeviceState.Listener;
import io.cyanwatch.detection.DeviceState.Mark;
import io.cyanwatch.detection.DeviceState.Missed;
import io.cyanwatch.detection.DeviceState.ProbeMark;
import io.cyanwatch.detection.DeviceState.SelfProbes;
import io.cyanwatch.detection.DeviceState.Start;
import io.cyanwatch.detection.DeviceState.Trace;
import io.cyanwatch.timeline.Observation.Beat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The part of the fold that is about the listener.
final class ListenerFolding {
  /// For so long it is followed how long a listener stays down: longer than any threshold.
  static final Duration FOLLOWED = Duration.ofMinutes(10);

  private static final int PROBES = 4;
  private static final String NO_ADDRESS = "0.0.0.0";

  private @Nullable String reported;
  private @Nullable Trace downSince;
  private @Nullable Trace downStill;
  private @Nullable Long generation;
  private @Nullable Start start;
  private @Nullable Long ups;
  private @Nullable String ip;
  private @Nullable Missed missed;
  private @Nullable Long fails;
  private @Nullable Long error;
  private @Nullable Mark suspected;
  private @Nullable Mark dead;
  private @Nullable SelfProbes selfProbes;
  private List<ProbeMark> outside;
  private @Nullable Long accepts;

  ListenerFolding(Listener from) {
    reported = from.reported();
    downSince = from.downSince();
    downStill = from.downStill();
    generation = from.generation();
    start = from.start();
    ups = from.ups();
    ip = from.ip();
    missed = from.missed();
    fails = from.fails();
    error = from.error();
    suspected = from.suspected();
    dead = from.dead();
    selfProbes = from.selfProbes();
    outside = from.outside();
  }

  Listener state() {
    return new Listener(
        reported,
        downSince,
        downStill,
        generation,
        start,
        ups,
        ip,
        missed,
        fails,
        error,
        suspected,
        dead,
        selfProbes,
        outside);
  }

  /// A new boot opens its listener anew: a doubt about the old one is dispelled, a proof is not.
  void reboot() {
    reported = null;
    downSince = null;
    downStill = null;
    generation = null;
    start = null;
    ups = null;
    ip = null;
    missed = null;
    fails = null;
    error = null;
    suspected = null;
    selfProbes = null;
    dead = dead == null ? null : new Mark(dead.at(), 0, 0, dead.why(), true);
  }

  void beat(Beat beat) {
    accepts = beat.accepts();
    report(beat);
    regenerate(beat);
    reconnect(beat);
    fails = beat.vitals().fails();
    error = beat.vitals().error();
    selfProbe(beat);
    var counted = beat.accepts();
    if (counted != null) {
      accepted(counted);
    }
  }

  /// Whoever accepts a client is not deaf. A proof from outside needs a proof from outside.
  private void accepted(long counted) {
    if (suspected != null && counted > suspected.accepts()) {
      visited();
    }
    if (dead != null && dead.restarted() && counted > dead.accepts() && outside.isEmpty()) {
      dead = null;
    }
  }

  private void report(Beat beat) {
    reported = beat.listener();
    var fine = reported == null || reported.equals("listening") || reported.equals("disabled");
    if (fine) {
      opened();
    } else if (downSince == null) {
      downSince = Trace.of(beat.stamp());
      downStill = downSince;
    } else if (between(downSince, beat) <= FOLLOWED.toSeconds()) {
      downStill = Trace.of(beat.stamp());
    }
  }

  private static long between(Trace since, Beat beat) {
    return Duration.between(since.at(), beat.stamp().at()).toSeconds();
  }

  /// A snapshot that was taken while it started is outdated by this.
  void opened() {
    downSince = null;
    downStill = null;
  }

  private void regenerate(Beat beat) {
    if (Objects.equals(generation, beat.generation()) && start != null) {
      return;
    }
    var grew = generation != null && !Objects.equals(generation, beat.generation());
    generation = beat.generation();
    start = new Start(beat.wifiUps(), beat.ip());
    missed = null;
    if (grew) {
      suspected = null;
      dead =
          dead == null ? null : new Mark(dead.at(), counted(), countedAccepts(), dead.why(), true);
    }
  }

  /// WiFi came back, or the address changed, and the generation is still the old one.
  private void reconnect(Beat beat) {
    ups = beat.wifiUps();
    ip = beat.ip();
    if (start == null || missed != null || generation == null) {
      return;
    }
    if (ups != null && start.ups() != null && ups > start.ups()) {
      missed = new Missed(Trace.of(beat.stamp()), countedAccepts());
    } else if (addressMoved(start.ip(), ip)) {
      missed = new Missed(Trace.of(beat.stamp()), countedAccepts());
    } else if (start.ip() == null || start.ip().equals(NO_ADDRESS)) {
      start = new Start(start.ups(), ip);
    }
  }

  private static boolean addressMoved(@Nullable String from, @Nullable String to) {
    return from != null
        && to != null
        && !from.equals(NO_ADDRESS)
        && !to.equals(NO_ADDRESS)
        && !from.equals(to);
  }

  private void selfProbe(Beat beat) {
    var probes = beat.probes();
    var failed = beat.probeFails();
    if (probes == null || failed == null || probes == 0) {
      return;
    }
    var good = probes - failed;
    var before = selfProbes == null ? new SelfProbes(failed, good, 0, null) : selfProbes;
    if (failed > before.fails()) {
      var more = failed - before.fails();
      var inRow = good == before.goodAtFail() ? before.failsInRow() + more : more;
      selfProbes = new SelfProbes(failed, good, inRow, Trace.of(beat.stamp()));
    } else {
      var recovered = good > before.goodAtFail() && before.failsInRow() > 0;
      if (recovered && dead != null && dead.restarted() && outside.isEmpty()) {
        dead = null;
      }
      selfProbes = recovered ? new SelfProbes(failed, good, 0, null) : before;
    }
  }

  void probed(Instant at, String outcome) {
    var all = new ArrayList<>(outside);
    all.add(new ProbeMark(at, outcome));
    outside = List.copyOf(all.subList(Math.max(0, all.size() - PROBES), all.size()));
    if (outcome.equals("open")) {
      visited();
      dead = null;
    }
  }

  void suspect(Instant at, String why) {
    var counted = accepts == null && missed != null ? missed.accepts() : countedAccepts();
    suspected = new Mark(at, counted(), counted, why, false);
  }

  /// Somebody came after a long quiet.
  void visited() {
    suspected = null;
    start = new Start(ups, ip);
    missed = null;
  }

  void declareDead(Instant at, String why) {
    dead = new Mark(at, counted(), countedAccepts(), why, false);
    suspected = null;
  }

  /// What was judged and seen from outside before the records were put in order is known still.
  void keep(DeviceState judged) {
    var known = judged.listener();
    suspected = judged.isTold(SuspectListenerRule.KIND) ? known.suspected() : suspected;
    dead = judged.isTold(DeadListenerRule.KIND) ? known.dead() : dead;
    outside = known.outside();
  }

  private long counted() {
    return generation == null ? 0 : generation;
  }

  private long countedAccepts() {
    return accepts == null ? Long.MAX_VALUE : accepts;
  }
}
