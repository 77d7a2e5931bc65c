package io.cyanwatch.detection;

import static java.util.stream.Collectors.toSet;

import io.cyanwatch.detection.DeviceState.BootMark;
import io.cyanwatch.detection.Judgement.Opinion;
import io.cyanwatch.fleet.DeviceRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What follows from a finding for the device's own state and for statistics.
final class Marks {
  private Marks() {}

  /// A doubt and a proof are part of the state: what dispels them is counted from here.
  ///
  /// @return whether there is a new one
  static boolean remember(List<Opinion> said, Folding folding, Instant now) {
    var marked = false;
    for (var opinion : said) {
      if (opinion.verdict() instanceof Verdict.Fault fault) {
        var listener = folding.listener().state();
        if (opinion.kind().equals(DeadListenerRule.KIND) && listener.dead() == null) {
          folding.listener().declareDead(fault.since(), why(fault));
          marked = true;
        } else if (opinion.kind().equals(SuspectListenerRule.KIND)
            && listener.suspected() == null
            && listener.dead() == null) {
          folding.listener().suspect(now, fault.summary());
          marked = true;
        }
      }
    }
    return marked;
  }

  private static String why(Verdict.Fault fault) {
    return fault.evidence().get("facts") instanceof Map<?, ?> facts
        ? String.valueOf(facts.get("why"))
        : fault.summary();
  }

  /// The counters of a device that is back say what its absence was.
  static Optional<Opinion> hindsight(Subject subject, DeviceState before, DeviceState after) {
    var absence = after.absence();
    if (absence == null || absence.signature() == null || absence.equals(before.absence())) {
      return Optional.empty();
    }
    if (before.absence() != null && absence.from().isBefore(before.absence().from())) {
      return Optional.empty();
    }
    var why =
        "the same boot came back; WiFi down-edges before: %s, after: %s"
            .formatted(absence.downs(), after.network().downs());
    var signature = absence.signature().because(why);
    if (absence.signature() == Signature.F9) {
      signature.put("kind", UplinkRule.UPLINK);
    }
    return Optional.of(
        new Opinion(subject, OfflineRule.KIND, new Verdict.Hindsight(absence.from(), signature)));
  }

  static void count(
      Firmwares firmwares,
      DeviceRef device,
      DeviceState before,
      DeviceState after,
      Surroundings around) {
    firmwares.updated(before.about(), after.about());
    var known = before.boots().stream().map(BootMark::boot).collect(toSet());
    for (var boot : after.boots()) {
      if (!boot.expected() && !known.contains(boot.boot()) && !around.explained(boot.at())) {
        firmwares.reset(device, after.about());
      }
    }
    if (after.listener().dead() != null && before.listener().dead() == null) {
      firmwares.deaf(device, after.about());
    }
  }
}
